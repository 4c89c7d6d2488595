"""Who is in which room where there are several processes: each vouches in Redis for its own people.

One that was killed vouches no more: when its word has run out, the others give its people up, and
tell the rooms in which they were.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from threading import Lock
from time import sleep
from typing import Any

import structlog
from redis import Redis, RedisError

from wgcop import clock
from wgcop.history.presence import Present, once
from wgcop.live.processes import IN_TIME
from wgcop.supervisor import Duty

log = structlog.get_logger(__name__)

VOUCHED, AGAIN = 45, 15
"""Seconds: how long a process's word is good for, and how often it gives it; a room knows within a minute."""

VOUCHING = Duty("presence in Redis")


class InRedis:
    """`tell` is called with a topic when its people are others than those who came and went here."""

    def __init__(self, url: str, tell: Callable[[str], None]) -> None:
        self._redis: Any = Redis.from_url(url, **IN_TIME)
        self._tell = tell
        self._here: dict[tuple[str, str], Present] = {}
        self._lock = Lock()
        self._is_vouching = False

    def enter(self, topic: str, sid: str, person: Present) -> None:
        with self._lock:
            if not self._is_vouching:  # not before the server's processes have parted
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
        """While Redis is away those of this process, who are the only ones known."""
        now = clock.now().timestamp()
        try:
            entries = self._entries(topic).values()
        except RedisError:
            with self._lock:
                return once(one for (at, _), one in self._here.items() if at == topic)
        return once(Present(**one["person"]) for one in entries if one["until"] >= now)

    def vouch(self) -> None:
        """For those who are here; whoever had been given up too early is back then."""
        with self._lock:
            changed = self._write(self._here)
            topics = {topic for topic, _ in self._here}
        changed |= {topic for topic in topics if self._give_up(topic)}
        for topic in changed:
            self._tell(topic)

    def _write(self, people: Mapping[tuple[str, str], Present]) -> set[str]:
        """Topics to which this added somebody."""
        until = clock.now().timestamp() + VOUCHED
        pipeline = self._redis.pipeline(transaction=False)
        for (topic, sid), person in people.items():
            pipeline.hset(key(topic), sid, json.dumps({"person": asdict(person), "until": until}))
            pipeline.expire(key(topic), VOUCHED)
        added = pipeline.execute()[::2]
        return {topic for (topic, _), is_new in zip(people, added, strict=True) if is_new}

    def _give_up(self, topic: str) -> bool:
        """Whether somebody went by this; of several processes that try, one hears yes."""
        now = clock.now().timestamp()
        gone = [sid for sid, one in self._entries(topic).items() if one["until"] < now]
        return bool(gone) and self._redis.hdel(key(topic), *gone) > 0

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
    """What Redis did not hear is told it when this process vouches for its people again."""
    try:
        yield
    except RedisError as error:
        log.warning("presence_not_told", error=str(error))


def key(topic: str) -> str:
    return f"wgcop:present:{topic}"
