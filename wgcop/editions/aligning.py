"""Which clause of the last edition each clause of the next one continues, which were split, merged or
suppressed, and where that is not sure (pure).

Words are compared by stretches of three words. What somebody chose by hand stands, and the rest is
found around it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_STRETCH = 3
_RESEMBLES = 0.5
_IS_SURE = 0.9
# Scripts without spaces between words are compared letter by letter.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")

Shingles = Counter[tuple[str, ...]]


@dataclass(frozen=True)
class OldClause:
    """A clause of the last edition."""

    wid: str
    words: str


@dataclass(frozen=True)
class NextLine:
    """A clause of the next edition. `home` is the clause under whose agreed words it stands."""

    key: str
    words: str
    home: str = ""


@dataclass(frozen=True)
class LineOrigin:
    """Where a clause of the next edition comes from: the clause that it continues or, if it is a new
    one, the clause that it was split from. A new clause without either has no ancestor.
    """

    continues: str = ""
    split_from: str = ""
    is_sure: bool = True


@dataclass(frozen=True)
class ClauseAlignment:
    """`origins` are those of the lines by their keys. `ended` are the clauses that no line
    continues, each with the key of the line that its words were merged into, or nothing if it was
    suppressed. `unsure` are those of the ended clauses of which that is not sure.
    """

    origins: Mapping[str, LineOrigin]
    ended: Mapping[str, str]
    unsure: frozenset[str] = frozenset()

    def merged_into(self, key: str) -> list[str]:
        return [wid for wid, line in self.ended.items() if line == key]


@dataclass
class _State:
    old: Mapping[str, Shingles]
    new: Mapping[str, Shingles]
    origins: dict[str, LineOrigin] = field(default_factory=dict)

    @property
    def continued(self) -> set[str]:
        return {each.continues for each in self.origins.values()}

    @property
    def free(self) -> list[str]:
        """The clauses that no line continues yet."""
        continued = self.continued
        return [wid for wid in self.old if wid not in continued]

    @property
    def open_lines(self) -> list[str]:
        return [key for key in self.new if key not in self.origins]

    def share_of_old(self, wid: str, key: str) -> float:
        return _share(self.old[wid], self.new[key])

    def share_of_line(self, wid: str, key: str) -> float:
        return _share(self.new[key], self.old[wid])


def align(
    old: Sequence[OldClause],
    lines: Sequence[NextLine],
    *,
    chosen: Mapping[str, LineOrigin] | None = None,
    into: Mapping[str, str] | None = None,
) -> ClauseAlignment:
    """Return where each line comes from and what became of each clause. `chosen` are the origins
    that somebody chose by hand, and `into` the lines into which clauses were merged, or nothing for
    suppressed ones.
    """
    state = _State(
        {each.wid: shingles(each.words) for each in old},
        {each.key: shingles(each.words) for each in lines},
    )
    into = into or {}
    state.origins.update(chosen or {})
    _continue_at_home(state, lines, excluded=into.keys())
    _continue_by_words(state, excluded=into.keys())
    _split(state, {each.key: each.home for each in lines})
    origins = {each.key: state.origins.get(each.key, LineOrigin()) for each in lines}
    ended, unsure = _ends(state, into)
    return ClauseAlignment(origins, ended, frozenset(unsure))


def _continue_at_home(state: _State, lines: Iterable[NextLine], *, excluded: Iterable[str]) -> None:
    """Let the largest part of a clause's agreed words continue it."""
    by_home = defaultdict(list)
    for line in lines:
        if line.home in state.old and line.key not in state.origins:
            by_home[line.home].append(line.key)
    free = set(state.free) - set(excluded)
    homeless = [wid for wid in free if wid not in by_home]
    for home, keys in by_home.items():
        if home not in free:
            continue
        best = max(keys, key=lambda key: state.share_of_old(home, key))
        if not state.share_of_old(home, best) and any(
            state.share_of_old(wid, best) >= _IS_SURE for wid in homeless
        ):
            continue  # another clause moved here
        state.origins[best] = LineOrigin(continues=home)


def _continue_by_words(state: _State, *, excluded: Iterable[str]) -> None:
    """Let lines continue clauses that stand nowhere else, the most alike first: they moved."""
    free = set(state.free) - set(excluded)
    alike = []
    for key in state.open_lines:
        for wid in state.old:
            if wid in free:
                likeness = min(state.share_of_old(wid, key), state.share_of_line(wid, key))
                if likeness >= _RESEMBLES:
                    alike.append((likeness, wid, key))
    alike.sort(key=lambda each: -each[0])
    for likeness, wid, key in alike:
        if wid in free and key not in state.origins:
            free.discard(wid)
            state.origins[key] = LineOrigin(continues=wid, is_sure=likeness >= _IS_SURE)


def _split(state: _State, homes: Mapping[str, str]) -> None:
    for key in state.open_lines:
        shares = {wid: state.share_of_line(wid, key) for wid in state.old}
        if not shares:
            continue
        best = max(shares, key=lambda wid: (shares[wid], wid == homes[key]))
        if shares[best] >= _RESEMBLES:
            state.origins[key] = LineOrigin(split_from=best, is_sure=shares[best] >= _IS_SURE)


def _ends(state: _State, into: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    ended: dict[str, str] = {}
    unsure: list[str] = []
    for wid in state.free:
        if wid in into:
            ended[wid] = into[wid]
            continue
        shares = {key: state.share_of_old(wid, key) for key in state.new}
        best = max(shares, key=lambda key: shares[key], default="")
        is_merged = bool(best) and shares[best] >= _RESEMBLES
        ended[wid] = best if is_merged else ""
        if is_merged and shares[best] < _IS_SURE:
            unsure.append(wid)
    return ended, unsure


def shingles(words: str) -> Shingles:
    """Return the stretches of three words, or all words as one stretch if there are fewer."""
    found = _WORD.findall(words.lower())
    if len(found) < _STRETCH:
        return Counter([tuple(found)] if found else [])
    return Counter(tuple(found[at : at + _STRETCH]) for at in range(len(found) - _STRETCH + 1))


def _share(of: Shingles, among: Shingles) -> float:
    """Return how much of the first text stands in the second, between 0 and 1."""
    total = of.total()
    if not total:
        return 0.0
    return sum(min(count, among[each]) for each, count in of.items() if each in among) / total


def out_of_order(places: Sequence[int]) -> set[int]:
    """Return the fewest of these numbers that stand out of their order: those that moved."""
    runs: list[list[int]] = []
    longest: list[int] = []
    for place in places:
        before: list[int] = []
        for run in runs:
            if run[-1] < place and len(run) > len(before):
                before = run
        runs.append([*before, place])
        longest = runs[-1] if len(runs[-1]) > len(longest) else longest
    kept = set(longest)
    return {place for place in places if place not in kept}
