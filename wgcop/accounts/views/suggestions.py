"""Completing the name of somebody who is called into a discussion."""

from dataclasses import asdict

from flask import Response, jsonify, request
from flask_login import current_user

from wgcop.accounts import policy
from wgcop.accounts.suggestions import suggestions
from wgcop.accounts.views.blueprint import bp
from wgcop.web import require


@bp.get("/people/suggest")
def suggest() -> Response:
    require(policy.can_see_people(current_user))
    found = suggestions(request.args.get("q", "")[:100])
    return jsonify(suggestions=[asdict(one) for one in found])
