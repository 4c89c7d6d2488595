"""Until when what is due for a meeting, with the place where it is done (pure, but for the clock)."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from wgcop import clock
from wgcop.bodies.models import Meeting


@dataclass(frozen=True)
class MeetingDeadline:
    """`address` is empty for those who cannot do it. `right` is what it takes to be concerned; pages say in `data-may` whether their reader has it."""

    words: str
    at: datetime
    address: str = ""
    action: str = ""
    right: str = ""

    @property
    def has_passed(self) -> bool:
        return clock.now() > self.at


def deadlines_of_meeting(
    meeting: Meeting, available_by: datetime | None, *, for_members: bool
) -> list[MeetingDeadline]:
    return [
        _contributions(meeting, for_members),
        *([_proposals(meeting)] if for_members else []),
        *(_available(meeting, available_by, for_members) if available_by else []),
    ]


def _contributions(meeting: Meeting, for_members: bool) -> MeetingDeadline:
    due = meeting.contributions_due
    if not meeting.is_open_for_contributions:
        return MeetingDeadline(_("Contributions were due"), due)
    if not for_members:
        return MeetingDeadline(_("Contributions due"), due)
    write = f"/contributions/new?meeting={meeting.slug}"
    return MeetingDeadline(_("Contributions due"), due, write, _("Write a contribution"))


def _proposals(meeting: Meeting) -> MeetingDeadline:
    due = meeting.contributions_due
    if not meeting.is_open_for_contributions:
        return MeetingDeadline(_("Proposals for the agenda were due"), due, right="propose")
    return MeetingDeadline(
        _("Proposals for the agenda due"),
        due,
        f"{meeting.url}/proposals/new",
        _("Propose"),
        right="propose",
    )


def _available(meeting: Meeting, by: datetime, for_members: bool) -> list[MeetingDeadline]:
    """What is late and still missing is named for what it is; what was promised and is there needs no deadline."""
    has_passed = clock.now() > by
    if not meeting.agenda_published:
        words = (
            _("The agenda was to be available")
            if has_passed
            else _("Agenda and documents available")
        )
        return [MeetingDeadline(words, by)]
    if has_passed or not for_members:
        return []
    documents = f"{meeting.url}/documents"
    return [MeetingDeadline(_("All documents available"), by, documents, _("List of documents"))]
