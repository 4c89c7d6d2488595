"""Several wordings of one base text, joined into one text with alternatives (pure).

Where no wording differs, the words of the base stand once. Where one does, all of them are asked:
changes that meet or overlap in the base become one stretch, in which each wording says the whole of
what it wants there. So no alternative is cut out of a sentence in which it would mean something else.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from wgcop.paper.comparison.words import word_runs, words

Holder = TypeVar("Holder", bound=Hashable)


@dataclass(frozen=True)
class Alternative(Generic[Holder]):
    """The words of those who agree on a stretch. `words` is empty if they want nothing there."""

    words: str
    holders: tuple[Holder, ...]


@dataclass(frozen=True)
class WordStretch(Generic[Holder]):
    """A part of the base, which may be empty, and what the wordings want in its place.

    `alternatives` has every wording once. It is empty if all of them keep the base; those who do so
    where others do not form an alternative of their own.
    """

    base: str
    alternatives: tuple[Alternative[Holder], ...] = ()

    @property
    def is_settled(self) -> bool:
        return not self.alternatives

    def words_of(self, holder: Holder | None) -> str:
        """Return what this wording says here; None stands for the base."""
        return next((each.words for each in self.alternatives if holder in each.holders), self.base)


@dataclass(frozen=True)
class _Edit:
    """Pieces of the base that one wording replaces."""

    start: int
    stop: int
    new: tuple[str, ...]


def joined(base: str, wordings: Mapping[Holder, str]) -> tuple[WordStretch[Holder], ...]:
    """Join wordings of the base into one text.

    The stretches read with one holder's words are exactly that wording, and read with the base
    exactly the base. Alternatives stand in the order of `wordings`.
    """
    pieces = words(base)
    edits = {holder: _edits(pieces, wording) for holder, wording in wordings.items()}
    stretches: list[WordStretch[Holder]] = []
    at = 0
    for start, stop in _areas(edit for of_one in edits.values() for edit in of_one):
        if start > at:
            stretches.append(WordStretch("".join(pieces[at:start])))
        said = {holder: _within(pieces, of_one, start, stop) for holder, of_one in edits.items()}
        stretches.append(WordStretch("".join(pieces[start:stop]), _grouped(said)))
        at = stop
    if at < len(pieces):
        stretches.append(WordStretch("".join(pieces[at:])))
    return tuple(stretches)


def words_of(stretches: Iterable[WordStretch[Holder]], holder: Holder | None) -> str:
    """Return the whole text of one wording, or of the base for None."""
    return "".join(stretch.words_of(holder) for stretch in stretches)


def _edits(pieces: Sequence[str], wording: str) -> list[_Edit]:
    new = words(wording)
    return [
        _Edit(run.old.start, run.old.stop, tuple(new[n] for n in run.new))
        for run in word_runs(pieces, new)
        if not run.same
    ]


def _areas(edits: Iterable[_Edit]) -> list[tuple[int, int]]:
    """Return the parts of the base that any edit touches. Edits that meet share one: words inserted
    just before words that another replaces are an alternative to these.
    """
    areas: list[tuple[int, int]] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.stop)):
        if areas and edit.start <= areas[-1][1]:
            areas[-1] = (areas[-1][0], max(areas[-1][1], edit.stop))
        else:
            areas.append((edit.start, edit.stop))
    return areas


def _within(pieces: Sequence[str], edits: Sequence[_Edit], start: int, stop: int) -> str:
    said: list[str] = []
    at = start
    for edit in edits:
        if start <= edit.start and edit.stop <= stop:
            said += [*pieces[at : edit.start], *edit.new]
            at = edit.stop
    return "".join([*said, *pieces[at:stop]])


def _grouped(said: Mapping[Holder, str]) -> tuple[Alternative[Holder], ...]:
    by_words: dict[str, list[Holder]] = {}
    for holder, words_ in said.items():
        by_words.setdefault(words_, []).append(holder)
    return tuple(Alternative(words_, tuple(holders)) for words_, holders in by_words.items())
