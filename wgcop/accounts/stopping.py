"""The link in a letter by which its reader stops such letters. It is signed for one person and the
kinds of the letter, does nothing else, and never expires.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from wgcop.accounts.models import Person
from wgcop.accounts.wishes import LetterKind

PURPOSE = "end letters about mentions"


@dataclass(frozen=True)
class Stop:
    person_id: int
    kinds: tuple[LetterKind, ...]


def path(person: Person, *kinds: LetterKind) -> str:
    return f"/letters/{_sealer().dumps([person.id, *kinds])}/end"


def read(token: str) -> Stop | None:
    """Return whose letters of which kinds the token stops, or None if it was not signed here or was
    made for another purpose. The oldest tokens name no kind; they come from letters about mentions.
    """
    try:
        match _sealer().loads(token):
            case int(person_id):
                return Stop(person_id, (LetterKind.MENTIONS,))
            case [int(person_id), *kinds]:
                return Stop(person_id, _known(kinds))
    except (BadData, TypeError, ValueError):
        pass
    return None


def _known(kinds: Iterable[str]) -> tuple[LetterKind, ...]:
    return tuple(LetterKind(kind) for kind in kinds)


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(
        current_app.config["SECRET_KEY"],
        salt=PURPOSE,
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
