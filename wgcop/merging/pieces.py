"""The chair's text as pieces that keep their origin (pure).

All words of the clause are pieces, in their order, also those that were put out; between them stand
words from proposals and the chair's own. So the words of the clause can always be read back, and a
place in them stays the same place whatever happens around it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

BASE, CHAIR = "base", "chair"
"""The origins of words that come from no proposal."""


class MergePiece(NamedTuple):
    """Words of one origin: `BASE`, `CHAIR`, or the key of the proposals that they were taken from.

    Words of the clause that were put out name the origin that did so in `put_out_by`. `start` and
    `stop` are the place in the clause, in letters, in which a change of proposals was taken; they
    stand on the words that it brought and on those that it put out.
    """

    words: str
    origin: str = BASE
    put_out_by: str = ""
    start: int = 0
    stop: int = 0

    @property
    def stands(self) -> bool:
        return not self.put_out_by

    @property
    def is_base(self) -> bool:
        return self.origin == BASE

    @property
    def taken_from(self) -> str:
        """The key of the proposals whose change brought these words or put them out, or nothing."""
        by = self.put_out_by if self.is_base else self.origin
        return by if proposals_in(by) else ""

    def cut(self, at: int) -> tuple["MergePiece", "MergePiece"]:
        return self._replace(words=self.words[:at]), self._replace(words=self.words[at:])


Pieces = tuple[MergePiece, ...]


class PlaceChange(NamedTuple):
    """What a proposal does in one place of the clause: other words for those from `start` to `stop`,
    which may be none.
    """

    start: int
    stop: int
    words: str

    def rules_out(self, start: int, stop: int) -> bool:
        """Return whether it and a change of that place cannot stand together. Two that only insert
        can, and so can neighbours.
        """
        return self.start < stop and start < self.stop


class Splice(NamedTuple):
    """Words typed in place of those from `start` to `stop` of the text as it reads."""

    start: int
    stop: int
    words: str

    def narrowed(self, text: str) -> "Splice":
        """Return the same without words at its ends that stand in the text already."""
        old, new = text[self.start : self.stop], self.words
        most = min(len(old), len(new))
        head = next((n for n in range(most) if old[n] != new[n]), most)
        most -= head
        tail = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
        return Splice(self.start + head, self.stop - tail, new[head : len(new) - tail])

    @property
    def trace(self) -> "Trace":
        return Trace(self.start, self.stop, len(self.words))


class Trace(NamedTuple):
    """Where a splice was made, and how many letters it brought; it holds no words."""

    start: int
    stop: int
    length: int


class SamePlace(Exception):
    """Raised when somebody else has changed the place in which words were typed."""


def key_of(proposals: Iterable[int]) -> str:
    """Return the origin of words that these proposals want alike."""
    return "p" + "+".join(map(str, sorted(proposals)))


def proposals_in(origin: str) -> tuple[int, ...]:
    """Return the ids of the proposals that an origin names: none for the clause and the chair."""
    return tuple(map(int, origin[1:].split("+"))) if origin[:1] == "p" else ()


def begun(base: str) -> Pieces:
    """Return the text as the chair finds it: the words of the clause."""
    return tidy([MergePiece(base)])


def read(pieces: Iterable[MergePiece]) -> str:
    """Return the words of the text as they read now."""
    return "".join(piece.words for piece in pieces if piece.stands)


def base_of(pieces: Iterable[MergePiece]) -> str:
    """Return the words of the clause from which the text was begun."""
    return "".join(piece.words for piece in pieces if piece.is_base)


def origins_in(pieces: Iterable[MergePiece]) -> list[int]:
    """Return the ids of the proposals from which words stand in the text or put words out, each once."""
    keys = (piece.taken_from for piece in pieces)
    return sorted({each for key in keys for each in proposals_in(key)})


def tidy(pieces: Iterable[MergePiece]) -> Pieces:
    """Return the same text without empty pieces, and with neighbours of one kind as one piece."""
    joined: list[MergePiece] = []
    for piece in pieces:
        if not piece.words:
            continue
        if joined and joined[-1][1:] == piece[1:]:
            joined[-1] = piece._replace(words=joined[-1].words + piece.words)
        else:
            joined.append(piece)
    return tuple(joined)


def within(pieces: Iterable[MergePiece], start: int, stop: int) -> Pieces:
    """Return the pieces in a place of the clause, with what stands at its ends."""
    found: list[MergePiece] = []
    passed = 0
    for piece in _cut_at(pieces, start, stop):
        ends = passed + (len(piece.words) if piece.is_base else 0)
        if start <= passed and ends <= stop:
            found.append(piece)
        passed = ends
    return tidy(found)


# Taking from proposals, and giving back


def taken(pieces: Pieces, changes: Iterable[PlaceChange], origin: str) -> Pieces:
    """Take these changes of a proposal. What was taken from others in place of the same words of the
    clause gives way; the chair's own words stay.
    """
    for change in changes:
        pieces = _taken(pieces, change, origin)
    return pieces


def given_back(pieces: Pieces, changes: Iterable[PlaceChange], proposals: Iterable[int]) -> Pieces:
    """Give back what was taken of these changes: the words of the clause stand again."""
    wanted = {(change.start, change.stop) for change in changes}
    mine = set(proposals)
    return _without(
        pieces,
        lambda piece: (
            (piece.start, piece.stop) in wanted
            and not mine.isdisjoint(proposals_in(piece.taken_from))
        ),
    )


def restored(pieces: Pieces, start: int, stop: int) -> Pieces:
    """Let the words of the clause in this place stand again, whoever put them out, and give back
    what was taken from proposals there. The chair's own words stay.
    """
    back = _without(
        pieces,
        lambda piece: (
            bool(piece.taken_from)
            and (
                PlaceChange(piece.start, piece.stop, "").rules_out(start, stop)
                or start <= piece.start <= piece.stop <= stop
            )
        ),
    )
    return tidy(
        piece._replace(put_out_by="", start=0, stop=0) if start <= at < stop else piece
        for piece, at in _with_places(_cut_at(back, start, stop))
    )


def is_taken(pieces: Pieces, changes: Sequence[PlaceChange], proposals: Iterable[int]) -> bool:
    """Return whether each of these changes was taken, from one of these proposals."""
    mine = set(proposals)
    places = {
        (piece.start, piece.stop)
        for piece in pieces
        if not mine.isdisjoint(proposals_in(piece.taken_from))
    }
    return bool(changes) and all((change.start, change.stop) in places for change in changes)


def _taken(pieces: Pieces, change: PlaceChange, origin: str) -> Pieces:
    place = change.start, change.stop
    pieces = _without(
        pieces,
        lambda piece: (
            bool(piece.taken_from)
            and (
                change.rules_out(piece.start, piece.stop)
                or (piece.taken_from == origin and (piece.start, piece.stop) == place)
            )
        ),
    )
    marked = [
        piece._replace(put_out_by=origin, start=change.start, stop=change.stop)
        if piece.is_base and piece.stands and change.start <= at < change.stop
        else piece
        for piece, at in _with_places(_cut_at(pieces, *place))
    ]
    brought = MergePiece(change.words, origin, "", *place)
    at = _place_for(marked, change)
    return tidy([*marked[:at], brought, *marked[at:]])


def _place_for(pieces: Sequence[MergePiece], change: PlaceChange) -> int:
    """Return where the words of a change stand among the pieces: right behind those of the clause
    that they replace or, if they only come in, behind all that came in there before, but above new
    clauses.
    """
    passed = 0
    behind = 0
    for index, piece in enumerate(pieces):
        if piece.is_base:
            if passed == change.stop:
                break
            passed += len(piece.words)
            behind = index + 1
        elif passed == change.stop and change.start == change.stop:
            if piece.words.startswith("\n") and not change.words.startswith("\n"):
                break  # a new clause stands below
            behind = index + 1
    return behind


def _without(pieces: Pieces, is_meant: Callable[[MergePiece], bool]) -> Pieces:
    """Give back the pieces of changes that are meant: their words go, those of the clause stand."""
    return tidy(
        piece._replace(put_out_by="", start=0, stop=0) if is_meant(piece) else piece
        for piece in pieces
        if piece.is_base or not is_meant(piece)
    )


def _with_places(pieces: Iterable[MergePiece]) -> Iterator[tuple[MergePiece, int]]:
    """Yield each piece with the number of letters of the clause before it; for words that are not
    of the clause, with -1.
    """
    passed = 0
    for piece in pieces:
        yield piece, passed if piece.is_base else -1
        passed += len(piece.words) if piece.is_base else 0


def _cut_at(pieces: Iterable[MergePiece], *places: int) -> list[MergePiece]:
    """Cut the pieces of the clause at these places of it."""
    cut: list[MergePiece] = []
    passed = 0
    for piece in pieces:
        left = piece
        if piece.is_base:
            for place in sorted(set(places)):
                within = place - passed
                if 0 < within < len(left.words):
                    before, left = left.cut(within)
                    cut.append(before)
                    passed = place
            passed += len(left.words)
        cut.append(left)
    return cut


# Typing


def typed(pieces: Pieces, splice: Splice) -> Pieces:
    """Put typed words into the text as it reads. Words of the clause that they replace are put out;
    whatever else they replace is gone.
    """
    done: list[MergePiece] = []
    seen, is_in, is_next = 0, False, False
    for piece in pieces:
        if not piece.stands:
            # Typed words stand behind those that the chair put out in the same place.
            if is_next and piece.put_out_by != CHAIR:
                done.append(MergePiece(splice.words, CHAIR))
                is_in, is_next = True, False
            done.append(piece)
            continue
        if is_next:
            done.append(MergePiece(splice.words, CHAIR))
            is_in, is_next = True, False
        start, stop = (min(max(at - seen, 0), len(piece.words)) for at in splice[:2])
        seen += len(piece.words)
        before, left = piece.cut(start)
        gone, after = left.cut(stop - start)
        done.append(before)
        if gone.words and gone.is_base:
            done.append(gone._replace(put_out_by=CHAIR))
        if not is_in and seen >= splice.stop:
            if after.words:
                done.append(MergePiece(splice.words, CHAIR))
                is_in = True
            else:
                is_next = True
        done.append(after)
    if not is_in:
        done.append(MergePiece(splice.words, CHAIR))
    return _put_back(tidy(done))


def _put_back(pieces: Pieces) -> Pieces:
    """Whoever deletes words of the clause and types them again has changed nothing."""
    for at in range(len(pieces) - 1):
        one, other = pieces[at : at + 2]
        gone, back = (one, other) if one.is_base else (other, one)
        if gone.put_out_by == CHAIR == back.origin and gone.words == back.words:
            standing = gone._replace(put_out_by="")
            return tidy([*pieces[:at], standing, *pieces[at + 2 :]])
    return pieces


def moved(splice: Splice, since: Iterable[Trace]) -> Splice:
    """Return where a splice belongs in a text that was changed since it was typed. Raise
    `SamePlace` if one of the changes met its place.
    """
    start, stop, words = splice
    for other in since:
        shift = other.length - (other.stop - other.start)
        if start == stop == other.start == other.stop:
            raise SamePlace
        if other.stop <= start:
            start, stop = start + shift, stop + shift
        elif other.start < stop:
            raise SamePlace
    return Splice(start, stop, words)
