"""Entries of the registry in the demo world: public facts in our own words, and some of invented organizations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wgcop.demo.data_files import read
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.fields import FIELDS
from wgcop.resolutions.models import Clause


@dataclass(frozen=True)
class DemoEntry:
    """An entry of the registry. `serves` has the citations of clauses, and `owner` the code of a
    delegation; entries of the secretariat have none.
    """

    facts: RegistryFacts
    serves: tuple[str, ...]
    owner: str = ""

    @classmethod
    def of(cls, table: dict[str, Any]) -> "DemoEntry":
        facts = {
            field.name: field.kind.read(table[field.name], {})
            for field in FIELDS
            if field.name in table
        }
        return cls(RegistryFacts(**facts), tuple(table["serves"]), table.get("owner", ""))

    def with_clauses(self, clauses: Mapping[str, Clause]) -> RegistryFacts:
        return self.facts.but(clauses=tuple(clauses[citation] for citation in self.serves))


_DATA = read("registry")
ENTRIES = tuple(map(DemoEntry.of, _DATA["entries"]))
HELPLINE_WEEK, FILTER_AT_HOME, STAMPS = (
    DemoEntry.of(_DATA["proposed"][name]) for name in ("campaign", "filter", "stamps")
)
"""Proposals: the campaign is of an observer, and overlaps with Kenya's own."""
JOIN_US, JOIN_US_CONTACT, WHY_DECLINED = (
    _DATA["answers"][name] for name in ("join_us", "join_us_contact", "why_declined")
)
CONFIRM_IN: dict[str, int] = _DATA["confirm_in"]
"""The days until some entries are to be confirmed. Negative ones are overdue."""
