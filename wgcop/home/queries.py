"""The nearest deadline for contributions, for the home page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wgcop import clock
from wgcop.bodies.models import Meeting

NEAR = timedelta(days=2)


@dataclass(frozen=True)
class Due:
    """The deadline for contributions to a meeting; `state` is the name of its style."""

    meeting: Meeting
    state: str

    @property
    def at(self) -> datetime:
        return self.meeting.contributions_due


def next_due(open_meetings: Sequence[Meeting]) -> Due | None:
    """Return the next deadline or, if all have passed, the last one; None if there is no meeting."""
    now = clock.now()
    ahead = [meeting for meeting in open_meetings if now <= meeting.contributions_due]
    if ahead:
        first = min(ahead, key=lambda meeting: meeting.contributions_due)
        return Due(first, "urgent" if first.contributions_due - now <= NEAR else "")
    passed = max(open_meetings, key=lambda meeting: meeting.contributions_due, default=None)
    return Due(passed, "passed") if passed else None
