"""Until when what is due for a meeting, with the place where it is done (pure, but for the clock)."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from wgcop import clock
from wgcop.bodies.models import Meeting


@dataclass(frozen=True)
class MeetingDeadline:
    """`address` is empty for those who cannot do it."""

    words: str
    at: datetime
    address: str = ""
    action: str = ""

    @property
    def has_passed(self) -> bool:
        return clock.now() > self.at


def deadlines_of_meeting(
    meeting: Meeting, available_by: datetime | None, *, for_members: bool
) -> list[MeetingDeadline]:
    """What is late and still missing is named for what it is; what was promised and is there needs no deadline."""
    due = meeting.contributions_due
    if not meeting.is_open_for_contributions:
        deadlines = [MeetingDeadline(_("Contributions were due"), due)]
    elif not for_members:
        deadlines = [MeetingDeadline(_("Contributions due"), due)]
    else:
        write = f"/contributions/new?meeting={meeting.slug}"
        deadlines = [MeetingDeadline(_("Contributions due"), due, write, _("Write a contribution"))]
    if available_by is None:
        return deadlines
    if meeting.agenda_published and clock.now() <= available_by and for_members:
        deadlines.append(
            MeetingDeadline(
                _("All documents available"),
                available_by,
                f"{meeting.url}/documents",
                _("List of documents"),
            )
        )
    elif not meeting.agenda_published and clock.now() <= available_by:
        deadlines.append(MeetingDeadline(_("Agenda and documents available"), available_by))
    elif not meeting.agenda_published:
        deadlines.append(MeetingDeadline(_("The agenda was to be available"), available_by))
    return deadlines
