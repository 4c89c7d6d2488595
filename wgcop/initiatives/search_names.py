"""What search calls the state of an entry, and the entry that is meant by its number."""

import re
from collections.abc import Mapping

from flask_babel import gettext as _

from wgcop.initiatives.models import UNCONFIRMED, Initiative
from wgcop.initiatives.queries import initiative_by_number
from wgcop.search.page.names import names_values
from wgcop.search.page.shortcuts import Destination, leads_straight

_NUMBER = re.compile(r"(?i)\s*INI[-– ]?0*(\d{1,8})\s*")


@names_values("state")
def states(values: list[str]) -> Mapping[str, str]:
    return {UNCONFIRMED: _("Not confirmed")} if UNCONFIRMED in values else {}


@leads_straight
def entry(typed: str, audiences: frozenset[str]) -> Destination | None:
    """The one that stays, where the number is of an entry that was merged into another."""
    number = _NUMBER.fullmatch(typed)
    found = initiative_by_number(int(number[1])) if number else None
    if found is None or found.last.audiences.isdisjoint(audiences):
        return None
    return Destination(found.last.url, Initiative.search_kind, found.last.title)
