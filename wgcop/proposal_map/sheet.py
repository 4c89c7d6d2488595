"""The proposal map as a table for files."""

from collections.abc import Iterator

from flask_babel import gettext as _

from wgcop.fields.table_files import TableFile
from wgcop.proposal_map.table import MapColumn, MappedProposal, MapRow, ProposalMap
from wgcop.threads.chairing.standings import standing_name


def file_of(table: ProposalMap) -> TableFile:
    head = [_("Part"), _("Clause"), _("Negotiation"), *map(_name, table.columns)]
    widths = [24, 24, 16, *(18 for _column in table.columns)]
    return TableFile(_("Proposals"), head, list(_rows(table)), widths)


def _name(column: MapColumn) -> str:
    if column.paper is None:
        return column.delegation.shown_name
    return _(
        "%(document)s, %(delegation)s",
        document=column.paper.symbol,
        delegation=column.delegation.shown_name,
    )


def _rows(table: ProposalMap) -> Iterator[list[str]]:
    for section in table.sections:
        for row in section.rows:
            yield [
                section.section.heading,
                row.clause.citation,
                standing_name(row.standing, row.decisions.suppresses),
                *(
                    "\n".join(_in_words(each, row) for each in row.cell(column))
                    for column in table.columns
                ),
            ]


def _in_words(proposal: MappedProposal, row: MapRow) -> str:
    if proposal.is_withdrawn:
        return _("%(proposal)s (withdrawn)", proposal=proposal.name)
    if proposal.is_adopted:
        return _("%(proposal)s (adopted)", proposal=proposal.name)
    if row.is_met(proposal):
        return _("%(proposal)s (met by the words of today)", proposal=proposal.name)
    if row.is_not_taken(proposal):
        return _("%(proposal)s (not taken)", proposal=proposal.name)
    if row.is_earlier(proposal):
        return _("%(proposal)s (on an earlier wording)", proposal=proposal.name)
    return proposal.name
