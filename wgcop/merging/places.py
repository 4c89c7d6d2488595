"""The places of a clause that proposals change, and the choices of the chair in each (pure)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wgcop.merging.pieces import CHAIR, Pieces, PlaceChange, Splice, is_taken, key_of
from wgcop.paper.comparison.several import joined
from wgcop.paper.comparison.words import word_runs, words


@dataclass(frozen=True)
class MergeChoice:
    """What some proposals want alike in a place. `words` is what would stand there."""

    proposals: tuple[int, ...]
    words: str
    changes: tuple[PlaceChange, ...]

    @property
    def origin(self) -> str:
        return key_of(self.proposals)

    def is_taken(self, pieces: Pieces) -> bool:
        return is_taken(pieces, self.changes, self.proposals)


@dataclass(frozen=True)
class MergePlace:
    """A place of the clause, in letters, with its words and what proposals want instead."""

    start: int
    stop: int
    base: str
    choices: tuple[MergeChoice, ...]

    def choice_of(self, proposal: int) -> MergeChoice | None:
        return next((each for each in self.choices if proposal in each.proposals), None)


def changes_between(base: str, wording: str) -> tuple[PlaceChange, ...]:
    """Return the changes that turn the base into a wording, in their order."""
    old, new = words(base), words(wording)
    starts = _starts(old)
    return tuple(
        PlaceChange(
            starts[run.old.start],
            starts[run.old.stop],
            "".join(new[n] for n in run.new),
        )
        for run in word_runs(old, new)
        if not run.same
    )


def places_of(base: str, wordings: Mapping[int, str]) -> list[MergePlace]:
    """Return the places in which proposals change the base. Changes that meet share a place."""
    changes = {proposal: changes_between(base, wording) for proposal, wording in wordings.items()}
    places: list[MergePlace] = []
    at = 0
    for stretch in joined(base, wordings):
        start, stop = at, at + len(stretch.base)
        at = stop
        choices = [
            MergeChoice(each.holders, each.words, _within(changes[each.holders[0]], start, stop))
            for each in stretch.alternatives
            if each.words != stretch.base
        ]
        if choices:
            places.append(MergePlace(start, stop, stretch.base, tuple(choices)))
    return places


def choices_of(proposal: int, places: Iterable[MergePlace]) -> list[MergeChoice]:
    """Return what a proposal wants in each of the places that it changes."""
    return [choice for place in places if (choice := place.choice_of(proposal))]


def splices_between(before: str, after: str) -> list[Splice]:
    """Return what was typed to turn one text into another, the last place first, so that each is
    where it says when its turn comes.
    """
    return [Splice(*change) for change in reversed(changes_between(before, after))]


@dataclass(frozen=True)
class PutOut:
    """Words of the clause that the chair put out, and their place in it."""

    start: int
    stop: int
    words: str

    @property
    def as_choice(self) -> MergeChoice:
        return MergeChoice((), self.words, (PlaceChange(self.start, self.stop, ""),))


def put_out_by_chair(pieces: Pieces) -> list[PutOut]:
    found: list[PutOut] = []
    passed = 0
    for piece in pieces:
        if not piece.is_base:
            continue
        if piece.put_out_by == CHAIR:
            found.append(PutOut(passed, passed + len(piece.words), piece.words))
        passed += len(piece.words)
    return found


def _within(changes: Iterable[PlaceChange], start: int, stop: int) -> tuple[PlaceChange, ...]:
    return tuple(each for each in changes if start <= each.start and each.stop <= stop)


def _starts(pieces: Sequence[str]) -> list[int]:
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    return starts
