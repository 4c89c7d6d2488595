"""The speakers' list of an agenda item: who has the floor, who waits, and in which order (pure)."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple, Self

from wgcop.floor.timers import Timer


class FloorKind(enum.StrEnum):
    """The reasons why people ask for the floor."""

    POINT_OF_ORDER = "point-of-order"
    INTERVENTION = "intervention"
    REPLY = "reply"


TURNS = tuple(FloorKind)
"""The order of kinds on the list: points of order come first, replies last."""


class NotPossible(ValueError):
    """Raised when the list, in its current state, does not allow an act."""


class ListClosed(NotPossible):
    pass


class WaitsAlready(NotPossible):
    pass


class NotWaiting(NotPossible):
    pass


class NobodySpeaks(NotPossible):
    pass


class Speaker(NamedTuple):
    """An entry of the list. `id` counts up in the order of arrival; `speaks_for` names the
    delegation or the office.
    """

    id: int
    speaks_for: str
    kind: FloorKind = FloorKind.INTERVENTION

    @property
    def turn(self) -> int:
        return TURNS.index(self.kind)


@dataclass(frozen=True)
class SpeakersList:
    """A speakers' list. `waiting` is in the order in which the floor will be given.

    `interrupted` had the floor when it was given to a point of order, and continues afterwards.
    """

    waiting: tuple[Speaker, ...] = ()
    speaking: Speaker | None = None
    interrupted: Speaker | None = None
    is_closed: bool = False

    @property
    def is_by_arrival(self) -> bool:
        return self.waiting == self.by_arrival().waiting

    @property
    def everybody(self) -> tuple[Speaker, ...]:
        """Everybody on the list, beginning with those who have the floor."""
        return tuple(filter(None, (self.speaking, self.interrupted))) + self.waiting

    def ask(self, speaker: Speaker) -> Self:
        """Add a speaker after all others of the same kind. Raise ListClosed for an intervention if
        the list is closed; points of order and replies are still taken.
        """
        if self.is_closed and speaker.kind == FloorKind.INTERVENTION:
            raise ListClosed
        if any(each[1:] == speaker[1:] for each in self.waiting):
            raise WaitsAlready
        before = [each for each in self.waiting if each.turn <= speaker.turn]
        after = self.waiting[len(before) :]
        return replace(self, waiting=(*before, speaker, *after))

    def withdraw(self, speaker_id: int) -> Self:
        return self._without(self._waiting(speaker_id))

    def give(self, speaker_id: int) -> Self:
        """Give the floor to a person who waits. A point of order only interrupts the speaker."""
        speaker = self._waiting(speaker_id)
        interrupts = speaker.kind == FloorKind.POINT_OF_ORDER and self.interrupted is None
        if interrupts and self.speaking and self.speaking.kind != FloorKind.POINT_OF_ORDER:
            return replace(self._without(speaker), speaking=speaker, interrupted=self.speaking)
        if speaker.kind == FloorKind.POINT_OF_ORDER:
            return replace(self._without(speaker), speaking=speaker)
        return replace(self._without(speaker), speaking=speaker, interrupted=None)

    def next(self) -> Self:
        """Give the floor to the next speaker. A waiting point of order comes first and only
        interrupts the current speaker. After the points of order the interrupted speaker continues,
        then the list.
        """
        first = self.waiting[0] if self.waiting else None
        if first and first.kind == FloorKind.POINT_OF_ORDER:
            return self.give(first.id)
        if self.interrupted:
            return replace(self, speaking=self.interrupted, interrupted=None)
        if first:
            return replace(self._without(first), speaking=first)
        return self.end() if self.speaking else self

    def end(self) -> Self:
        """End the intervention. After a point of order, the interrupted speaker has the floor
        again, otherwise the chair.
        """
        if self.speaking is None:
            raise NobodySpeaks
        return replace(self, speaking=self.interrupted, interrupted=None)

    def back(self, ended: Speaker) -> Self:
        """Give the floor back to the speaker who has just ended, when the next one was called too
        early. The one who has it now waits as the first of their kind.
        """
        if self.interrupted or ended in self.everybody:
            raise NotPossible
        waiting = self.waiting
        if self.speaking:
            first = sum(each.turn < self.speaking.turn for each in waiting)
            waiting = (*waiting[:first], self.speaking, *waiting[first:])
        return replace(self, waiting=waiting, speaking=ended)

    def close(self) -> Self:
        return replace(self, is_closed=True)

    def reopen(self) -> Self:
        return replace(self, is_closed=False)

    def move(self, speaker_id: int, by: int) -> Self:
        """Move a speaker `by` places among those of the same kind, at most to the first or the last
        of these.
        """
        speaker = self._waiting(speaker_id)
        others = [each for each in self.waiting if each != speaker]
        at = self.waiting.index(speaker) + by
        first = sum(other.turn < speaker.turn for other in others)
        last = first + sum(other.turn == speaker.turn for other in others)
        others.insert(min(max(at, first), last), speaker)
        return replace(self, waiting=tuple(others))

    def by_arrival(self) -> Self:
        in_order = sorted(self.waiting, key=lambda each: (each.turn, each.id))
        return replace(self, waiting=tuple(in_order))

    def leave(self) -> Self:
        """Take the floor from everybody, as the meeting moves on to another item. Those who wait
        stay on the list until the item comes back.
        """
        return replace(self, speaking=None, interrupted=None)

    def _waiting(self, speaker_id: int) -> Speaker:
        found = next((each for each in self.waiting if each.id == speaker_id), None)
        if found is None:
            raise NotWaiting
        return found

    def _without(self, speaker: Speaker) -> Self:
        return replace(self, waiting=tuple(each for each in self.waiting if each != speaker))


@dataclass(frozen=True)
class SpeakingTime:
    """The number and total length of one delegation's interventions."""

    times: int = 0
    timer: Timer = field(default_factory=Timer)

    def and_(self, timer: Timer) -> "SpeakingTime":
        """Add an intervention. If its timer is running, the sum runs as well, so that pages can
        keep counting.
        """
        return SpeakingTime(
            self.times + 1,
            Timer(spent=self.timer.spent + timer.spent, since=self.timer.since or timer.since),
        )


def speaking_times(spoken: Iterable[tuple[str, Timer]], now: datetime) -> dict[str, SpeakingTime]:
    """Return the speaking times by delegation, the longest first."""
    times: dict[str, SpeakingTime] = {}
    for speaks_for, timer in spoken:
        times[speaks_for] = times.get(speaks_for, SpeakingTime()).and_(timer)
    longest = sorted(times, key=lambda name: (-times[name].timer.spent_at(now), name))
    return {name: times[name] for name in longest}
