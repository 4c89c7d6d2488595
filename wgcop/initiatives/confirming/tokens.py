"""The links in letters: signed, each for one entry, one person and one date, so that none is good for anything else."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from wgcop import clock

GOOD_FOR = timedelta(days=120)
"""The first letter comes a month before the date; its link still works when the second one is forgotten for a quarter."""
PURPOSE = "confirm an entry of the registry"


@dataclass(frozen=True)
class ConfirmationLink:
    """`confirm_by` is the date that the entry had when the letter was written: once it is confirmed it has another."""

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
    """None if it is not one of ours, or was made for anything else."""
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
