"""Presence with several processes: each process keeps entries in Redis for its own people, and
renews them.

A process that was killed renews nothing. When its entries expire, the other processes remove its
people and tell the rooms in which they were.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from threading import Lock
from time import sleep
from typing import Any

import structlog
from redis import Redis, RedisError

from wgcop import clock
from wgcop.events.presence import Present, once
from wgcop.processes.redis import IN_TIME
from wgcop.processes.supervisor import Duty

log = structlog.get_logger(__name__)

VOUCHED, AGAIN = 45, 15
"""Seconds for which an entry is valid, and after which it is renewed. A room notices a dead process
within a minute.
"""

MOST_IN_A_COMMAND = 500  # people

VOUCHING = Duty("presence in Redis")


class InRedis:
    """A register in Redis. `tell` is called with a topic when its people change in a way that this
    process did not cause.
    """

    def __init__(self, url: str, tell: Callable[[str], None]) -> None:
        self._redis: Any = Redis.from_url(url, **IN_TIME)
        self._tell = tell
        self._here: dict[tuple[str, str], Present] = {}
        # Held while Redis is written too: otherwise `vouch` could bring back somebody who has just left.
        self._lock = Lock()
        self._is_vouching = False

    def enter(self, topic: str, sid: str, person: Present) -> None:
        with self._lock:
            # the thread must start after the server has forked its processes
            if not self._is_vouching:
                self._is_vouching = True
                VOUCHING.start(self._vouch_again)
            self._here[topic, sid] = person
            with _if_reached():
                self._write({(topic, sid): person})

    def leave(self, topic: str, sid: str) -> None:
        with self._lock:
            self._here.pop((topic, sid), None)
            with _if_reached():
                self._redis.hdel(key(topic), sid)

    def people(self, topic: str) -> list[Present]:
        """Return everybody in the room or, while Redis is unreachable, only those in this process."""
        now = clock.now().timestamp()
        try:
            entries = self._entries(topic).values()
        except RedisError:
            with self._lock:
                return once(one for (at, _), one in self._here.items() if at == topic)
        return once(Present(**one["person"]) for one in entries if one["until"] >= now)

    def vouch(self) -> None:
        """Renew the entries of the people of this process. This brings back anybody who was removed
        too early.
        """
        with self._lock:
            changed = self._write(self._here)
            topics = {topic for topic, _ in self._here}
        changed |= {topic for topic in topics if self._give_up(topic)}
        for topic in changed:
            self._tell(topic)

    def _write(self, people: Mapping[tuple[str, str], Present]) -> set[str]:
        """Write the entries of these people, and return the topics that thereby gained a person."""
        until = clock.now().timestamp() + VOUCHED
        entries: dict[str, dict[str, str]] = {}
        for (topic, sid), person in people.items():
            entry = json.dumps({"person": asdict(person), "until": until})
            entries.setdefault(topic, {})[sid] = entry
        # One command for each person would take Redis and this process much longer: a room may hold thousands.
        pipeline, written = self._redis.pipeline(transaction=False), []
        for topic, by_sid in entries.items():
            left = iter(by_sid.items())
            while part := dict(islice(left, MOST_IN_A_COMMAND)):
                pipeline.hset(key(topic), mapping=part)
                pipeline.expire(key(topic), VOUCHED)
                written.append(topic)
        added = pipeline.execute()[::2]  # the answers to `hset`; those to `expire` are between them
        return {topic for topic, is_new in zip(written, added, strict=True) if is_new}

    def _give_up(self, topic: str) -> bool:
        """Remove expired people, and return whether this process removed anybody. If several
        processes try, only one gets True.
        """
        now = clock.now().timestamp()
        expired = [sid for sid, one in self._entries(topic).items() if one["until"] < now]
        return bool(expired) and self._redis.hdel(key(topic), *expired) > 0

    def _entries(self, topic: str) -> dict[bytes, Any]:
        return {sid: json.loads(one) for sid, one in self._redis.hgetall(key(topic)).items()}

    def _vouch_again(self) -> None:
        while True:
            sleep(AGAIN)
            try:
                self.vouch()
            except RedisError:
                log.exception("presence_not_vouched_for")


@contextmanager
def _if_reached() -> Iterator[None]:
    """Log an error if Redis is unreachable. This process sends its entries again the next time it
    renews them.
    """
    try:
        yield
    except RedisError as error:
        log.warning("presence_not_told", error=error)


def key(topic: str) -> str:
    return f"wgcop:present:{topic}"
