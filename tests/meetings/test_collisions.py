"""Which meetings sit at the same time, whatever their zones."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from wgcop.meetings.collisions import SameTime, TimeOfSitting, same_times

GENEVA, NAIROBI = ZoneInfo("Europe/Zurich"), ZoneInfo("Africa/Nairobi")


def sitting(meeting, start, end, zone=GENEVA, day=2):
    return TimeOfSitting(
        meeting,
        datetime(2026, 6, day, *start, tzinfo=zone),
        datetime(2026, 6, day, *end, tzinfo=zone),
    )


def test_two_meetings_collide_for_the_time_that_both_sit():
    plenary, drafting = sitting(1, (9, 30), (12, 30)), sitting(2, (12, 0), (14, 0))
    shared = (datetime(2026, 6, 2, 10, tzinfo=UTC), datetime(2026, 6, 2, 10, 30, tzinfo=UTC))
    assert same_times([drafting, plenary]) == {
        plenary: [SameTime(2, *shared)],
        drafting: [SameTime(1, *shared)],
    }


def test_a_meeting_that_begins_as_another_ends_does_not_collide():
    assert same_times([sitting(1, (9, 30), (12, 30)), sitting(2, (12, 30), (14, 0))]) == {
        sitting(1, (9, 30), (12, 30)): [],
        sitting(2, (12, 30), (14, 0)): [],
    }


def test_the_clocks_of_two_places_are_compared_as_moments():
    geneva, nairobi = sitting(1, (9, 0), (10, 0)), sitting(2, (9, 0), (10, 0), NAIROBI)
    assert same_times([geneva, nairobi])[geneva] == []
    an_hour_later = sitting(2, (10, 0), (11, 0), NAIROBI)
    assert [each.meeting for each in same_times([geneva, an_hour_later])[geneva]] == [2]


def test_in_the_hour_that_a_clock_shows_twice_moments_count_and_not_what_it_shows():
    """On 25 October 2026 clocks in Geneva go from 3:00 back to 2:00."""
    first, second = (
        TimeOfSitting(
            meeting,
            datetime(2026, 10, 25, 2, 10, tzinfo=GENEVA, fold=fold),
            datetime(2026, 10, 25, 2, 50, tzinfo=GENEVA, fold=fold),
        )
        for meeting, fold in ((1, 0), (2, 1))
    )
    assert not any(same_times([first, second]).values())


@given(
    st.lists(
        st.tuples(
            st.integers(1, 5),
            st.integers(0, 300),
            st.integers(1, 120),
            st.sampled_from([GENEVA, NAIROBI, UTC]),
        ),
        max_size=12,
    )
)
def test_every_pair_that_overlaps_is_found_from_both_sides_and_no_other(rows):
    # Around the night in which clocks in Geneva go forward.
    begin = datetime(2026, 3, 28, 22, tzinfo=UTC)
    sittings = {
        TimeOfSitting(
            meeting,
            (begin + timedelta(minutes=start)).astimezone(zone),
            (begin + timedelta(minutes=start + length)).astimezone(zone),
        )
        for meeting, start, length, zone in rows
    }
    found = same_times(sittings)
    for each in sittings:
        expected = sorted(
            other.meeting
            for other in sittings
            if other.meeting != each.meeting
            and other.start.astimezone(UTC) < each.end.astimezone(UTC)
            and each.start.astimezone(UTC) < other.end.astimezone(UTC)
        )
        assert sorted(one.meeting for one in found[each]) == expected
