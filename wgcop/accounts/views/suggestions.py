"""The suggestions of names while somebody types a mention."""

from dataclasses import asdict

from flask import Response, jsonify, request
from flask_login import current_user

from wgcop.accounts import policy
from wgcop.accounts.blueprint import bp
from wgcop.accounts.suggestions import suggested_names
from wgcop.events.layers import layers_among
from wgcop.web import current_audiences, require


@bp.get("/people/suggest")
def suggest() -> Response:
    require(policy.can_see_people(current_user))
    letters, audience = request.args.get("q", "")[:100], request.args.get("audience")
    private = audience if audience in own_layers(current_audiences()) else None
    matches = suggested_names(letters, private)
    return jsonify(suggestions=[asdict(one) for one in matches])


def own_layers(audiences: frozenset[str]) -> set[str]:
    return set(layers_among(audiences))
