"""The clock of a group: on time, delayed or late, to the second, in the zone that the secretariat chose."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgcop.bodies.models import Meeting
from wgcop.numbering.deadlines.outlook import Outlook
from wgcop.numbering.deadlines.rule import DeadlineRule, Deadlines, Timing
from wgcop.numbering.deadlines.working_days import is_working_day, working_days_after
from wgcop.numbering.kinds import DocumentKind

GENEVA = "Europe/Zurich"
ITU_D = DeadlineRule(translated_days=45, action_days=45, delayed_days=12)
ITU_T = DeadlineRule(translated_days=60, action_days=12, delayed_days=12)
SHORT = DeadlineRule(action_days=12, delayed_days=7)
OPENS, CLOSES = date(2026, 6, 2), date(2026, 6, 5)
PAPER = DocumentKind.CONTRIBUTION


def timing(rule: DeadlineRule, moment: datetime, kind: DocumentKind = PAPER) -> Timing:
    return rule.deadlines(OPENS, GENEVA, kind, ends_on=CLOSES).timing(moment)


def geneva(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(GENEVA))  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    "moment, expected",
    [
        (geneva(2026, 4, 18, 23, 59, 0), Timing.ON_TIME),
        (geneva(2026, 4, 18, 23, 59, 1), Timing.DELAYED),
        (geneva(2026, 5, 21, 23, 59, 0), Timing.DELAYED),
        (geneva(2026, 5, 21, 23, 59, 1), Timing.LATE),
        (geneva(2026, 6, 1, 9, 0, 0), Timing.LATE),
    ],
)
def test_the_rule_of_the_development_sector_holds_to_the_second(moment, expected):
    """45 days before it is on time and translated, 12 days before delayed, and then late."""
    assert timing(ITU_D, moment) == expected


def test_a_paper_can_be_on_time_and_come_too_late_to_be_translated():
    deadlines = ITU_T.deadlines(OPENS, GENEVA, PAPER, ends_on=CLOSES)
    early, later = geneva(2026, 4, 3, 23, 59), geneva(2026, 4, 4, 0, 0)
    assert deadlines.is_translated(early) and not deadlines.is_translated(later)
    assert deadlines.timing(early) == deadlines.timing(later) == Timing.ON_TIME
    assert not deadlines.has_window
    assert deadlines.timing(geneva(2026, 5, 22, 0, 0)) == Timing.LATE


def seconds_left(deadlines: Deadlines, at: datetime) -> int | None:
    return Outlook(Meeting(), PAPER, ITU_D, deadlines, at).changes_in


def test_an_open_page_asks_again_once_the_next_deadline_has_passed():
    deadlines = ITU_D.deadlines(OPENS, GENEVA, PAPER, ends_on=CLOSES)
    due, end = geneva(2026, 4, 18, 23, 59), geneva(2026, 5, 21, 23, 59)
    for left in (0, 1, 90):
        asks_at = due - timedelta(seconds=left)
        again = asks_at + timedelta(seconds=seconds_left(deadlines, asks_at))
        assert deadlines.timing(asks_at) == Timing.ON_TIME
        assert deadlines.timing(again) == Timing.DELAYED
    assert seconds_left(deadlines, end - timedelta(seconds=9)) == 10
    assert seconds_left(deadlines, end + timedelta(seconds=1)) is None
    assert seconds_left(Deadlines(), due) is None


def test_what_is_for_information_or_administrative_has_no_deadline():
    for kind in (DocumentKind.INFORMATION, DocumentKind.ADMINISTRATIVE):
        assert timing(ITU_D, geneva(2026, 6, 2, 9, 0), kind) == Timing.FREE


def test_a_report_of_a_recent_event_has_a_deadline_of_its_own():
    assert timing(ITU_D, geneva(2026, 5, 31, 23, 59), DocumentKind.REPORT) == Timing.ON_TIME
    assert timing(ITU_D, geneva(2026, 6, 1, 0, 0), DocumentKind.REPORT) == Timing.LATE


def test_the_zone_is_that_of_the_meeting_unless_the_group_has_its_own():
    suva = ITU_D.deadlines(OPENS, "Pacific/Fiji", PAPER, ends_on=CLOSES).due
    assert suva == datetime(2026, 4, 18, 11, 59, tzinfo=UTC)
    own = (
        DeadlineRule(action_days=45, zone=GENEVA)
        .deadlines(OPENS, "Pacific/Fiji", PAPER, ends_on=CLOSES)
        .due
    )
    assert own == datetime(2026, 4, 18, 21, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "rule, moment, words",
    [
        (SHORT, geneva(2026, 5, 21, 12, 0), "until 26 May 2026, is a delayed contribution"),
        (SHORT, geneva(2026, 5, 22, 12, 0), ""),
        (SHORT, geneva(2026, 5, 30, 12, 0), ""),
        (ITU_T, geneva(2026, 5, 21, 12, 0), "What comes later is held for the next meeting."),
    ],
)
def test_what_happens_after_the_deadline_is_said_until_it_has_passed(app, rule, moment, words):
    meeting = Meeting(zone=GENEVA, starts_on=OPENS, ends_on=CLOSES)
    deadlines = rule.deadlines(OPENS, GENEVA, PAPER, ends_on=CLOSES)
    with app.test_request_context():
        said = Outlook(meeting, PAPER, rule, deadlines, moment).if_missed
    assert words in said and bool(words) == bool(said)


def test_a_deadline_that_the_secretariat_moved_moves_the_window_with_it():
    moved = geneva(2026, 5, 28, 12, 0)
    deadlines = SHORT.deadlines(OPENS, GENEVA, PAPER, ends_on=CLOSES, due=moved)
    assert deadlines.timing(moved) == Timing.ON_TIME
    assert deadlines.delayed_until == geneva(2026, 6, 2, 12, 0)


def test_clocks_that_change_between_deadline_and_meeting_change_nothing():
    """Summer time begins on 29 March 2026: 23:59 is 22:59 UTC before it and 21:59 after it."""
    opens = date(2026, 5, 1)
    winter = ITU_D.deadlines(opens, GENEVA, PAPER, ends_on=opens)
    assert winter.due == datetime(2026, 3, 17, 22, 59, tzinfo=UTC)
    assert winter.delayed_until == datetime(2026, 4, 19, 21, 59, tzinfo=UTC)


def test_the_29th_of_february_is_a_day_like_any_other():
    assert DeadlineRule().due(date(2028, 3, 12), GENEVA) == geneva(2028, 2, 29, 23, 59)
    assert DeadlineRule().due(date(2027, 3, 12), GENEVA) == geneva(2027, 2, 28, 23, 59)


def test_the_last_day_ends_at_the_time_that_the_group_says():
    noon = DeadlineRule(action_days=12, delayed_days=7, last_minute=time(12))
    assert noon.due(date(2028, 3, 12), GENEVA) == geneva(2028, 2, 29, 12, 0)
    both = noon.deadlines(
        date(2028, 3, 12), GENEVA, DocumentKind.CONTRIBUTION, ends_on=date(2028, 3, 13)
    )
    assert both.delayed_until == geneva(2028, 3, 5, 12, 0)
    assert noon.post_by(geneva(2028, 3, 1, 12, 1), GENEVA, ends_on=date(2028, 3, 13)) == geneva(
        2028, 3, 6, 12, 0
    )


def test_where_the_last_minute_comes_twice_the_second_one_counts():
    """On 21 February 2026 nothing changes; on 18 February 2018 São Paulo set 00:00 back to 23:00."""
    due = DeadlineRule(action_days=12).due(date(2018, 3, 1), "America/Sao_Paulo")
    assert due.astimezone(UTC) == datetime(2018, 2, 18, 2, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "received, post_by",
    [
        (geneva(2026, 5, 20, 10, 0), date(2026, 5, 26)),
        (geneva(2026, 5, 22, 23, 0), date(2026, 5, 28)),
        (geneva(2026, 5, 23, 0, 30), date(2026, 5, 28)),  # a Saturday
        (datetime(2026, 5, 26, 22, 30, tzinfo=UTC), date(2026, 6, 1)),  # Wednesday in Geneva
    ],
)
def test_a_delayed_paper_is_posted_within_three_working_days(received, post_by):
    """Monday, 25 May 2026 is a holiday."""
    rule = DeadlineRule(posting_days=3, holidays=frozenset({date(2026, 5, 25)}))
    last = rule.post_by(received, GENEVA, ends_on=CLOSES)
    assert (last.date(), last.time()) == (post_by, time(23, 59))


ZONES = st.sampled_from(sorted(zone for zone in available_timezones() if "/" in zone))
DATES = st.dates(date(1990, 1, 1), date(2060, 12, 31))
WEEKS = st.frozensets(st.integers(0, 6), min_size=1)
HOLIDAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40)


@given(
    DATES,
    ZONES,
    st.integers(0, 90),
    st.integers(0, 90),
    st.integers(-200, 20),
    st.integers(0, 86_399),
)
def test_a_paper_is_on_time_then_delayed_then_late_and_never_otherwise(
    opens, zone, action, window, days, second
):
    rule = DeadlineRule(action_days=action, delayed_days=max(action - window, 0))
    deadlines = rule.deadlines(opens, zone, PAPER, ends_on=opens)
    here = ZoneInfo(zone)
    moment = datetime.combine(opens + timedelta(days=days), datetime.min.time(), here)
    moment = moment.astimezone(UTC) + timedelta(seconds=second)
    day, last = moment.astimezone(here).date(), opens - timedelta(days=action)
    order = [Timing.ON_TIME, Timing.DELAYED, Timing.LATE]
    if day < last:
        assert deadlines.timing(moment) == Timing.ON_TIME
    elif day > opens - timedelta(days=rule.delayed_days):
        assert deadlines.timing(moment) == Timing.LATE
    elif day > last:
        assert deadlines.timing(moment) != Timing.ON_TIME
    later = deadlines.timing(moment + timedelta(seconds=1))
    assert order.index(later) >= order.index(deadlines.timing(moment))


@given(
    rule=st.builds(
        DeadlineRule,
        action_days=st.integers(0, 90),
        delayed_days=st.integers(0, 90),
        posting_days=st.integers(0, 30),
        zone=st.just("") | ZONES,
    ),
    opens=DATES,
    zone=ZONES,
    lasts=st.integers(0, 10),
    moved=st.none() | st.integers(-40, 20),
)
def test_nothing_is_awaited_or_posted_after_the_meeting_has_ended(rule, opens, zone, lasts, moved):
    """The window stays open for a deadline that the secretariat set beyond the meeting, and no longer."""
    ends_on = opens + timedelta(days=lasts)
    due = None
    if moved is not None:
        due = datetime.combine(opens, time(12), UTC) + timedelta(days=moved)
    over = datetime.combine(ends_on + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
    deadlines = rule.deadlines(opens, zone, PAPER, ends_on=ends_on, due=due)
    last, until = (each.astimezone(UTC) for each in (deadlines.due, deadlines.delayed_until))
    assert last <= until < max(over, last + timedelta(seconds=1))
    assert rule.post_by(until, zone, ends_on=ends_on).astimezone(UTC) < over


@given(DATES, ZONES, st.integers(0, 90))
def test_the_deadline_is_the_last_minute_of_its_day_in_every_zone(opens, zone, days):
    due = DeadlineRule(action_days=days).due(opens, zone)
    seen = due.astimezone(UTC).astimezone(ZoneInfo(zone))
    if seen.replace(tzinfo=None) == due.replace(tzinfo=None):  # there is such a minute on that day
        assert (seen.hour, seen.minute, seen.second) == (23, 59, 0)
        assert seen.date() == opens - timedelta(days=days)
    deadlines = Deadlines(due=due, delayed_until=due)
    assert deadlines.timing(due.astimezone(UTC)) == Timing.ON_TIME
    assert deadlines.timing(due.astimezone(UTC) + timedelta(seconds=1)) == Timing.LATE


@given(DATES, st.integers(0, 15), WEEKS, HOLIDAYS)
def test_between_receipt_and_posting_lie_as_many_working_days_as_the_rule_says(
    day, count, week, holidays
):
    last = working_days_after(day, count, week, holidays)
    assert is_working_day(last, week, holidays)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    counted = sum(is_working_day(each, week, holidays) for each in between)
    assert counted == (count or (1 if last > day else 0))


@given(DATES, st.integers(0, 10), WEEKS, HOLIDAYS)
def test_whoever_submits_a_day_later_is_never_posted_earlier(day, count, week, holidays):
    first = working_days_after(day, count, week, holidays)
    assert working_days_after(day + timedelta(days=1), count, week, holidays) >= first


def test_a_week_without_a_working_day_is_refused():
    with pytest.raises(ValueError, match="needs a working day"):
        working_days_after(OPENS, 3, frozenset())
