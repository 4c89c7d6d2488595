"""The form of a proposal."""

from typing import Any
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, SelectField, TextAreaField

from wgcop.positions.models import mark_of
from wgcop.proposals.models import Proposal, ProposedWords
from wgcop.proposals.symbols import (
    ADDING,
    AMENDMENT_NAMES,
    CHANGING,
    Amendment,
    DoesNotAgree,
    symbol_for,
)
from wgcop.web.fields import at_most, choices, trimmed

LONGEST_WORDS = 10_000
LONGEST_REASONS = 5_000


class ProposedWordsForm(Form):
    """The symbol, the words and the reasons. `seen` holds the version of the proposal that the page
    showed, `words_seen` the mark of the words of the clause.
    """

    symbol = SelectField(
        _l("Symbol"),
        coerce=str,
        invalid_choice_message=_l("Choose a symbol."),
    )
    words = TextAreaField(
        _l("Proposed words"),
        [at_most(LONGEST_WORDS, _l("Proposed words can have at most %(max)d characters."))],
        filters=[trimmed],
    )
    reasons = TextAreaField(
        _l("Reasons"),
        [at_most(LONGEST_REASONS)],
        filters=[trimmed],
        description=_l("All who read the proposal read them. NOC needs them."),
    )
    key = HiddenField()
    seen = HiddenField()
    words_seen = HiddenField()
    speaking_as = HiddenField()

    base = ""
    is_new_clause = False
    agreed: Amendment | None = None
    """The symbol that agrees with the words; set once the form is valid."""

    @classmethod
    def of(
        cls,
        data: Any,
        words: str,
        capacity: str,
        *,
        proposal: Proposal | None = None,
        is_new_clause: bool = False,
    ) -> "ProposedWordsForm":
        """Return the form as it is sent or, without data, filled in with the proposal or with the
        words of the clause.
        """
        if proposal:
            is_new_clause = proposal.symbol.adds
        filled = {
            "symbol": proposal.symbol.value if proposal else "",
            "words": proposal.words if proposal else "" if is_new_clause else words,
            "reasons": proposal.reasons if proposal else "",
            "key": uuid4().hex,
            "seen": str(proposal.version) if proposal else "",
            "words_seen": mark_of(words),
            "speaking_as": capacity,
        }
        # What a form that is sent leaves out is not filled in, such as what it has seen.
        form = cls(data) if data is not None else cls(None, **filled)
        form.base, form.is_new_clause = words, is_new_clause
        offered = ADDING if is_new_clause else CHANGING
        form.symbol.choices = choices(
            {each: AMENDMENT_NAMES[each] for each in offered},
            none=_l("By itself, from the words"),
        )
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        try:
            self.agreed = symbol_for(
                Amendment(self.symbol.data) if self.symbol.data else None,
                self.base,
                self.words.data,
                self.reasons.data,
                is_new_clause=self.is_new_clause,
            )
        except DoesNotAgree as refused:
            self[refused.field].errors = [str(refused)]
            return False
        return True

    @property
    def proposed(self) -> ProposedWords:
        assert self.agreed
        return ProposedWords(self.agreed, self.base, self.words.data, self.reasons.data)


def version_in(typed: str | None) -> int:
    """Return the version that a form showed, or 0 if it names none."""
    typed = typed or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
