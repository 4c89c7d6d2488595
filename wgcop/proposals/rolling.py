"""The rolling text of a clause: its words with all that was proposed, in four views (pure).

Nothing of it is stored. It is made of the words of the clause and of the proposals that stand, so
that it is never older than these, and no proposal is lost in it.
"""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from flask_babel import lazy_gettext as _l

from wgcop.paper.comparison.several import WordStretch, joined
from wgcop.proposals.weaving import WovenBracket, WovenKind, WovenPart, woven


class RollingView(enum.StrEnum):
    BASE = "base"
    PROPOSALS = "proposals"
    BRACKETS = "brackets"
    CLEAN = "clean"


VIEW_NAMES = {
    RollingView.BASE: _l("Base text"),
    RollingView.PROPOSALS: _l("All proposals, attributed"),
    RollingView.BRACKETS: _l("Bracketed text"),
    RollingView.CLEAN: _l("Clean text as agreed"),
}


@dataclass(frozen=True)
class RollingChoice:
    """What stands in one place of the text, and the sources that want it. `words` is empty if they
    want nothing there. `is_base` says that these are the words of the clause so far.
    """

    words: str
    sources: tuple[str, ...]
    is_base: bool = False
    proposals: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class RollingPassage:
    """A part of a clause: words that nobody disputes, or the choices between which the group has to
    decide.
    """

    words: str
    choices: tuple[RollingChoice, ...] = ()

    @property
    def is_open(self) -> bool:
        return bool(self.choices)

    @property
    def proposed(self) -> tuple[RollingChoice, ...]:
        return tuple(choice for choice in self.choices if not choice.is_base)


@dataclass(frozen=True)
class NewClause:
    """A proposal for a new clause after another. A common one has `others` beside the source that leads."""

    proposal: int
    source: str
    words: str
    others: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.source, *self.others)


@dataclass(frozen=True)
class RollingClause:
    """A clause in the rolling text.

    `base` are its words in the edition and `now` those agreed so far, which are the same until
    something is agreed. `wordings` are the words of each proposal for it as a whole, by the id of
    the proposal, `sources` who makes it, and `others` who makes a common one with the source that leads;
    `added` are the new clauses after it, and `brackets` those that are open.
    """

    base: str
    now: str
    wordings: Mapping[int, str]
    sources: Mapping[int, str]
    added: Sequence[NewClause] = ()
    brackets: Sequence[WovenBracket] = ()
    others: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def passages(self) -> tuple[RollingPassage, ...]:
        return tuple(self._passage(stretch) for stretch in joined(self.now, self.wordings))

    @property
    def open_places(self) -> int:
        """The number of places in which the group has to decide: those in which proposals differ,
        proposed new clauses, and brackets. A place in a bracket of its own is one.
        """
        places = [each for each in self.bracketed if each.kind == WovenKind.PLACE]
        in_brackets = sum(each.bracket is not None for each in places)
        added = len(self.added_outside)
        return len(places) + added + len(self.brackets) - in_brackets

    @cached_property
    def bracketed(self) -> tuple[WovenPart, ...]:
        """The words with the open places and the brackets in them."""
        return woven(self.passages, self.brackets)

    @property
    def added_outside(self) -> list[NewClause]:
        """The proposed new clauses that no bracket has among its alternatives."""
        known = {
            choice.words
            for bracket in self.brackets
            if bracket.is_after_clause
            for choice in bracket.choices
        }
        return [each for each in self.added if each.words not in known]

    @property
    def brackets_after(self) -> list[WovenBracket]:
        """The brackets around new clauses after this one."""
        return [each for each in self.brackets if each.is_after_clause]

    @property
    def brackets_on_table(self) -> list[WovenBracket]:
        """The brackets whose words stand in the chair's text alone."""
        placed = (each for each in self.brackets if each.span is None)
        return [each for each in placed if not (each.is_after_clause or each.is_gone)]

    @property
    def brackets_gone(self) -> list[WovenBracket]:
        """The brackets whose words are gone."""
        return [each for each in self.brackets if each.is_gone]

    def _passage(self, stretch: WordStretch[int]) -> RollingPassage:
        if stretch.is_settled:
            return RollingPassage(stretch.base)
        keep = [
            RollingChoice(each.words, self._names(each.holders), True, each.holders)
            for each in stretch.alternatives
            if each.words == stretch.base
        ] or [RollingChoice(stretch.base, (), is_base=True)]
        others = [
            RollingChoice(each.words, self._names(each.holders), False, each.holders)
            for each in stretch.alternatives
            if each.words != stretch.base
        ]
        return RollingPassage(stretch.base, (*keep, *others))

    def _names(self, proposals: Sequence[int]) -> tuple[str, ...]:
        """Return the sources, each once: a delegation may have proposed the same words twice."""
        return tuple(
            dict.fromkeys(
                name
                for each in proposals
                for name in (self.sources[each], *self.others.get(each, ()))
            )
        )
