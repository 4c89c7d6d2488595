"""Reads when the brackets of a text were opened and lifted, and draws the course of their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from flask_babel import ngettext
from sqlalchemy import select

from wgcop.bodies.models import Meeting
from wgcop.brackets.course import CountCourse, CountMove, course_of
from wgcop.brackets.models import Bracket, BracketChange
from wgcop.brackets.outcomes import BracketDeed
from wgcop.database import db
from wgcop.drawing.charts import Band, Chart, CountStep, course
from wgcop.i18n import day
from wgcop.resolutions.models import Edition, Section, Wording

MOST_TICKS = 5
_MOVES = [each for each in BracketDeed if each.adds]


@dataclass(frozen=True)
class TextCourse:
    """The course of the count of a text. `meetings` are those at which it moved, and `meeting` the one
    to whose time it is narrowed.
    """

    course: CountCourse
    meetings: Sequence[Meeting]
    meeting: Meeting | None
    until: datetime

    @property
    def in_words(self) -> str:
        highest = self.course.highest
        if highest is None:
            return ""
        most = ngettext(
            "At most %(num)d bracket was open, from %(day)s on.",
            "At most %(num)d brackets were open, from %(day)s on.",
            highest.open,
            day=day(highest.at),
        )
        left = ngettext(
            "%(num)d is open at the end.", "%(num)d are open at the end.", self.course.now
        )
        return f"{most} {left}"

    def chart(self, language: str) -> Chart | None:
        """Return the picture of the course, or None if there is nothing to draw."""
        points = self.course.points
        if not points:
            return None
        steps = [
            CountStep(
                each.at,
                each.open,
                ngettext(
                    "%(day)s: %(num)d open bracket",
                    "%(day)s: %(num)d open brackets",
                    each.open,
                    day=day(each.at),
                ),
            )
            for each in points
        ]
        bands = [Band(*_time_of(each), each.title) for each in self.meetings]
        return course(
            steps, bands, _ticks(points[0].at, self.until), until=self.until, language=language
        )


def course_of_text(edition: Edition, meeting_slug: str, *, now: datetime) -> TextCourse:
    """Return the course of the brackets of an edition's clauses, in two SQL statements."""
    clauses = (
        select(Wording.clause_id).join(Wording.section).where(Section.edition_id == edition.id)
    )
    rows = db.session.execute(
        select(BracketChange.at, BracketChange.deed, BracketChange.meeting_id)
        .join(BracketChange.bracket)
        .where(Bracket.clause_id.in_(clauses), BracketChange.deed.in_(_MOVES))
        .order_by(BracketChange.at, BracketChange.id)
    ).all()
    ids = {each.meeting_id for each in rows if each.meeting_id}
    meetings = list(
        db.session.scalars(
            select(Meeting).where(Meeting.id.in_(ids)).order_by(Meeting.starts_on, Meeting.id)
        )
        if ids
        else ()
    )
    titles = {each.id: each.title for each in meetings}
    moves = [CountMove(at, deed.adds, titles.get(meeting or 0, "")) for at, deed, meeting in rows]
    meeting = next((each for each in meetings if each.slug == meeting_slug), None)
    if meeting is None:
        return TextCourse(course_of(moves), meetings, None, now)
    begin, end = _time_of(meeting)
    return TextCourse(
        course_of(moves, since=begin, until=end), meetings, meeting, max(min(end, now), begin)
    )


def _time_of(meeting: Meeting) -> tuple[datetime, datetime]:
    """Return the beginning of the first day of a meeting and the end of the last, at its place."""
    zone = meeting.time_zone
    begin = datetime.combine(meeting.starts_on, time(0), zone)
    end = datetime.combine(meeting.ends_on + timedelta(days=1), time(0), zone)
    return begin.astimezone(UTC), end.astimezone(UTC)


def _ticks(first: datetime, last: datetime) -> list[tuple[datetime, str]]:
    """Return the beginnings of days that the axis names, few enough to stand beside one another."""
    midnight = datetime.combine(first.date() + timedelta(days=1), time(0), UTC)
    days = max((last - midnight).days + 1, 0)
    step = max(1, -(-days // MOST_TICKS))
    ticks = [midnight + timedelta(days=number) for number in range(0, days, step)]
    return [(each, day(each)) for each in ticks] or [(first, day(first))]
