"""The link in a letter that ends such letters: signed for one person, good for nothing else, and
valid for ever.
"""

import hashlib

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from wgcop.accounts.models import Person

PURPOSE = "end letters about mentions"


def path(person: Person) -> str:
    return f"/letters/{_sealer().dumps(person.id)}/end"


def person_called(token: str) -> int | None:
    """Return the id of the person, or None if the token is not one of ours or was made for another
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
