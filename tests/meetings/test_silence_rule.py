"""When silence is over, whatever the clocks do meanwhile."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgcop.outcomes.silence.rule import Extension, Silence, SilenceState, end_at

GENEVA = ZoneInfo("Europe/Zurich")
ZONES = [
    GENEVA,
    ZoneInfo("America/Sao_Paulo"),
    ZoneInfo("Asia/Tokyo"),
    ZoneInfo("Asia/Kathmandu"),
    ZoneInfo("Africa/Cairo"),
    ZoneInfo("Australia/Lord_Howe"),
    ZoneInfo("Pacific/Apia"),
]
NOON = datetime(2026, 6, 4, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
RUNNING, ADOPTED = SilenceState.RUNNING, SilenceState.ADOPTED
BROKEN, WITHDRAWN = SilenceState.BROKEN, SilenceState.WITHDRAWN


def silence(**told):
    return Silence(began_at=NOON - 48 * HOUR, first_end=NOON, **told)


def test_the_last_moment_is_still_in_time_and_the_next_one_adopts():
    assert silence().state(NOON) == RUNNING
    assert silence().state(NOON + timedelta(microseconds=1)) == ADOPTED
    assert silence(objections=[NOON]).state(NOON + HOUR) == BROKEN


def test_an_objection_breaks_the_silence_from_that_moment_on():
    broken = silence(objections=[NOON - HOUR])
    assert broken.state(NOON - 2 * HOUR) == RUNNING
    assert broken.state(NOON - HOUR) == BROKEN
    assert broken.state(NOON + HOUR) == BROKEN


def test_what_comes_after_the_end_changes_nothing():
    late = NOON + timedelta(seconds=1)
    assert silence(objections=[late]).state(NOON + HOUR) == ADOPTED
    assert silence(withdrawn_at=late).state(NOON + HOUR) == ADOPTED
    assert silence(extensions=[Extension(late, NOON + 24 * HOUR)]).state(NOON + HOUR) == ADOPTED


def test_a_granted_extension_moves_the_end_and_an_objection_counts_until_then():
    longer = silence(extensions=[Extension(NOON - HOUR, NOON + 24 * HOUR)])
    assert longer.end == NOON + 24 * HOUR
    assert longer.state(NOON + HOUR) == RUNNING
    assert (
        silence(extensions=longer.extensions, objections=[NOON + 2 * HOUR]).state(NOON + 3 * HOUR)
        == BROKEN
    )


def test_an_extension_after_the_silence_was_broken_revives_nothing():
    stopped = silence(
        objections=[NOON - 2 * HOUR], extensions=[Extension(NOON - HOUR, NOON + 24 * HOUR)]
    )
    assert stopped.end == NOON
    assert stopped.state(NOON - HOUR) == BROKEN


def test_the_earlier_of_an_objection_and_a_withdrawal_counts():
    assert silence(objections=[NOON - HOUR], withdrawn_at=NOON - 2 * HOUR).state(NOON) == WITHDRAWN
    assert silence(objections=[NOON - 2 * HOUR], withdrawn_at=NOON - HOUR).state(NOON) == BROKEN


@pytest.mark.parametrize(
    ("day", "clock", "end"),
    [
        (date(2026, 6, 4), time(18), datetime(2026, 6, 4, 16, tzinfo=UTC)),
        # Clocks go from 2:00 to 3:00: 2:30 is never shown, and half an hour after the change it is 3:30.
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        # They go from 3:00 back to 2:00: the second 2:30 counts.
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
    ],
)
def test_an_end_is_set_by_the_clocks_of_a_place(day, clock, end):
    assert end_at(day, clock, GENEVA) == end


@given(
    st.dates(date(2010, 1, 1), date(2036, 1, 1)),
    st.times().map(lambda each: each.replace(second=0, microsecond=0)),
    st.sampled_from(ZONES),
)
def test_no_end_is_earlier_than_the_clocks_at_the_place_show(day, clock, zone):
    written = datetime.combine(day, clock)
    shown = end_at(day, clock, zone).astimezone(zone).replace(tzinfo=None)
    assert written <= shown
    # Where the clocks show the time that was written at all, it is that one.
    there = written.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    assert (shown == written) == (there == written)


moments = st.integers(0, 20_000).map(lambda minutes: NOON - 100 * HOUR + minutes * HOUR / 60)
zoned = st.tuples(moments, st.sampled_from(ZONES)).map(lambda pair: pair[0].astimezone(pair[1]))


@given(
    st.lists(zoned, max_size=3),
    st.lists(st.tuples(zoned, zoned).map(lambda pair: Extension(*pair)), max_size=4),
    st.none() | zoned,
    st.lists(zoned, min_size=2, max_size=6),
)
def test_what_was_settled_never_changes_and_nothing_but_running_is_left(
    objections, extensions, withdrawn_at, looks
):
    it = Silence(
        began_at=NOON - 100 * HOUR,
        first_end=NOON,
        objections=objections,
        extensions=extensions,
        withdrawn_at=withdrawn_at,
    )
    states = [it.state(at) for at in sorted(looks, key=lambda at: at.astimezone(UTC))]
    settled = [state for state in states if state != RUNNING]
    assert states == [RUNNING] * (len(states) - len(settled)) + settled
    assert len(set(settled)) <= 1
    assert it.end >= NOON


@given(st.lists(zoned, max_size=3), st.lists(st.tuples(zoned, zoned), max_size=4), st.data())
def test_the_zones_in_which_moments_are_written_make_no_difference(objections, extensions, data):
    def told(convert):
        return Silence(
            began_at=NOON - 100 * HOUR,
            first_end=NOON,
            objections=[convert(at) for at in objections],
            extensions=[Extension(convert(a), convert(b)) for a, b in extensions],
        )

    look = data.draw(zoned)
    in_utc = told(lambda at: at.astimezone(UTC))
    assert told(lambda at: at).state(look) == in_utc.state(look.astimezone(UTC))


def test_silence_that_nobody_looks_at_was_adopted_all_the_same():
    """A process that records it late must not let an objection through that came after the end."""
    assert silence(objections=[NOON + HOUR]).state(NOON + 2 * HOUR) == ADOPTED
