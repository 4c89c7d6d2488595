"""Presence: the people in each room, and the messages about them. A person is present as long as
one of their sockets is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

MOST_NAMES = 60  # names in a presence message, which also says how many people there are in all


@dataclass(frozen=True)
class Present:
    id: int
    name: str
    delegation: str


Introduction = Callable[[], Present]

_introductions: list[Introduction] = []
_words: list[Callable[[str], str]] = []


def introduces(introduction: Introduction) -> Introduction:
    """Register the function that returns the current person and the delegation or office that they
    speak for.
    """
    _introductions.append(introduction)
    return introduction


def names_for_readers(in_words: Callable[[str], str]) -> Callable[[str], str]:
    """Register the function that returns a delegation or an office in the reader's language."""
    _words.append(in_words)
    return in_words


def named_for_readers(delegation: str) -> str:
    [in_words] = _words
    return in_words(delegation)


def introduced() -> Present:
    """Return the signed-in person of this socket event, as others in the room see them."""
    [introduction] = _introductions
    return introduction()


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


def once(people: Iterable[Present]) -> list[Present]:
    """Return each person once, however many tabs they have open, sorted by delegation and name."""
    by_id = {person.id: person for person in people}
    return sorted(by_id.values(), key=lambda person: (person.delegation, person.name))


class Presence:
    """The topics that each socket of this process is in, and the rooms that are about to be told."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._topics: dict[str, set[str]] = {}
        self._waiting: set[str] = set()
        self._typed: dict[str, float] = {}
        # Not held while the register is called, which may wait for Redis.
        self._lock = Lock()

    def enter(self, topic: str, sid: str, person: Present) -> None:
        with self._lock:
            self._topics.setdefault(sid, set()).add(topic)
        self.register.enter(topic, sid, person)

    def leave(self, topic: str, sid: str) -> bool:
        """Remove the socket from a topic, and return whether it was there."""
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
        # without the lock, which `leave` takes itself
        left = [topic for topic in topics if self.leave(topic, sid)]
        with self._lock:
            self._topics.pop(sid, None)
            self._typed.pop(sid, None)
        return left

    def is_in(self, topic: str, sid: str) -> bool:
        with self._lock:
            return topic in self._topics.get(sid, ())

    def may_type(self, sid: str, now: float) -> bool:
        """Return whether the client may report typing now: at most once a second."""
        with self._lock:
            if now - self._typed.get(sid, 0.0) < 1:
                return False
            self._typed[sid] = now
            return True

    def gather(self, topic: str, tell: Callable[[str], None], later: Callable[..., None]) -> None:
        """Schedule one message to a room about everybody who comes or leaves until then."""
        with self._lock:
            if topic in self._waiting:
                return
            self._waiting.add(topic)

        def soon() -> None:
            with self._lock:
                # before the people are read: whoever comes from now on gets a message of their own
                self._waiting.discard(topic)
            tell(topic)

        later(soon)
