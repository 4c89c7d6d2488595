"""The agenda items that can be made from a proposal map (pure)."""

import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from wgcop.proposal_map.table import MapPaper, MappedProposal, MapRow, ProposalMap

LONGEST_TITLE = 300


class ItemFor(enum.StrEnum):
    CLAUSE = "clause"
    SECTION = "section"


ITEM_FOR_NAMES = {
    ItemFor.CLAUSE: _l("One item for each clause"),
    ItemFor.SECTION: _l("One item for each part of the text"),
}


@dataclass(frozen=True)
class PlannedItem:
    """An item before it is on the agenda: its clauses, each with its proposals in order."""

    title: str
    rows: Sequence[MapRow]

    @property
    def papers(self) -> list[MapPaper]:
        """The documents that bring the proposals, each once, in the order of the columns."""
        papers = (each.paper for row in self.rows for each in in_order(row))
        return list(dict.fromkeys(paper for paper in papers if paper))


def in_order(row: MapRow) -> list[MappedProposal]:
    """Return the proposals at a clause that stand and are not decided, in the order of the columns."""
    return [each for each in row.proposals if not each.is_withdrawn and not row.decided(each)]


def planned_items(
    table: ProposalMap, chosen: Collection[int], *, item_for: ItemFor, of: str
) -> list[PlannedItem]:
    """Return the items for the chosen clauses, named by their ids, in the order of the text. `of` is
    the name of the resolution.
    """
    planned = []
    for section in table.sections:
        rows = [row for row in section.rows if row.clause.id in chosen]
        if item_for == ItemFor.CLAUSE:
            planned += [PlannedItem(_title(of, row.clause.citation), [row]) for row in rows]
        elif rows:
            planned.append(PlannedItem(_title(of, section.section.heading), rows))
    return planned


def _title(of: str, about: str) -> str:
    return f"{of}: {about}"[:LONGEST_TITLE]
