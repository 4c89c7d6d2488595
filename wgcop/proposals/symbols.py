"""The symbols of proposals, and how each agrees with the words that it stands for (pure)."""

import enum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from wgcop.errors import Invalid
from wgcop.proposals.spelling import is_editorial
from wgcop.proposals.words import as_typed


class Amendment(enum.StrEnum):
    """What a proposal does to a clause, written as in documents of the Union."""

    ADD = "ADD"
    ADD_MOVED = "ADD*"
    MOD = "MOD"
    EDITORIAL = "(MOD)"
    SUP = "SUP"
    SUP_MOVED = "SUP*"
    NOC = "NOC"

    @property
    def adds(self) -> bool:
        """Whether it is a new clause, which has no words to compare with."""
        return self in (Amendment.ADD, Amendment.ADD_MOVED)

    @property
    def suppresses(self) -> bool:
        return self in (Amendment.SUP, Amendment.SUP_MOVED)


AMENDMENT_NAMES = {
    Amendment.ADD: _l("ADD: a new clause"),
    Amendment.ADD_MOVED: _l("ADD*: words that are moved here from elsewhere"),
    Amendment.MOD: _l("MOD: other words"),
    Amendment.EDITORIAL: _l("(MOD): only punctuation, capitals, spacing or spelling"),
    Amendment.SUP: _l("SUP: the clause is deleted"),
    Amendment.SUP_MOVED: _l("SUP*: the clause is moved elsewhere"),
    Amendment.NOC: _l("NOC: the clause stays as it is"),
}
ADDING = tuple(each for each in Amendment if each.adds)
CHANGING = tuple(each for each in Amendment if not each.adds)

_NO_CHANGE = _l(
    "A MOD without a change proposes nothing. Change the words, or choose NOC if the clause must stay as it is."
)
_NO_WORDS = _l(
    "A MOD without words would delete the clause. Write the new words, or choose SUP to delete it."
)
_NEEDS_WORDS = _l("Write the words of the new clause.")
_NOT_EDITORIAL = _l(
    "(MOD) is for punctuation, capitals, spacing and spelling only. Choose MOD, because other words change."
)
_SUP_WITH_WORDS = _l(
    "SUP deletes the whole clause and has no words of its own. Choose MOD to change the words."
)
_NOC_WITH_WORDS = _l(
    "NOC leaves the clause as it is, but you changed its words. Choose MOD to propose the change."
)
_NEEDS_REASONS = _l("NOC needs reasons. Say why the clause must stay as it is.")
_ONLY_NEW = _l("A new clause after this one has the symbol ADD or ADD*.")
_ONLY_CHANGES = _l("ADD is for a new clause. Choose another symbol, or propose a new clause.")


class DoesNotAgree(Invalid):
    """Raised when the symbol does not agree with the words or the reasons. `field` is the name of
    what has to be changed.
    """

    def __init__(self, message: LazyString, field: str) -> None:
        super().__init__(str(message))
        self.field = field


def symbol_for(
    chosen: Amendment | None, base: str, words: str, reasons: str, *, is_new_clause: bool = False
) -> Amendment:
    """Return the symbol of a proposal with these words, or raise `DoesNotAgree`. If none is chosen,
    it is worked out from the words.
    """
    base, words = as_typed(base), as_typed(words)
    if is_new_clause:
        return _of_new_clause(chosen or Amendment.ADD, words)
    if chosen is None:
        chosen = Amendment.MOD if words else Amendment.SUP
    if chosen.adds:
        raise DoesNotAgree(_ONLY_CHANGES, "symbol")
    is_same = words == base
    if chosen.suppresses:
        if words and not is_same:
            raise DoesNotAgree(_SUP_WITH_WORDS, "symbol")
    elif chosen == Amendment.NOC:
        if words and not is_same:
            raise DoesNotAgree(_NOC_WITH_WORDS, "symbol")
        if not reasons.strip():
            raise DoesNotAgree(_NEEDS_REASONS, "reasons")
    elif not words:
        raise DoesNotAgree(_NO_WORDS, "words")
    elif is_same:
        raise DoesNotAgree(_NO_CHANGE, "words")
    elif chosen == Amendment.EDITORIAL and not is_editorial(base, words):
        raise DoesNotAgree(_NOT_EDITORIAL, "symbol")
    return chosen


def _of_new_clause(chosen: Amendment, words: str) -> Amendment:
    if not chosen.adds:
        raise DoesNotAgree(_ONLY_NEW, "symbol")
    if not words:
        raise DoesNotAgree(_NEEDS_WORDS, "words")
    return chosen


def symbol_name(symbol: Amendment) -> str:
    """Return the symbol with its explanation."""
    return str(AMENDMENT_NAMES[symbol])
