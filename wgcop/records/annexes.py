"""The annexes of a report in order: agenda, participants, documents, action points, statements,
speaking time (pure).
"""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import pgettext

from wgcop.i18n import semicolon
from wgcop.paper import Node
from wgcop.paper.blocks import block, bullets, table, verbatim, words
from wgcop.records.reported import (
    ReportedAttendance,
    ReportedItem,
    ReportedMeeting,
    ReportedPaper,
    ReportedStatement,
)

Annex = tuple[str, str, list[Node]]
"""The name of an annex in the code, its title, and its blocks."""


def annexes_of(meeting: ReportedMeeting) -> list[Annex]:
    """Return the annexes that have any content."""
    statements = [(item, statement) for item in meeting.all_items for statement in item.statements]
    annexes: list[Annex] = [
        ("agenda", _("Agenda"), _agenda(meeting.all_items)),
        ("participants", _("List of participants"), _participants(meeting.attendance)),
        ("papers", _("List of documents"), _papers(meeting.papers)),
        ("actions", _("Action points"), _actions(meeting.all_items)),
        ("statements", _("Statements for the record"), _statements(statements)),
        ("speaking", _("Speaking time"), _speaking(meeting.speaking)),
    ]
    return [annex for annex in annexes if annex[2]]


def _agenda(items: Sequence[ReportedItem]) -> list[Node]:
    """Return the agenda in the order in which it was dealt with, with the numbers by which the
    report refers to items.
    """
    if not items:
        return []
    rows = [
        (item.number, item.title, semicolon().join(paper.symbol for paper in item.papers))
        for item in items
    ]
    return [table((_("Agenda item"), _("Title"), _("Documents")), rows)]


def _participants(attendance: ReportedAttendance) -> list[Node]:
    blocks = []
    for delegation in attendance.delegations:
        blocks.append(block("paragraph", [words(delegation.name, "strong")]))
        blocks.append(
            bullets(f"{name} ({how})" if how else name for name, how in delegation.people)
        )
    return blocks


def _papers(papers: Sequence[ReportedPaper]) -> list[Node]:
    if not papers:
        return []
    rows = [(paper.symbol, paper.title, paper.source, paper.items) for paper in papers]
    return [table((_("Document"), _("Title"), _("Source"), _("Agenda item")), rows)]


def _actions(items: Iterable[ReportedItem]) -> list[Node]:
    rows = [
        (item.number, action.text, action.owner, action.due, action.state)
        for item in items
        for action in item.actions
    ]
    if not rows:
        return []
    return [
        table(
            (
                _("Agenda item"),
                _("Action point"),
                pgettext("who is to do it", "For"),
                _("Until"),
                _("State"),
            ),
            rows,
        )
    ]


def _speaking(times: Sequence[tuple[str, int, str]]) -> list[Node]:
    if not times:
        return []
    rows = [(name, str(number), spoken) for name, number, spoken in times]
    return [table((_("Delegation"), _("Interventions"), _("Time")), rows)]


def _statements(statements: Iterable[tuple[ReportedItem, ReportedStatement]]) -> list[Node]:
    """Return the statements exactly as they were handed in."""
    blocks = []
    for item, each in statements:
        head = _(
            "%(delegation)s, %(kind)s on agenda item %(number)s",
            delegation=each.delegation,
            kind=each.name,
            number=item.number,
        )
        if each.about:
            head = f"{head} ({each.about})"
        blocks.append(block("paragraph", [words(head, "strong")]))
        blocks.append(block("blockquote", verbatim(each.text)))
    return blocks
