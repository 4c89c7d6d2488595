"""The deadlines of a meeting, each with a link to the page for the action (pure, apart from the
clock).
"""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from wgcop import clock
from wgcop.bodies.models import Meeting


@dataclass(frozen=True)
class MeetingDeadline:
    """A description of a deadline, its moment and a link, which is empty for those who cannot act
    on it. `right` names the right that a reader needs for the deadline to concern them; pages say
    in `data-may` who has it.
    """

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
    """Return the deadline for the agenda and the documents. A late agenda is named as such; once
    everything promised is available, there is no deadline.
    """
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
