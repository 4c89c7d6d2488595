"""Signed links in letters, each valid for one entry, one person and one date only."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from wgcop import clock

GOOD_FOR = timedelta(days=120)
"""How long a link is valid. The first letter comes a month before the due date, so its link still
works if the second letter is overlooked for a quarter.
"""
PURPOSE = "confirm an entry of the registry"


@dataclass(frozen=True)
class ConfirmationLink:
    """The content of a link. `confirm_by` is the due date of the entry when the letter was written;
    confirming the entry changes that date.
    """

    initiative_id: int
    person_id: int
    confirm_by: date
    expires_on: date

    @classmethod
    def until(cls, initiative_id: int, person_id: int, confirm_by: date) -> "ConfirmationLink":
        return cls(initiative_id, person_id, confirm_by, clock.now().date() + GOOD_FOR)

    @property
    def has_expired(self) -> bool:
        return self.expires_on < clock.now().date()


def sealed(link: ConfirmationLink) -> str:
    days = (link.confirm_by.toordinal(), link.expires_on.toordinal())
    return str(_sealer().dumps([link.initiative_id, link.person_id, *days]))


def opened(token: str) -> ConfirmationLink | None:
    """Return the content of a token; None if its signature is wrong or it was made for another
    purpose.
    """
    try:
        initiative_id, person_id, confirm_by, expires_on = _sealer().loads(token)
    except BadData:
        return None
    days = date.fromordinal(confirm_by), date.fromordinal(expires_on)
    return ConfirmationLink(initiative_id, person_id, *days)


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(
        current_app.config["SECRET_KEY"],
        salt=PURPOSE,
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
