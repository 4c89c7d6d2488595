"""Counters of limits: what they count, when they end, and that there are never too many."""

import pytest

from tests.architecture.reading import ROOT, report
from wgcop.web import counters, limiter
from wgcop.web.counters import Counters


@pytest.fixture
def now(monkeypatch):
    """`now[0]` is the time."""
    moment = [1_000.0]
    monkeypatch.setattr(counters.time, "time", lambda: moment[0])
    return moment


@pytest.fixture
def counted(now):
    return Counters()


def test_a_counter_counts_until_its_time_is_over_and_then_begins_anew(counted, now):
    assert [counted.incr("amina", 60) for _ in range(3)] == [1, 2, 3]
    now[0] += 59
    assert counted.incr("amina", 60) == counted.get("amina") == 4
    assert counted.get_expiry("amina") == 1_060
    now[0] += 1
    assert counted.get("amina") == 0
    assert counted.get_expiry("amina") == now[0]
    assert counted.incr("amina", 60) == 1
    assert counted.get("obi") == 0


def test_what_is_given_back_leaves_nothing(counted):
    counted.incr("amina", 60)
    assert counted.incr("amina", 60, amount=-1) == 0
    assert len(counted) == 0


def test_counters_whose_time_is_over_are_forgotten_without_being_asked_for(counted, now):
    for number in range(100):
        counted.incr(f"stranger {number}", 30)
    counted.incr("guessed", 3_600)
    now[0] += counters.LOOKED_THROUGH_EVERY + 1
    counted.incr("amina", 60)
    assert len(counted) == 2


def test_strangers_from_ever_new_addresses_give_up_their_own_counters_alone(counted, monkeypatch):
    monkeypatch.setattr(counters, "MOST", 1_000)
    monkeypatch.setattr(counters, "ROOM", 200)
    for _ in range(9):
        counted.incr("guessed", 3_600)
    for number in range(5_000):
        counted.incr(f"stranger {number}", 3_600)
        assert len(counted) <= 1_000
    assert counted.get("guessed") == 9
    assert counted.get("stranger 4999") == 1
    assert counted.reset() > 0
    assert counted.get("guessed") == 0


@pytest.mark.settings(RATELIMIT_ENABLED=True)
def test_limits_of_a_process_without_redis_are_counted_so(http):
    """Whoever signs in is counted."""
    http().post("/sign-in", data={"email": "a@example.org", "password": "wrong"})
    assert isinstance(limiter.storage, Counters)
    assert len(limiter.storage) > 0


def test_no_limit_is_counted_after_the_answer():
    """What comes at the same moment would all be worked on before the first of it counts."""
    files = (ROOT / "wgcop").rglob("*.py")
    late = [file.name for file in files if "deduct_when" in file.read_text("utf-8")]
    report("Take `limit_failures`, which gives a try back if it succeeds.", late)
