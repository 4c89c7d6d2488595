"""Timers count alike for everybody: by moments of the server, whatever the clocks of pages show."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.architecture.reading import ROOT
from tests.conftest import program
from wgcop.floor.speakers import speaking_times
from wgcop.floor.timers import ClockSample, Timer, ahead_of

NOON = datetime(2026, 6, 2, 12, tzinfo=UTC)


def after(**units):
    return NOON + timedelta(**units)


def test_a_pause_stops_the_time_and_a_break_only_what_was_running():
    timer = Timer(timedelta(minutes=3)).started(NOON).paused(after(seconds=40))
    assert timer.spent_at(after(minutes=9)) == timedelta(seconds=40)
    assert timer.held_at(after(minutes=9)).released(after(minutes=10)) == timer
    running = timer.started(after(minutes=10))
    held = running.held_at(after(minutes=11))
    assert held.left_at(after(minutes=40)) == timedelta(seconds=80)
    assert held.released(after(minutes=41)).left_at(after(minutes=42)) == timedelta(seconds=20)
    # paused in the break, it does not go on with the end of it
    assert not held.paused(after(minutes=30)).released(after(minutes=41)).is_running


def test_minutes_are_added_and_taken_and_what_is_over_is_less_than_nothing():
    timer = Timer(timedelta(minutes=3)).started(NOON)
    assert timer.left_at(after(minutes=4)) == timedelta(minutes=-1)
    assert timer.with_more(timedelta(minutes=2), after(minutes=4)).left_at(after(minutes=4)) == (
        timedelta(minutes=1)
    )
    assert timer.with_more(timedelta(minutes=-9), NOON).allowed == timedelta()
    unlimited = Timer().started(NOON)
    assert unlimited.left_at(after(minutes=4)) is None
    assert unlimited.with_more(timedelta(minutes=1), after(minutes=4)).left_at(
        after(minutes=4)
    ) == timedelta(minutes=1)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["started", "paused", "held_at", "released"]), st.integers(0, 600_000)
    ),
    max_size=30,
)


@given(ACTS, st.integers(0, 600_000))
def test_what_is_counted_is_the_sum_of_the_time_in_which_it_ran(acts, at_last):
    """Told second by second, with break and pause as two switches."""
    now, timer, ran = NOON, Timer(), timedelta()
    runs, in_break = False, False
    for act, later in [*acts, (None, at_last)]:
        if runs and not in_break:
            ran += timedelta(milliseconds=later)
        now += timedelta(milliseconds=later)
        assert timer.spent_at(now) == ran
        if act is None:
            break
        timer = getattr(timer, act)(now)
        match act:
            case "started":
                runs, in_break = True, False
            case "paused":
                runs, in_break = False, False
            case "held_at":
                in_break = runs
            case "released":
                in_break = False


@given(st.lists(st.tuples(st.sampled_from("KJB"), st.integers(0, 9_000)), max_size=20))
def test_the_time_of_delegations_is_all_the_time_that_was_spoken(spoken):
    timers = [(name, Timer(spent=timedelta(seconds=seconds))) for name, seconds in spoken]
    times = speaking_times(timers, NOON)
    assert sum(each.times for each in times.values()) == len(spoken)
    assert sum(each.timer.spent.total_seconds() for each in times.values()) == sum(
        seconds for _, seconds in spoken
    )
    longest = [each.timer.spent for each in times.values()]
    assert all(one >= other for one, other in pairwise(longest))


SAMPLES = st.lists(
    st.tuples(st.floats(0, 2_000), st.floats(0, 2_000), st.floats(0, 60_000)),
    min_size=1,
    max_size=6,
)
"""Milliseconds for the way there and back, and how long after the sample before."""


@given(SAMPLES, st.floats(-1e9, 1e9))
def test_a_page_knows_the_clock_of_the_server_to_half_of_its_fastest_answer(ways, ahead):
    samples, page = [], 0.0
    for there, back, pause in ways:
        page += pause
        samples.append(ClockSample(page, page + there + ahead, page + there + back))
        page += there + back
    fastest = min(there + back for there, back, _ in ways)
    assert abs(ahead_of(samples) - ahead) <= fastest / 2 + 1e-3


PAGES = st.tuples(
    st.integers(0, 7_200_000), st.none() | st.integers(-5_000, 7_200_000), st.none() | st.integers(0, 7_200_000), SAMPLES
)  # fmt: skip


def test_the_script_of_the_pages_counts_as_the_server_does():
    """Hypothesis makes the cases, one process of Node answers them all."""
    cases, expected = [], []

    @settings(max_examples=100)
    @given(PAGES)
    def make(case):
        spent, since, allowed, ways = case
        samples = [
            {"asked": pause, "said": pause + there + 5e6, "answered": pause + there + back}
            for there, back, pause in ways
        ]
        cases.append({"spent": spent, "since": since, "allowed": allowed, "samples": samples})
        timer = Timer(
            allowed=None if allowed is None else timedelta(milliseconds=allowed),
            spent=timedelta(milliseconds=spent),
            since=None if since is None else NOON + timedelta(milliseconds=since),
        )
        now = NOON + timedelta(hours=1)
        shown = timer.left_at(now) if allowed is not None else timer.spent_at(now)
        ahead = ahead_of(ClockSample(**sample) for sample in samples)
        expected.append([round(shown.total_seconds() * 1000), round(ahead, 3)])

    make()
    script = f"""
      import {{ aheadOf, shownBy }} from {json.dumps((ROOT / "static/js/meetings/server-clock.js").as_uri())};
      const cases = JSON.parse(await new Response(process.stdin).text());
      console.log(JSON.stringify(cases.map((each) => [
        Math.round(shownBy(each, 3_600_000)), Math.round(aheadOf(each.samples) * 1000) / 1000])));
    """
    node = [program("node", of="Node"), "--input-type=module", "-e", script]
    answer = subprocess.run(node, input=json.dumps(cases), capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    for given_answer, right in zip(json.loads(answer.stdout), expected, strict=True):
        assert given_answer[0] == right[0]
        assert abs(given_answer[1] - right[1]) < 0.01
