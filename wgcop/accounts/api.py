"""The API that tells scripts who is signed in, so that unsent comments wait for their writer."""

from flask import Blueprint, Response, jsonify
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from wgcop.web import public

bp = Blueprint("accounts_api", __name__)


@bp.get("/api/v1/session")
@public  # says only who is asking
def session() -> Response:
    person = current_user if current_user.is_authenticated else None
    return jsonify(
        person=person.id if person else None,
        name=person.name if person else None,
        # A guest is given none: the cookie that it needs could arrive after that of a sign-in in
        # another tab, and would end it.
        csrf=generate_csrf() if person else None,
    )
