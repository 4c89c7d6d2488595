"""The data that an agenda item or a meeting still lacks, with a link for those who can add them."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from wgcop.agenda.kinds import ItemKind
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting, Moment


class Lack(enum.StrEnum):
    MATTER = "matter"
    DOCUMENTS = "documents"
    CLAUSES = "clauses"
    DURATION = "duration"
    PRESENTER = "presenter"


@dataclass(frozen=True)
class MissingPiece:
    words: str
    mend: str
    address: str
    while_empty: bool = False
    """Whether the piece is missing only while the agenda is empty; the script of the page then
    removes the line with the first item.
    """


def lacks(
    kind: ItemKind | None, *, has_documents: bool, has_clauses: bool, minutes: int, presenter: str
) -> tuple[Lack, ...]:
    """Return what an open item without items below it lacks. Documents need no presenter, because
    their sources present them; a report does.
    """
    found = {
        Lack.MATTER: kind is None and not has_documents and not has_clauses,
        Lack.DOCUMENTS: kind is not None and kind.needs_documents and not has_documents,
        Lack.CLAUSES: kind is not None and kind.needs_clauses and not has_clauses,
        Lack.DURATION: not minutes,
        Lack.PRESENTER: kind in (ItemKind.APPROVAL, ItemKind.REPORT) and not presenter,
    }
    return tuple(lack for lack, is_so in found.items() if is_so)


def missing_in_item(item: AgendaItem, found: Iterable[Lack]) -> list[MissingPiece]:
    edit = f"{item.url}/edit"
    pieces = {
        Lack.MATTER: (_("It has no document and no clause."), _("Add them, or say its kind"), edit),
        Lack.DOCUMENTS: (_("It has no document."), _("Add a document"), f"{edit}#documents"),
        Lack.CLAUSES: (_("It has no clause."), _("Add a clause"), f"{edit}#clauses"),
        Lack.DURATION: (_("Its duration is open."), _("Set the duration"), f"{edit}#minutes"),
        Lack.PRESENTER: (_("Nobody presents it."), _("Name who does"), f"{edit}#presenter"),
    }
    return [MissingPiece(*pieces[lack]) for lack in found]


def missing_in_arrangements(meeting: Meeting) -> list[MissingPiece]:
    edit = f"{meeting.url}/edit"
    pieces = []
    if not meeting.join_url and meeting.moment != Moment.PAST:
        pieces.append(
            MissingPiece(
                _("The meeting has no link to join."), _("Add the link"), f"{edit}#join_url"
            )
        )
    if not meeting.contact and not meeting.contact_address:
        pieces.append(
            MissingPiece(
                _("The meeting names nobody to ask."), _("Add a contact"), f"{edit}#contact"
            )
        )
    return pieces


def missing_agenda(meeting: Meeting) -> MissingPiece:
    return MissingPiece(
        _("The meeting has no agenda."),
        _("Add the first item"),
        f"{meeting.url}/items/new",
        while_empty=True,
    )


def missing_publication(meeting: Meeting) -> MissingPiece:
    return MissingPiece(
        _("The agenda was to be available by now, and is not published."),
        _("Publish it"),
        f"{meeting.url}/publication",
    )


def missing_report(meeting: Meeting) -> MissingPiece:
    return MissingPiece(
        _("The meeting is over and has no report."), _("Compose it"), f"{meeting.url}/report"
    )
