"""What other processes send through Redis; whole servers are tried in `tests/rest/live`."""

from threading import Event

from redis import Redis
from socketio import RedisManager

from tests.live.room import numbers, opened
from tests.servers import HOST, free_port
from wgcop.live import processes
from wgcop.live.processes import Processes
from wgcop.processes.redis import IN_TIME


def redis_that_is_away():
    return Redis(HOST, free_port(), **IN_TIME)


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


def test_whoever_missed_a_message_of_another_process_is_made_to_connect_again(redis_url):
    """Only the process whose message Redis did not take knows of it."""
    here, there = (Processes(redis_url, channel="missed") for _ in range(2))
    with opened(manager=here) as own, opened(manager=there) as other:
        for turn in range(1, 4):
            near, far = own.enter(), other.enter()
            redis, here._sender = here._sender, redis_that_is_away()
            own.say(turn)
            assert numbers(near, 1) == [turn]
            here._sender = redis
            assert far.recv() == "41"
            far = other.enter()
            own.say(turn + 10)
            assert numbers(near, 1) == [turn + 10]
            assert numbers(far, 1) == [turn + 10]


def test_whoever_has_connected_again_since_is_left_alone(redis_url):
    with opened(manager=Processes(redis_url, channel="since")) as room:
        manager = room.socketio.server.manager
        client = room.enter()
        elsewhere = Redis.from_url(redis_url)
        manager._connect_anew()
        assert client.recv() == "41"
        client = room.enter()
        told = {"method": "missed", "host_id": "another", "ago": 60}
        elsewhere.publish("since", manager.json.dumps(told))
        room.say(1)
        assert numbers(client, 1) == [1]
