"""The data that an agenda item or a meeting still lacks, with a link for those who can add them."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from wgcop.agenda.meeting_fields import FIELDS
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.fields.field import Field, Needed, NeededTo, missing


@dataclass(frozen=True)
class MissingPiece:
    words: str
    mend: str
    address: str
    while_empty: bool = False
    """Whether the piece is missing only while the agenda is empty; the script of the page then
    removes the line with the first item.
    """


def missing_in_item(item: AgendaItem, lacks: Iterable[tuple[Field, Needed]]) -> list[MissingPiece]:
    return [_missing(item, field, needed) for field, needed in lacks]


def missing_in_arrangements(meeting: Meeting) -> list[MissingPiece]:
    return [
        _missing(meeting, field, needed)
        for field, needed in missing(FIELDS, lambda name: getattr(meeting, name))
        if needed.to == NeededTo.HELP
    ]


def _missing(thing: AgendaItem | Meeting, field: Field, needed: Needed) -> MissingPiece:
    mend = str(needed.mend or field.label)
    return MissingPiece(str(needed.words), mend, f"{thing.url}/edit{field.address}")


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
