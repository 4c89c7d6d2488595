"""Who is in which room: held in memory by each process, and by Redis for all of them where there are several.

A socket that goes takes its person with it. In Redis each process vouches for its people again and
again; those of one that died are gone within a minute.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from threading import Lock, Thread
from time import sleep
from typing import Any, Protocol

import structlog
from redis import Redis, RedisError

from wgcop import clock

log = structlog.get_logger(__name__)

SHOWN = 60
VOUCHED, AGAIN = 60, 20
"""Seconds: how long a process's word is good for, and how often it gives it."""


@dataclass(frozen=True)
class Present:
    id: int
    name: str
    delegation: str


class Register(Protocol):
    def enter(self, topic: str, sid: str, person: Present) -> None: ...
    def leave(self, topic: str, sid: str) -> None: ...
    def people(self, topic: str) -> list[Present]: ...


class InMemory:
    def __init__(self) -> None:
        self._rooms: dict[str, dict[str, Present]] = {}
        self._lock = Lock()

    def enter(self, topic: str, sid: str, person: Present) -> None:
        with self._lock:
            self._rooms.setdefault(topic, {})[sid] = person

    def leave(self, topic: str, sid: str) -> None:
        with self._lock:
            room = self._rooms.get(topic, {})
            room.pop(sid, None)
            if not room:
                self._rooms.pop(topic, None)

    def people(self, topic: str) -> list[Present]:
        with self._lock:
            return once(self._rooms.get(topic, {}).values())


class InRedis:
    def __init__(self, url: str) -> None:
        self._redis: Any = Redis.from_url(url)
        self._here: dict[tuple[str, str], Present] = {}
        self._lock = Lock()
        self._vouching: Thread | None = None

    def enter(self, topic: str, sid: str, person: Present) -> None:
        with self._lock:
            if self._vouching is None:  # not before the server's processes have parted
                self._vouching = Thread(target=self._vouch_again, daemon=True)
                self._vouching.start()
            self._here[topic, sid] = person
            self._write({(topic, sid): person})

    def leave(self, topic: str, sid: str) -> None:
        with self._lock:
            self._here.pop((topic, sid), None)
            self._redis.hdel(key(topic), sid)

    def people(self, topic: str) -> list[Present]:
        found = {sid: json.loads(one) for sid, one in self._redis.hgetall(key(topic)).items()}
        now = clock.now().timestamp()
        gone = [sid for sid, one in found.items() if one["until"] < now]
        if gone:
            self._redis.hdel(key(topic), *gone)
        return once(Present(**found[sid]["person"]) for sid in found.keys() - gone)

    def vouch(self) -> None:
        with self._lock:
            self._write(self._here)

    def _write(self, people: Mapping[tuple[str, str], Present]) -> None:
        until = clock.now().timestamp() + VOUCHED
        pipeline = self._redis.pipeline(transaction=False)
        for (topic, sid), person in people.items():
            told = json.dumps({"person": asdict(person), "until": until})
            pipeline.hset(key(topic), sid, told)
            pipeline.expire(key(topic), VOUCHED)
        pipeline.execute()

    def _vouch_again(self) -> None:
        while True:
            sleep(AGAIN)
            try:
                self.vouch()
            except RedisError:
                log.exception("presence_not_vouched_for")


def key(topic: str) -> str:
    return f"wgcop:present:{topic}"


def once(people: Any) -> list[Present]:
    """A person with three tabs is one person."""
    found = {person.id: person for person in people}
    return sorted(found.values(), key=lambda person: (person.delegation, person.name))


class Room:
    """Where each socket of this process is, and when a room was last told of it."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._topics: dict[str, set[str]] = {}
        self._waiting: set[str] = set()
        self._typed: dict[str, float] = {}
        self._lock = Lock()

    def enter(self, topic: str, sid: str, person: Present) -> None:
        with self._lock:
            self._topics.setdefault(sid, set()).add(topic)
        self.register.enter(topic, sid, person)

    def leave(self, topic: str, sid: str) -> bool:
        """Whether the socket was there."""
        with self._lock:
            topics = self._topics.get(sid, set())
            was_there = topic in topics
            topics.discard(topic)
        if was_there:
            self.register.leave(topic, sid)
        return was_there

    def leave_all(self, sid: str) -> list[str]:
        with self._lock:
            topics = list(self._topics.get(sid, ()))
        left = [topic for topic in topics if self.leave(topic, sid)]
        with self._lock:
            self._topics.pop(sid, None)
            self._typed.pop(sid, None)
        return left

    def is_in(self, topic: str, sid: str) -> bool:
        with self._lock:
            return topic in self._topics.get(sid, ())

    def may_type(self, sid: str, now: float) -> bool:
        """Once a second from a client, whatever it sends."""
        with self._lock:
            if now - self._typed.get(sid, 0.0) < 1:
                return False
            self._typed[sid] = now
            return True

    def gather(self, topic: str, tell: Callable[[str], None], later: Callable[..., None]) -> None:
        """Tell a room soon, once for all who come and go until then."""
        with self._lock:
            if topic in self._waiting:
                return
            self._waiting.add(topic)

        def soon() -> None:
            with self._lock:
                self._waiting.discard(topic)
            tell(topic)

        later(soon)
