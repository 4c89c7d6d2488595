"""People and delegations in the search box, and what regions are called beside its results."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from flask_babel import gettext as _

from wgcop.accounts.roles import REGION_NAMES, Region
from wgcop.accounts.suggestions import suggestions
from wgcop.search.names import names_values
from wgcop.search.suggestions import Suggestion, suggests

MEMBERS = "members"


@names_values("region")
def regions(values: list[str]) -> Mapping[str, str]:
    known = set(Region)
    return {value: str(REGION_NAMES[Region(value)]) for value in values if value in known}


@suggests
def people_and_delegations(typed: str, audiences: frozenset[str]) -> Iterator[Suggestion]:
    """Only members see who takes part. A person leads to his page, a delegation to what it has said."""
    if MEMBERS not in audiences:
        return
    for one in suggestions(typed):
        if one.kind == "person":
            yield Suggestion(_("Person"), one.name, f"/people/{one.id}", one.detail)
        else:
            said = urlencode({"q": f'source:"{one.name}"'})
            yield Suggestion(_("Delegation"), one.name, f"/search?{said}")
