"""Times of an agenda follow from the opening, the durations and the fixed starts."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.meetings.test_outline import outlines
from wgcop.meetings.outline import AgendaOutline
from wgcop.meetings.schedule import SlotTiming, schedule

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
