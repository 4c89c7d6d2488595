"""The names of an entry's states in search, and the entry that a typed number means."""

import re
from collections.abc import Mapping

from flask_babel import gettext as _

from wgcop.initiatives.models import UNCONFIRMED, Initiative
from wgcop.initiatives.queries import initiative_by_number
from wgcop.search_page.names import names_values
from wgcop.search_page.shortcuts import Destination, leads_straight

_NUMBER = re.compile(r"(?i)\s*INI[-– ]?0*(\d{1,8})\s*")


@names_values("state")
def states(values: list[str]) -> Mapping[str, str]:
    return {UNCONFIRMED: _("Not confirmed")} if UNCONFIRMED in values else {}


@leads_straight
def entry(typed: str, audiences: frozenset[str]) -> Destination | None:
    """Return the page of the entry with this number; for a merged entry, that of the one that
    stays. None if the reader may not see it.
    """
    number = _NUMBER.fullmatch(typed)
    found = initiative_by_number(int(number[1])) if number else None
    if found is None or found.last.audiences.isdisjoint(audiences):
        return None
    return Destination(found.last.url, Initiative.search_kind, found.last.title)
