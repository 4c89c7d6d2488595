"""The form that shows two entries side by side and asks, for each field in which they differ, which
value to keep.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from wgcop import dates
from wgcop.accounts.models import Delegation
from wgcop.bodies.levels import Level
from wgcop.fields.comparing import in_words
from wgcop.fields.field import Field
from wgcop.fields.kinds import LongText
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.kinds import Confidence
from wgcop.initiatives.merging.choices import (
    CHOSEN,
    Side,
    are_alike,
    may_be_both,
    parts,
    proposed,
    united,
)
from wgcop.initiatives.models import Initiative

OWNER = "owner"


@dataclass
class MergeRow:
    """One field of both entries, as the page shows it. `options` is empty if both say the same."""

    name: str
    label: str
    staying: str
    merged: str
    side: Side
    options: tuple[Side, ...] = ()
    errors: list[LazyString] = field(default_factory=list)


class MergeForm:
    """The form for a merge. Without data it shows the proposal: lists united, and single values of
    the entry that stays.
    """

    def __init__(
        self,
        staying: Initiative,
        merged: Initiative,
        citations: Mapping[str, str],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self._facts = RegistryFacts.of(staying), RegistryFacts.of(merged)
        self._entries = staying, merged
        self._data = data or {}
        self.rows = [*self._fields(citations), self._owner()]

    @property
    def different(self) -> list[MergeRow]:
        return [row for row in self.rows if row.options]

    @property
    def alike(self) -> list[MergeRow]:
        return [row for row in self.rows if not row.options and row.staying]

    @property
    def facts(self) -> RegistryFacts:
        return united(*self._facts, {row.name: row.side for row in self.rows})

    @property
    def owner(self) -> Delegation | None:
        staying, merged = self._entries
        return merged.delegation if self.rows[-1].side == Side.MERGED else staying.delegation

    def validate(self) -> bool:
        """Check the rules that the form of a single entry checks, since values may come from two
        entries. Return whether all hold.
        """
        facts = self.facts
        if facts.started and facts.ended and dates.is_before(facts.ended, facts.started):
            self._refuse("ended", _l("The end that you chose is before the start that you chose."))
        if facts.level == Level.NATIONAL and not (facts.area or facts.countries):
            self._refuse("area", _l("A national initiative needs its country."))
        if facts.confidence == Confidence.SOURCED and not facts.source:
            self._refuse("source", _l("Keep the source, or choose another confidence."))
        for each in CHOSEN:
            if (
                isinstance(each.kind, LongText)
                and len(getattr(facts, each.name)) > each.kind.longest
            ):
                self._refuse(each.name, _l("Both together are too long. Choose one of them."))
        return not any(row.errors for row in self.rows)

    def _refuse(self, name: str, words: LazyString) -> None:
        next(row for row in self.rows if row.name == name).errors.append(words)

    def _fields(self, citations: Mapping[str, str]) -> Iterator[MergeRow]:
        one, other = self._facts
        first, second = one.kept(), other.kept()

        def words(field: Field, values: Mapping[str, Any]) -> str:
            texts = (in_words(part, values[part.name], citations) for part in parts(field))
            return "\n".join(filter(None, texts))

        for each in CHOSEN:
            both = (
                (Side.BOTH,)
                if may_be_both(each) and words(each, first) and words(each, second)
                else ()
            )
            options = () if are_alike(each, one, other) else (Side.STAYING, Side.MERGED, *both)
            yield MergeRow(
                each.name,
                str(each.label),
                words(each, first),
                words(each, second),
                self._side(each.name, options, proposed(each, one, other)),
                options,
            )

    def _owner(self) -> MergeRow:
        staying, merged = self._entries
        differs = staying.delegation_id != merged.delegation_id
        options = (Side.STAYING, Side.MERGED) if differs else ()
        otherwise = Side.STAYING if staying.delegation else Side.MERGED
        return MergeRow(
            OWNER,
            str(_l("Responsible")),
            staying.delegation.shown_name if staying.delegation else str(_l("The secretariat")),
            merged.delegation.shown_name if merged.delegation else str(_l("The secretariat")),
            self._side(OWNER, options, otherwise),
            options,
        )

    def _side(self, name: str, options: tuple[Side, ...], otherwise: Side) -> Side:
        chosen = self._data.get(name)
        return next((side for side in options if side == chosen), otherwise)
