"""Every thread that lasts is killed once: it is logged, started again, shown by /healthz, and does its work."""

import ctypes
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
import websocket
from redis import Redis
from socketio import RedisManager
from structlog.testing import capture_logs

from tests.live.room import entries, opened, wait_until
from tests.live.test_other_processes import redis_that_is_away
from wgcop.database import db, fit, replica
from wgcop.events import presence_in_redis
from wgcop.events.presence import Present
from wgcop.live.processes import Processes
from wgcop.processes import leader, supervisor
from wgcop.processes.loops import Loop
from wgcop.processes.supervisor import Duty
from wgcop.server import background, garbage

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


class Killed(BaseException):
    """Raised in a thread from outside, wherever it is."""


@dataclass
class At:
    """The test's fixtures, for a proof to ask for."""

    monkeypatch: Any
    request: Any

    def get(self, fixture):
        return self.request.getfixturevalue(fixture)


# How each thread is seen to work. `work()` fails where it does not; it also wakes a thread that waits.


@contextmanager
def a_question_is_answered(at):
    with opened() as room:
        client = room.enter()

        def work():
            client.send('421["ask",7]')
            assert client.recv() == "431[7]"

        yield work


@contextmanager
def pings_come(at):
    with opened(ping_interval=0.1, ping_timeout=20) as room:
        client = room.enter()

        def work():
            assert client.recv() == "2"
            client.send("3")

        yield work


@contextmanager
def silent_clients_are_ended(at):
    soon = {"ping_interval": 0.05, "ping_timeout": 0.2}
    with opened(**soon) as own, opened(**soon, shared=False) as stock:

        def work():
            for room in (own, stock):
                client = room.enter()
                client.settimeout(2)
                assert client.recv() == "2"
                assert client.recv() == ""  # it was closed

        yield work


@contextmanager
def others_are_heard(at):
    url = at.get("redis_url")
    elsewhere = RedisManager(url, channel="killed", write_only=True)
    with opened(manager=Processes(url, channel="killed")) as room:

        def work():
            client = (
                room.enter()
            )  # one that was open when the listening ended is made to connect anew
            client.settimeout(1)
            elsewhere.emit("entry", {"number": 1}, namespace="/")
            assert entries(client, 1) == [{"number": 1}]

        yield work


@contextmanager
def others_hear_that_they_missed_something(at):
    url = at.get("redis_url")
    here, there = (Processes(url, channel="missing") for _ in range(2))
    with opened(manager=here) as own, opened(manager=there) as other:
        own.enter()

        def work():
            client = other.enter()
            redis, here._sender = here._sender, redis_that_is_away()
            own.say(1)
            here._sender = redis
            client.settimeout(2)
            assert client.recv() == "41"

        yield work


@contextmanager
def presence_is_vouched_for(at):
    at.monkeypatch.setattr(presence_in_redis, "AGAIN", 0.05)
    url = at.get("redis_url")
    redis, topic = Redis.from_url(url), "clause:killed"
    register = presence_in_redis.InRedis(url, lambda _: None)
    register.enter(topic, "one", Present(1, "Amina Barasa", "Kenya"))

    def work():
        redis.delete(presence_in_redis.key(topic))
        wait_until(lambda: register.people(topic))

    yield work
    register.leave(topic, "one")
    redis.close()


def done_by(module, name, start=background.start):
    @contextmanager
    def is_done(at):
        done = []
        at.monkeypatch.setattr(module, name, lambda: done.append(name))
        loops = start(at.get("app"))

        def work():
            before = len(done)
            for loop in loops:
                loop.wake()
            wait_until(lambda: len(done) > before)

        yield work
        for loop in loops:
            loop.stop()

    return is_done


COPY = SimpleNamespace(look=None)


def follow_a_copy(app):
    app.extensions["replica"] = COPY
    return replica.watch(app)


@contextmanager
def the_work_is_taken_over(at):
    """Each time by a process that waits for its turn while another one has it."""
    monkeypatch, app = at.monkeypatch, at.get("app")
    taken = []
    monkeypatch.setattr(background, "start", lambda _: taken.append(True) or ["loops"])
    monkeypatch.setattr(background, "stop", lambda *_: None)
    with app.app_context():
        other = leader.turn_of(db.engine, Path(app.config["DATA_DIR"]))
    waiting = background.BackgroundTurn(app)
    assert other.take()
    waiting.take()

    def work():
        before = len(taken)
        other.leave()
        wait_until(lambda: len(taken) > before)
        waiting._leave()
        assert other.take()

    yield work
    waiting.end(0)
    other.leave()


def on_postgresql(proof):
    """What only those do that serve pages over PostgreSQL."""

    @contextmanager
    def is_done(at):
        at.monkeypatch.setattr(background, "db", SimpleNamespace(engine=SERVER))
        with proof(at) as work:
            yield work

    return is_done


SERVER = SimpleNamespace(dialect=SimpleNamespace(name="postgresql"))

PROOFS = {
    "background turn": the_work_is_taken_over,
    "radar counts": on_postgresql(
        done_by(background.radar, "catch_up", background.start_beside_pages)
    ),
    "fit of the database": done_by(fit, "look", lambda app: [fit.watch(app)]),
    "index": done_by(background.indexer, "follow"),
    "mail": done_by(background.mail, "send_waiting"),
    "notifications": done_by(background.push, "send_waiting"),
    "last days": done_by(background.accounts, "end_what_is_over"),
    "browsers seen": done_by(background.accounts, "keep_sightings", background.start_beside_pages),
    "imports": done_by(background.imports, "bring_in_waiting"),
    "files taken away": done_by(background.takeaway, "make_waiting"),
    "versions of drafts": done_by(background.writing, "keep_paused"),
    "attached files": done_by(background.papers, "read_enclosures"),
    "unused files": done_by(background.imports, "drop_unused_files"),
    "unused pictures": done_by(background.papers, "drop_unused"),
    "daily letters": done_by(background.daily_letter, "write_letters"),
    "mentions": done_by(background.mentions, "tell_mentioned"),
    "answers by e-mail": done_by(background.correspondence, "fetch_answers"),
    "silence procedures": done_by(background.outcomes, "record_adopted"),
    "action points": done_by(background.outcomes, "remind_owners"),
    "requests to members": done_by(background.requests_to_members, "remind_members"),
    "confirmations": done_by(background.confirmations, "ask_for_confirmation"),
    "retention": done_by(background.retention, "end_what_is_over"),
    "sweep": done_by(background.sweep, "sweep_when_due"),
    "heartbeat": done_by(background.health, "beat"),
    "certificate": done_by(background.health, "look_at_certificate"),
    "garbage": done_by(garbage, "look_through_all", lambda app: [garbage.watch(app)]),
    "look for worker": done_by(
        background.health, "look_for_worker", lambda app: [background.look_for_worker(app)]
    ),
    "live watch": a_question_is_answered,
    "live readers": a_question_is_answered,
    "live pings": pings_come,
    "live timeouts": silent_clients_are_ended,
    "live other processes": others_are_heard,
    "live messages that others missed": others_hear_that_they_missed_something,
    "replica": done_by(COPY, "look", follow_a_copy),
    "presence in Redis": presence_is_vouched_for,
}


@pytest.fixture
def duty(request, monkeypatch):
    """The duty as if it had not been started in this process yet."""
    duty = supervisor.duties()[request.param]
    monkeypatch.setattr(duty, "_threads", [])
    monkeypatch.setattr(duty, "_restarts", 0)
    monkeypatch.setattr(duty, "_last_failure", "")
    monkeypatch.setattr(duty, "_failed_at", "")
    yield duty
    for thread in duty.threads:
        thread.join(timeout=1)  # one that ends takes itself off the list that it was put on


@on_sqlite
@pytest.mark.parametrize("duty", sorted(supervisor.duties()), indirect=True)
def test_a_thread_that_is_killed_does_its_work_again(duty, monkeypatch, request, app, world, http):
    at = At(monkeypatch, request)
    with ExitStack() as opening, capture_logs() as logged:
        work = opening.enter_context(PROOFS[duty.name](at))
        wait_until(lambda: works(work))
        threads = duty.threads
        for number, thread in enumerate(threads, start=1):
            kill(thread)
            wait_until(lambda number=number: restarts(duty, work) == number)
        wait_until(lambda: works(work))

        assert all(thread.is_alive() for thread in threads)
        failures = [line["thread"] for line in logged if line["event"] == "thread_failed"]
        assert failures == [duty.name] * len(threads)
        shown = http().get("/healthz", headers={"Accept": "application/json"}).json
        [state] = [one for one in shown["threads"] if one["name"] == duty.name]
        assert (state["running"], state["threads"]) == (len(threads), len(threads))
        assert (state["restarts"], state["last_failure"]) == (len(threads), "Killed")
        assert state["failed_at"]
        assert (
            f"“{duty.name}”: {len(threads)} of {len(threads)} running"
            in http().get("/healthz").text
        )


def works(work):
    """Whether it works. A message sent while a thread ends may be lost to its recipients."""
    try:
        work()
    except (AssertionError, websocket.WebSocketException):
        return False
    return True


def restarts(duty, work):
    """How often the duty was started again. Trying its work wakes a thread that waits."""
    works(work)
    return duty.state.restarts


def kill(thread):
    """An exception from outside, raised as soon as the thread runs again."""
    found = ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread.ident), ctypes.py_object(Killed)
    )
    assert found == 1


@pytest.fixture
def of_its_own(monkeypatch):
    """A duty that no other test sees."""
    monkeypatch.setattr(supervisor, "_duties", {})
    return Duty("counting")


@on_sqlite
def test_work_that_fails_is_done_when_it_is_tried_again(app, of_its_own, http):
    tried = []

    def work():
        tried.append(time.monotonic())
        if len(tried) < 3:
            raise ValueError("Words of a delegation.")

    loop = Loop(app, of_its_own, work, seconds=600)
    with capture_logs() as logged:
        loop.start()
        loop.wake()
        wait_until(lambda: len(tried) == 3)
        loop.stop()

    assert [line["event"] for line in logged] == ["thread_failed"] * 2
    first, second, third = tried
    assert second - first >= supervisor.FIRST_PAUSE
    assert third - second >= supervisor.FIRST_PAUSE * 2


@on_sqlite
def test_health_tells_of_a_failure_without_its_words(app, of_its_own, http, request):
    may_end = Event()

    def work():
        if not may_end.is_set():
            raise ValueError("Words of a delegation.")

    thread = of_its_own.start(work, pause=lambda _: may_end.wait())
    request.addfinalizer(thread.join)  # a thread that went on would fail in other tests
    request.addfinalizer(may_end.set)
    wait_until(lambda: of_its_own.state.has_failed)
    first, second = http().get("/healthz").text.splitlines()
    assert first == "ok"
    assert second.startswith("thread “counting”: 0 of 1 running, started again 0 times")
    assert "last failure ValueError at 20" in second
    assert "delegation" not in http().get("/healthz", headers={"Accept": "application/json"}).text


def test_a_log_that_cannot_be_written_ends_no_thread(monkeypatch, of_its_own):
    def refuse(*_, **__):
        raise BrokenPipeError

    monkeypatch.setattr(supervisor.log, "error", refuse)
    tried, may_end = [], Event()

    def work():
        tried.append(True)
        if len(tried) < 3:
            raise ValueError
        may_end.wait(10)

    thread = of_its_own.start(work, pause=lambda _: None)
    wait_until(lambda: len(tried) == 3)
    state = of_its_own.state
    assert (state.running, state.threads, state.restarts) == (1, 1, 2)
    may_end.set()
    thread.join(10)


def test_the_pause_before_a_restart_grows_and_is_bounded(monkeypatch, of_its_own):
    pauses = []

    def work():
        if len(pauses) < 12:
            raise ValueError

    of_its_own.start(work, pause=pauses.append).join(10)
    assert pauses[:4] == [0.1, 0.2, 0.4, 0.8]
    assert pauses[-3:] == [supervisor.LONGEST_PAUSE] * 3
    assert of_its_own.threads == []


@on_sqlite
def test_work_that_is_due_at_a_moment_waits_until_then_and_no_longer(app, of_its_own):
    done, pauses = Event(), iter([0.0, 600.0])
    loop = Loop(app, of_its_own, done.set, seconds=lambda: next(pauses))
    loop.start()
    assert done.wait(10)
    loop.stop(within=10)
