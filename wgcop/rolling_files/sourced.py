"""What each source wants in each place of a clause, so that the changes of one can be accepted without
those of the others (pure).

Taking the wanted words of one author and leaving everybody else's gives exactly what it proposes;
leaving all of them gives the words of the clause. So the deletion of words that several want gone
names all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from wgcop.paper.comparison.several import Alternative, Holder, WordStretch, joined
from wgcop.proposals.rolling import RollingClause


@dataclass(frozen=True)
class FiledProposal:
    """What files say of a proposal: its source, the name by which it is told apart from others of
    this source, and when it was last worded (as ISO 8601).
    """

    source: str
    name: str
    at: str = ""


@dataclass(frozen=True)
class Wanted:
    """Words that stand in a place if one of the authors has its way; empty for nothing."""

    words: str
    authors: tuple[str, ...]
    at: str = ""


@dataclass(frozen=True)
class SourcedPlace:
    """A part of a clause: its words, and what others want in their place."""

    base: str
    wanted: tuple[Wanted, ...] = ()

    @property
    def against(self) -> tuple[str, ...]:
        """Those who want the words of the clause gone from here."""
        return _each_once(author for each in self.wanted for author in each.authors)

    @property
    def at(self) -> str:
        return max((each.at for each in self.wanted), default="")

    def words_of(self, author: str | None) -> str:
        return next((each.words for each in self.wanted if author in each.authors), self.base)


@dataclass(frozen=True)
class SourcedClause:
    """A clause in files: its places in order, and the new clauses after it."""

    places: tuple[SourcedPlace, ...] = ()
    added: tuple[Wanted, ...] = ()

    @property
    def base(self) -> str:
        return self.words_of(None)

    def words_of(self, author: str | None) -> str:
        """Return the clause as this author wants it; None for its own words."""
        return "".join(place.words_of(author) for place in self.places)

    @cached_property
    def authors(self) -> tuple[str, ...]:
        return _each_once(
            [
                *(author for place in self.places for author in place.against),
                *(author for each in self.added for author in each.authors),
            ]
        )

    @cached_property
    def suppressed_by(self) -> tuple[str, ...]:
        """Those who want nothing of the clause to stay."""
        if not self.base:
            return ()
        named = _each_once(author for place in self.places for author in place.against)
        return tuple(author for author in named if not self.words_of(author))

    @property
    def is_only_suppressed(self) -> bool:
        """Whether whoever changes the clause wants it gone as a whole."""
        gone = set(self.suppressed_by)
        return bool(gone) and all(
            gone.issuperset(each.authors) for place in self.places for each in place.wanted
        )


def sourced(clause: RollingClause, proposals: Mapping[int, FiledProposal]) -> SourcedClause:
    """Return the clause by sources. `proposals` has those of its wordings and new clauses."""
    authors = authors_of(clause, proposals)
    own: dict[str, dict[int, str]] = defaultdict(dict)
    at: dict[str, str] = defaultdict(str)
    for proposal, author in authors.items():
        own[author][proposal] = clause.wordings[proposal]
        at[author] = max(at[author], proposals[proposal].at)
    wordings = {author: _together(clause.now, each) for author, each in own.items()}
    return SourcedClause(
        tuple(_place(stretch, at) for stretch in joined(clause.now, wordings)),
        tuple(
            Wanted(each.words, (made.source,), made.at)
            for each in clause.added
            for made in [proposals[each.proposal]]
        ),
    )


def authors_of(clause: RollingClause, proposals: Mapping[int, FiledProposal]) -> dict[int, str]:
    """Return under which name the changes of each proposal stand: that of its source. If a source has
    proposals that exclude one another, its latest one has this name, and the others their own.
    """
    by_source: dict[str, list[int]] = defaultdict(list)
    for proposal in clause.wordings:
        by_source[proposals[proposal].source].append(proposal)
    named: dict[int, str] = {}
    for source, own in by_source.items():
        named |= dict.fromkeys(own, source)
        changing = [each for each in own if clause.wordings[each] != clause.now]
        if _exclude_one_another(clause.now, {each: clause.wordings[each] for each in changing}):
            for each in changing[:-1]:
                named[each] = f"{source} ({proposals[each].name})"
    return named


def _exclude_one_another(now: str, wordings: Mapping[int, str]) -> bool:
    return len(wordings) > 1 and any(len(_wanted(stretch)) > 1 for stretch in joined(now, wordings))


def _together(now: str, wordings: Mapping[int, str]) -> str:
    """Return the clause with the changes of all these wordings, which do not exclude one another."""
    if len(wordings) == 1:
        return next(iter(wordings.values()))
    return "".join(
        next((each.words for each in _wanted(stretch)), stretch.base)
        for stretch in joined(now, wordings)
    )


def _wanted(stretch: WordStretch[Holder]) -> list[Alternative[Holder]]:
    return [each for each in stretch.alternatives if each.words != stretch.base]


def _place(stretch: WordStretch[str], at: Mapping[str, str]) -> SourcedPlace:
    return SourcedPlace(
        stretch.base,
        tuple(
            Wanted(each.words, each.holders, max(at[author] for author in each.holders))
            for each in _wanted(stretch)
        ),
    )


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
