"""Times of an agenda follow from the opening, the durations and the fixed starts."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.meetings.test_outline import outlines
from wgcop.agenda.outline import AgendaOutline
from wgcop.agenda.schedule import SessionSpans, SlotTiming, schedule

GENEVA = ZoneInfo("Europe/Zurich")
OPENING = datetime(2026, 6, 2, 9, 30, tzinfo=GENEVA)


def at(slot):
    return slot.start.astimezone(GENEVA).strftime("%H:%M")


def flat(count):
    return AgendaOutline.of([(item, None, item) for item in range(1, count + 1)])


def test_each_item_starts_when_the_one_before_is_through():
    slots = schedule(OPENING, flat(3), {1: SlotTiming(15), 2: SlotTiming(45), 3: SlotTiming(30)})
    assert [at(slots[item]) for item in (1, 2, 3)] == ["09:30", "09:45", "10:30"]
    assert slots[3].end == datetime(2026, 6, 2, 11, 0, tzinfo=GENEVA)


def test_an_item_without_a_duration_takes_no_time():
    slots = schedule(OPENING, flat(3), {1: SlotTiming(None), 2: SlotTiming(0), 3: SlotTiming(30)})
    assert {at(slots[item]) for item in (1, 2, 3)} == {"09:30"}


def test_a_parent_lasts_as_long_as_what_lies_below_it():
    outline = AgendaOutline.of([(1, None, 0), (2, 1, 0), (3, 1, 1), (4, None, 1)])
    slots = schedule(OPENING, outline, {2: SlotTiming(20), 3: SlotTiming(25), 4: SlotTiming(5)})
    assert slots[1].minutes == 45
    assert at(slots[3]) == "09:50"
    assert at(slots[4]) == "10:15"


def test_a_parents_own_duration_counts_whatever_its_parts_add_up_to():
    outline = AgendaOutline.of([(1, None, 0), (2, 1, 0), (3, None, 1)])
    slots = schedule(OPENING, outline, {1: SlotTiming(60), 2: SlotTiming(20)})
    assert slots[1].minutes == 60
    assert at(slots[3]) == "10:30"


def test_a_fixed_start_restarts_the_clock():
    after_lunch = datetime(2026, 6, 2, 14, 30, tzinfo=GENEVA)
    timings = {1: SlotTiming(60), 2: SlotTiming(30, fixed=after_lunch), 3: SlotTiming(15)}
    slots = schedule(OPENING, flat(3), timings)
    assert [at(slots[item]) for item in (1, 2, 3)] == ["09:30", "14:30", "15:00"]
    assert slots[2].is_fixed
    assert not slots[1].is_fixed


def test_a_second_day_is_a_fixed_start():
    second_day = datetime.combine(date(2026, 6, 3), time(9, 0), GENEVA)
    slots = schedule(OPENING, flat(2), {1: SlotTiming(480), 2: SlotTiming(30, fixed=second_day)})
    assert slots[2].start.astimezone(GENEVA).date() == date(2026, 6, 3)
    assert slots[2].overlap == 0


def test_a_fixed_start_that_comes_too_early_says_by_how_much():
    early = datetime(2026, 6, 2, 10, 15, tzinfo=GENEVA)
    slots = schedule(OPENING, flat(2), {1: SlotTiming(60), 2: SlotTiming(10, fixed=early)})
    assert slots[2].overlap == 15


def test_an_hour_is_an_hour_in_the_night_the_clocks_change():
    evening = datetime(2026, 3, 29, 1, 30, tzinfo=GENEVA)
    slots = schedule(evening, flat(2), {1: SlotTiming(60), 2: SlotTiming(60)})
    assert slots[2].start - slots[1].start == timedelta(hours=1)
    assert at(slots[2]) == "03:30"


def test_a_fixed_start_in_the_hour_that_does_not_exist_is_moved_behind_it():
    fixed = datetime(2026, 3, 29, 2, 30, tzinfo=GENEVA)
    slots = schedule(OPENING, flat(1), {1: SlotTiming(10, fixed=fixed)})
    assert at(slots[1]) == "03:30"


@given(outlines(), st.data())
def test_without_fixed_starts_nothing_overlaps_and_every_minute_counts_once(outline, data):
    leaves = [item for item, _ in outline.walk() if not outline.below(item)]
    timings = {leaf: SlotTiming(data.draw(st.integers(0, 600))) for leaf in leaves}
    slots = schedule(OPENING, outline, timings)
    assert set(slots) == {item for item, _ in outline.walk()}
    for earlier, later in pairwise(leaves):
        assert slots[earlier].end == slots[later].start
    total = sum(timing.minutes for timing in timings.values())
    top = outline.below(None)
    assert sum(slots[item].minutes for item in top) == total
    assert slots[leaves[-1]].end == OPENING.astimezone(UTC) + timedelta(minutes=total)


MORNING = (OPENING, datetime(2026, 6, 2, 12, 30, tzinfo=GENEVA))
AFTERNOON = (
    datetime(2026, 6, 2, 14, 30, tzinfo=GENEVA),
    datetime(2026, 6, 2, 17, 30, tzinfo=GENEVA),
)
ONE_DAY = SessionSpans.of([AFTERNOON, MORNING])


def test_what_does_not_begin_before_the_break_begins_after_it():
    slots = schedule(OPENING, flat(2), {1: SlotTiming(180), 2: SlotTiming(30)}, ONE_DAY)
    assert [at(slots[item]) for item in (1, 2)] == ["09:30", "14:30"]
    assert slots[1].after_break == 0


def test_an_item_goes_on_after_the_break_and_says_how_much_of_it():
    slots = schedule(OPENING, flat(2), {1: SlotTiming(200), 2: SlotTiming(30)}, ONE_DAY)
    assert slots[1].after_break == 20
    assert slots[1].end == datetime(2026, 6, 2, 14, 50, tzinfo=GENEVA)
    assert at(slots[2]) == "14:50"


def test_what_no_longer_fits_into_the_meeting_says_by_how_much():
    timings = {1: SlotTiming(350), 2: SlotTiming(30), 3: SlotTiming(15)}
    slots = schedule(OPENING, flat(3), timings, ONE_DAY)
    assert [slots[item].beyond for item in (1, 2, 3)] == [0, 20, 15]
    assert [slots[item].fits for item in (1, 2, 3)] == [True, False, False]
    assert slots[3].end == datetime(2026, 6, 2, 18, 5, tzinfo=GENEVA)


def test_a_parent_of_its_own_length_is_interrupted_too():
    outline = AgendaOutline.of([(1, None, 0), (2, 1, 0), (3, None, 1)])
    slots = schedule(OPENING, outline, {1: SlotTiming(240), 2: SlotTiming(20)}, ONE_DAY)
    assert at(slots[3]) == "15:30"


def test_what_is_fixed_in_a_break_is_not_interrupted():
    lunch = datetime(2026, 6, 2, 13, 0, tzinfo=GENEVA)
    timings = {1: SlotTiming(30), 2: SlotTiming(60, fixed=lunch), 3: SlotTiming(10)}
    slots = schedule(OPENING, flat(3), timings, ONE_DAY)
    assert slots[2].end == datetime(2026, 6, 2, 14, 0, tzinfo=GENEVA)
    assert at(slots[3]) == "14:30"


@given(outlines(), st.data())
def test_items_begin_while_a_session_sits_and_no_minute_of_work_is_lost_in_a_break(outline, data):
    leaves = [item for item, _ in outline.walk() if not outline.below(item)]
    timings = {leaf: SlotTiming(data.draw(st.integers(0, 300))) for leaf in leaves}
    slots = schedule(OPENING, outline, timings, ONE_DAY)
    last = AFTERNOON[1].astimezone(UTC)
    for leaf in leaves:
        slot = slots[leaf]
        assert ONE_DAY.during(slot.start) or slot.start >= last
    worked = sum(
        (min(slot.end, end) - max(slot.start, start)).total_seconds() // 60
        for slot in (slots[leaf] for leaf in leaves)
        for start, end in (
            *((s.start, s.end) for s in ONE_DAY.all),
            (last, last + timedelta(days=9)),
        )
        if min(slot.end, end) > max(slot.start, start)
    )
    assert worked == sum(timing.minutes for timing in timings.values())
