"""The findings about two wordings: what kind of difference, how weighty, and the words that show it."""

import enum
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l


class MeaningKind(enum.StrEnum):
    ADDRESSEE_CHANGED = "addressee-changed"
    VERB_WEAKER = "verb-weaker"
    VERB_STRONGER = "verb-stronger"
    NEGATION_ADDED = "negation-added"
    NEGATION_REMOVED = "negation-removed"
    DEADLINE_ADDED = "deadline-added"
    DEADLINE_REMOVED = "deadline-removed"
    DEADLINE_CHANGED = "deadline-changed"
    QUANTITY_CHANGED = "quantity-changed"
    SCOPE_ADDED = "scope-added"
    SCOPE_REMOVED = "scope-removed"
    SCOPE_CHANGED = "scope-changed"
    REFERENCE_ADDED = "reference-added"
    REFERENCE_REMOVED = "reference-removed"
    REFERENCE_CHANGED = "reference-changed"
    EDITION_CHANGED = "edition-changed"


class MeaningWeight(enum.IntEnum):
    """How much a difference of this kind usually matters. Heavier findings are listed first."""

    LIGHT = 1
    MIDDLE = 2
    HEAVY = 3


_WEIGHTS = {
    MeaningKind.ADDRESSEE_CHANGED: MeaningWeight.HEAVY,
    MeaningKind.VERB_WEAKER: MeaningWeight.HEAVY,
    MeaningKind.VERB_STRONGER: MeaningWeight.HEAVY,
    MeaningKind.NEGATION_ADDED: MeaningWeight.HEAVY,
    MeaningKind.NEGATION_REMOVED: MeaningWeight.HEAVY,
    MeaningKind.DEADLINE_ADDED: MeaningWeight.MIDDLE,
    MeaningKind.DEADLINE_REMOVED: MeaningWeight.MIDDLE,
    MeaningKind.DEADLINE_CHANGED: MeaningWeight.MIDDLE,
    MeaningKind.QUANTITY_CHANGED: MeaningWeight.MIDDLE,
    MeaningKind.SCOPE_ADDED: MeaningWeight.MIDDLE,
    MeaningKind.SCOPE_REMOVED: MeaningWeight.MIDDLE,
    MeaningKind.SCOPE_CHANGED: MeaningWeight.MIDDLE,
    MeaningKind.REFERENCE_ADDED: MeaningWeight.LIGHT,
    MeaningKind.REFERENCE_REMOVED: MeaningWeight.LIGHT,
    MeaningKind.REFERENCE_CHANGED: MeaningWeight.LIGHT,
    MeaningKind.EDITION_CHANGED: MeaningWeight.LIGHT,
}
_SENTENCES = {
    MeaningKind.ADDRESSEE_CHANGED: _l("The addressee is different: “%(old)s” → “%(new)s”"),
    MeaningKind.VERB_WEAKER: _l("The verb is weaker: “%(old)s” → “%(new)s”"),
    MeaningKind.VERB_STRONGER: _l("The verb is stronger: “%(old)s” → “%(new)s”"),
    MeaningKind.NEGATION_ADDED: _l("A negation is added: “%(new)s”"),
    MeaningKind.NEGATION_REMOVED: _l("A negation is removed: “%(old)s”"),
    MeaningKind.DEADLINE_ADDED: _l("A deadline is added: “%(new)s”"),
    MeaningKind.DEADLINE_REMOVED: _l("A deadline is removed: “%(old)s”"),
    MeaningKind.DEADLINE_CHANGED: _l("The deadline is different: “%(old)s” → “%(new)s”"),
    MeaningKind.QUANTITY_CHANGED: _l("The quantity is different: “%(old)s” → “%(new)s”"),
    MeaningKind.SCOPE_ADDED: _l("Words about the scope are added: “%(new)s”"),
    MeaningKind.SCOPE_REMOVED: _l("Words about the scope are removed: “%(old)s”"),
    MeaningKind.SCOPE_CHANGED: _l("Words about the scope are different: “%(old)s” → “%(new)s”"),
    MeaningKind.REFERENCE_ADDED: _l("A reference is added: “%(new)s”"),
    MeaningKind.REFERENCE_REMOVED: _l("A reference is removed: “%(old)s”"),
    MeaningKind.REFERENCE_CHANGED: _l("The reference is different: “%(old)s” → “%(new)s”"),
    MeaningKind.EDITION_CHANGED: _l("The reference is to another edition: “%(old)s” → “%(new)s”"),
}
_ISOLATED = "\u2068{}\u2069"
"""Words between signs that keep their direction apart from that of the sentence around them."""

Span = tuple[int, int]


@dataclass(frozen=True)
class MeaningFinding:
    """A difference in meaning with the words that show it, as both texts have them. `old` is empty
    for what was added, `new` for what was removed; `old_span` and `new_span` say where they are.
    """

    kind: MeaningKind
    weight: MeaningWeight
    old: str
    new: str
    old_span: Span | None = field(default=None, compare=False)
    new_span: Span | None = field(default=None, compare=False)

    @property
    def label(self) -> Any:
        """The finding as a sentence, in the language of whoever reads it."""
        return _SENTENCES[self.kind] % {
            "old": _ISOLATED.format(self.old),
            "new": _ISOLATED.format(self.new),
        }


def found(
    kind: MeaningKind, texts: tuple[str, str], old: Span | None = None, new: Span | None = None
) -> MeaningFinding:
    before, after = texts
    return MeaningFinding(
        kind,
        _WEIGHTS[kind],
        _words(before, old),
        _words(after, new),
        old_span=old,
        new_span=new,
    )


def _words(text: str, span: Span | None) -> str:
    return " ".join(text[slice(*span)].split()) if span else ""
