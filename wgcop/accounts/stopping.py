"""The link in a letter by which its reader stops such letters. It is signed for one person, does
nothing else, and never expires.
"""

import hashlib

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from wgcop.accounts.models import Person

PURPOSE = "end letters about mentions"


def path(person: Person) -> str:
    return f"/letters/{_sealer().dumps(person.id)}/end"


def person_called(token: str) -> int | None:
    """Return the id of the person, or None if the token was not signed here or was made for another
    purpose.
    """
    try:
        return int(_sealer().loads(token))
    except (BadData, TypeError, ValueError):
        return None


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(
        current_app.config["SECRET_KEY"],
        salt=PURPOSE,
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
