"""The outlook of a draft: its deadline, and the effect of submitting it now or later."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from math import floor

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop import clock
from wgcop.bodies.models import Meeting
from wgcop.i18n import day
from wgcop.numbering.deadlines.models import deadlines_of, rule_of
from wgcop.numbering.deadlines.rule import DeadlineRule, Deadlines, Timing
from wgcop.numbering.kinds import DocumentKind


@dataclass(frozen=True)
class Outlook:
    """The effect of the deadlines on a draft at one moment. The same functions are used when the
    paper is actually submitted, so the forecast agrees with the decision.
    """

    meeting: Meeting
    kind: DocumentKind
    rule: DeadlineRule
    deadlines: Deadlines
    at: datetime

    @property
    def timing(self) -> Timing:
        """The timing of the draft, if it were submitted now."""
        return self.deadlines.timing(self.at)

    @property
    def due(self) -> datetime | None:
        """The deadline until which the draft would be on time, in UTC for pages to convert; None if
        the draft has no deadline.
        """
        return self.deadlines.due.astimezone(UTC) if self.deadlines.due else None

    @cached_property
    def post_by(self) -> datetime | None:
        """The moment by which the secretariat must post a delayed paper that arrives now; None for
        any other paper.
        """
        if self.timing != Timing.DELAYED:
            return None
        return self.rule.post_by(self.at, self.meeting.zone, ends_on=self.meeting.ends_on)

    @property
    def changes_in(self) -> int | None:
        """The seconds until the next deadline, after which submitting the draft does something else;
        None if the last one has passed.
        """
        ahead = [left for left in map(self._seconds_left, self.deadlines.moments) if left >= 0]
        return min(ahead) + 1 if ahead else None

    def _seconds_left(self, moment: datetime) -> int:
        return floor((moment.astimezone(UTC) - self.at.astimezone(UTC)).total_seconds())

    @property
    def if_submitted_now(self) -> str:
        match self.timing:
            case Timing.FREE if self.kind == DocumentKind.INFORMATION:
                return _(
                    "A paper for information has no deadline. It gets a number in a series of "
                    "its own at once, stays in its original language, and is not discussed."
                )
            case Timing.FREE:
                return _("This kind of document has no deadline. It gets its number at once.")
            case Timing.ON_TIME if self.deadlines.is_translated(self.at):
                return _("It is on time: it gets its number at once and is translated.")
            case Timing.ON_TIME if self.deadlines.translated_until:
                return _(
                    "It is on time: it gets its number at once and stays in its original language."
                )
            case Timing.ON_TIME:
                return _("It is on time: it gets its number at once.")
            case Timing.DELAYED:
                return _(
                    "It is a delayed contribution: the secretariat posts it in its original language, "
                    "marked as delayed, by %(day)s.",
                    day=self._day(self.post_by or self.at),
                )
        return _("It is late: the secretariat holds it for the next meeting.")

    @property
    def if_missed(self) -> str:
        """A sentence on what happens to a paper that misses the deadline; empty if there is no
        deadline or it has passed.
        """
        if self.timing != Timing.ON_TIME or self.due is None:
            return ""
        if not self.deadlines.has_window:
            return _("What comes later is held for the next meeting.")
        days = self.rule.posting_days
        until = self.deadlines.delayed_until
        return ngettext(
            "What comes later, until %(day)s, is a delayed contribution, posted within %(num)d working "
            "day in its original language. After that it is held for the next meeting.",
            "What comes later, until %(day)s, is a delayed contribution, posted within %(num)d working "
            "days in its original language. After that it is held for the next meeting.",
            days,
            day=self._day(until) if until else "",
        )

    def _day(self, moment: datetime) -> str:
        return day(moment.astimezone(self.meeting.time_zone).date())


def outlook(meeting: Meeting, kind: DocumentKind) -> Outlook:
    """Return the outlook of a paper of this kind, which is its `contribution.series_kind`. It takes
    one SQL statement.
    """
    rule = rule_of(meeting.group)
    return Outlook(meeting, kind, rule, deadlines_of(meeting, kind, rule), clock.now())
