"""What other processes send through Redis; whole servers are tried in `tests/rest/live`."""

from threading import Event

from socketio import RedisManager

from tests.live.room import numbers, opened
from wgcop.live import processes
from wgcop.live.processes import Processes


def test_the_first_who_comes_waits_until_other_processes_are_heard(redis_url):
    elsewhere = RedisManager(redis_url, channel="first", write_only=True)
    with opened(manager=Processes(redis_url, channel="first")) as room:
        first = room.enter()
        elsewhere.emit("entry", {"number": 1}, namespace="/")
        assert numbers(first, 1) == [1]


def test_whoever_comes_before_other_processes_are_heard_is_made_to_connect_again(
    redis_url, monkeypatch
):
    """Messages of other processes may have passed them by until then."""
    monkeypatch.setattr(processes, "LONGEST_WAIT", 0.1)
    may_listen = Event()
    connect = Processes._redis_connect

    def connect_later(self):
        may_listen.wait()
        connect(self)

    monkeypatch.setattr(Processes, "_redis_connect", connect_later)
    with opened(manager=Processes(redis_url, channel="beginning")) as room:
        early = room.enter()
        may_listen.set()
        assert early.recv() == "41"
        late = room.enter()
        elsewhere = RedisManager(redis_url, channel="beginning", write_only=True)
        elsewhere.emit("entry", {"number": 1}, namespace="/")
        assert numbers(late, 1) == [1]
