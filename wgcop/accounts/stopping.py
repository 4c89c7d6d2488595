"""The link in a letter by which its reader stops such letters. It is signed for one person and the
kinds of the letter, does nothing else, and never expires.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.accounts.wishes import LetterKind

PURPOSE = "end letters about mentions"
UNDOING = "get letters again"
OFFERING = "what a page offered to stop"
OFFERED_FOR = timedelta(hours=1)
"""How long the button of a page can be pressed again and still be undone."""


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


def undo_token(stopped: Stop, chosen: Mapping[LetterKind, str]) -> str:
    """Return what undoes the stopping, for the page that says that it was done."""
    return _sealer(UNDOING).dumps([stopped.person_id, dict(chosen)])


def offer_token(stopped: Stop, chosen: Mapping[LetterKind, str]) -> str:
    """Return what a page says of itself that offers to stop these letters, so that pressing its
    button twice can be undone as well as once.
    """
    return _sealer(OFFERING).dumps([stopped.person_id, dict(chosen), clock.now().timestamp()])


def read_offer(token: str, stopped: Stop) -> dict[LetterKind, str]:
    """Return what the person had chosen when a page offered to stop it, less than an hour ago;
    nothing if the token is older or was not signed here for them.
    """
    try:
        match _sealer(OFFERING).loads(token):
            case [stopped.person_id, dict(chosen), float(at)]:
                since = clock.now().timestamp() - at
                return _choices(chosen) if since < OFFERED_FOR.total_seconds() else {}
    except (BadData, TypeError, ValueError):
        pass
    return {}


def read_undo(token: str, stopped: Stop) -> dict[LetterKind, str]:
    """Return what the person had chosen before; nothing if the token was not signed here for them."""
    try:
        match _sealer(UNDOING).loads(token):
            case [stopped.person_id, dict(chosen)]:
                return _choices(chosen)
    except (BadData, TypeError, ValueError):
        pass
    return {}


def _choices(chosen: Mapping[str, str]) -> dict[LetterKind, str]:
    return {LetterKind(kind): str(choice) for kind, choice in chosen.items()}


def _known(kinds: Iterable[str]) -> tuple[LetterKind, ...]:
    return tuple(LetterKind(kind) for kind in kinds)


def _sealer(purpose: str = PURPOSE) -> URLSafeSerializer:
    return URLSafeSerializer(
        current_app.config["SECRET_KEY"],
        salt=purpose,
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
