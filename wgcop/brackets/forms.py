"""The forms of brackets: opening one, changing its alternatives, joining, lifting and opening again."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from wgcop.accounts.models import Delegation
from wgcop.brackets.models import Bracket, BracketAlternative, WantedWords
from wgcop.brackets.outcomes import BracketOutcome
from wgcop.brackets.policy import can_own
from wgcop.brackets.spans import (
    FoundSpan,
    anchor_at,
    bracketed,
    find_span,
    read_brackets,
    require_brackets,
)
from wgcop.errors import Invalid
from wgcop.positions.models import mark_of
from wgcop.web.fields import Boxes, at_most, choices, trimmed

LONGEST_WORDS = 10_000
LONGEST_REASON = 2_000
NEW_ALTERNATIVES = 3
"""So many alternatives can be typed into one form. Further ones are added on the bracket's page."""

EVERYBODY, DELEGATION = "everybody", "delegation"


def _alternative(number: int) -> TextAreaField:
    return TextAreaField(
        _l("Alternative %(number)d", number=number),
        [at_most(LONGEST_WORDS)],
        filters=[trimmed],
    )


def _source(number: int) -> SelectField:
    return SelectField(
        _l("Source of alternative %(number)d", number=number),
        default="",
        invalid_choice_message=_l("Choose a delegation from the list."),
    )


class AlternativesForm(Form):
    """New alternatives, and why. `seen` holds the number of the last change that the page showed."""

    alternative_1, source_1 = _alternative(1), _source(1)
    alternative_2, source_2 = _alternative(2), _source(2)
    alternative_3, source_3 = _alternative(3), _source(3)
    nothing = BooleanField(_l("Or nothing: no words stand there"))
    source_of_nothing = SelectField(
        _l("Source of the wish for nothing"),
        default="",
        invalid_choice_message=_l("Choose a delegation from the list."),
    )
    reason = TextAreaField(
        _l("Reason"),
        [at_most(LONGEST_REASON)],
        filters=[trimmed],
        description=_l("All members read it."),
    )
    seen = HiddenField()
    speaking_as = HiddenField()

    delegations: Sequence[Delegation] = ()

    def offer(self, delegations: Sequence[Delegation]) -> None:
        """Offer these delegations as sources."""
        self.delegations = delegations
        named = {each.code: each.shown_name for each in delegations}
        for field in (*(self[f"source_{each}"] for each in _numbers()), self.source_of_nothing):
            field.choices = choices(named, none=_l("No source is named"))

    def wanted_by(self, delegation: Delegation | None) -> list[WantedWords]:
        """Return the alternatives that were typed. Those of a delegation have no other source."""
        typed = [
            (self[f"alternative_{each}"].data, self[f"source_{each}"].data)
            for each in _numbers()
            if self[f"alternative_{each}"].data
        ]
        if self.nothing.data:
            typed.append(("", self.source_of_nothing.data))
        by_code = {each.code: each for each in self.delegations}
        return [
            WantedWords(
                words,
                (delegation,) if delegation else (by_code[code],) if code in by_code else (),
            )
            for words, code in typed
        ]


def _numbers() -> range:
    return range(1, NEW_ALTERNATIVES + 1)


class OpenBracketForm(AlternativesForm):
    """Where the bracket stands, in whose name, its reason and its alternatives."""

    typed = TextAreaField(
        _l("The clause with brackets"),
        [at_most(LONGEST_WORDS + 2)],
        filters=[trimmed],
        description=_l(
            "Type [ before and ] after the words that are not agreed. Where words would be inserted, type [] alone."
        ),
    )
    in_name_of = RadioField(
        _l("In whose name"), coerce=str, invalid_choice_message=_l("Choose in whose name.")
    )
    owners = Boxes(
        _l("Owners"),
        description=_l("The delegations without which it cannot be agreed."),
    )
    words_seen = HiddenField()

    span: FoundSpan | None = None
    words = ""
    is_after_clause = False

    @classmethod
    def of(
        cls,
        data: Any,
        words: str,
        *,
        delegations: Sequence[Delegation],
        names: dict[str, str],
        speaking_as: str,
        is_after_clause: bool = False,
    ) -> "OpenBracketForm":
        """Return the form as it is sent or, without data, with the words of the clause. `names` are
        those in whose name the person may open a bracket.
        """
        filled = {
            "typed": words,
            "words_seen": mark_of(words),
            "speaking_as": speaking_as,
            "in_name_of": next(iter(names)),
        }
        form = cls(data) if data is not None else cls(None, **filled)
        form.words, form.is_after_clause = words, is_after_clause
        form.in_name_of.choices = list(names.items())
        if len(names) == 1:
            form.in_name_of.data = next(iter(names))
        form.offer(delegations)
        form.owners.choices = choices(
            {each.code: each.shown_name for each in delegations if can_own(each)}
        )
        return form

    @property
    def is_for_delegation(self) -> bool:
        return self.in_name_of.data == DELEGATION

    @property
    def is_outdated(self) -> bool:
        """Whether the words of the clause have changed since the form showed them."""
        return bool(self.words_seen.data != mark_of(self.words))

    @property
    def is_placed(self) -> bool:
        """Whether it is known where the bracket stands in the words of today."""
        return self.is_after_clause or self.span is not None

    @property
    def chosen_owners(self) -> list[Delegation]:
        return [each for each in self.delegations if each.code in (self.owners.data or ())]

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.is_after_clause:
            if not any(self[f"alternative_{each}"].data for each in _numbers()):
                self.alternative_1.errors = [_("Enter the words of the new clause.")]
                return False
            return True
        try:
            if self.is_outdated:
                require_brackets(self.typed.data)
                self.span = self._span_on_earlier_words()
            else:
                self.span = bracketed(self.words, self.typed.data)
        except Invalid as problem:
            self.typed.errors = [str(problem)]
            return False
        return True

    def _span_on_earlier_words(self) -> FoundSpan | None:
        """Return where words stand now that were typed on an earlier wording, if only others have
        changed since, as while the chair merges the clause.
        """
        for span, words in read_brackets(self.typed.data):
            if mark_of(words) == self.words_seen.data:
                found = find_span(self.words, anchor_at(words, span))
                if found and not found.is_changed:
                    return found
        return None


class EditAlternativesForm(AlternativesForm):
    """The alternatives that stay, and new ones."""

    kept = Boxes(_l("Alternatives that stay"))

    bracket: Bracket
    editable: Sequence[BracketAlternative] = ()

    @classmethod
    def of(
        cls,
        data: Any,
        bracket: Bracket,
        editable: Sequence[BracketAlternative],
        *,
        delegations: Sequence[Delegation],
        speaking_as: str,
    ) -> "EditAlternativesForm":
        """Return the form. `editable` are the alternatives that the person may take out."""
        filled = {
            "kept": [str(each.id) for each in editable],
            "seen": str(bracket.version),
            "speaking_as": speaking_as,
        }
        form = cls(data) if data is not None else cls(None, **filled)
        form.bracket, form.editable = bracket, editable
        form.kept.choices = choices({each.id: each.words or _("Nothing") for each in editable})
        form.offer(delegations)
        return form

    def keep_added_since(self, seen: int) -> None:
        """Let the alternatives stay that others added since the form was shown, so that whoever sends
        it again takes out only what they have seen.
        """
        added = [str(each.id) for each in self.editable if each.added > seen]
        self.kept.data = [*(self.kept.data or ()), *added]

    @property
    def kept_alternatives(self) -> list[BracketAlternative]:
        """The alternatives that stay: those that were chosen, and those that the person may not take
        out.
        """
        return [
            each
            for each in self.bracket.offered
            if each not in self.editable or str(each.id) in self.kept.data
        ]


class BracketReasonForm(Form):
    """Why somebody joins a bracket, lifts their ownership or opens it again."""

    reason = TextAreaField(
        _l("Reason"),
        [at_most(LONGEST_REASON)],
        filters=[trimmed],
        description=_l("All members read it."),
    )
    in_name_of = RadioField(
        _l("In whose name"), coerce=str, invalid_choice_message=_l("Choose in whose name.")
    )
    seen = HiddenField()
    speaking_as = HiddenField()

    @classmethod
    def of(
        cls, data: Any, bracket: Bracket, *, names: dict[str, str], speaking_as: str
    ) -> "BracketReasonForm":
        filled = {
            "seen": str(bracket.version),
            "speaking_as": speaking_as,
            "in_name_of": next(iter(names)),
        }
        form = cls(data) if data is not None else cls(None, **filled)
        form.in_name_of.choices = list(names.items())
        if len(names) == 1:
            form.in_name_of.data = next(iter(names))
        return form

    @property
    def is_for_delegation(self) -> bool:
        return self.in_name_of.data == DELEGATION


class LiftBracketForm(Form):
    """What stands when a bracket is lifted by consensus, and whether it is put into the chair's text."""

    outcome = RadioField(
        _l("What stands"),
        [InputRequired(_l("Choose what stands."))],
        coerce=str,
        invalid_choice_message=_l("Choose what stands."),
    )
    settles = BooleanField(
        _l("Put what stands into the chair's text"),
        default=True,
        description=_l(
            "If no chair's text is open, one is opened. The clause itself changes when its words are agreed."
        ),
    )
    reason = TextAreaField(
        _l("Remark"),
        [at_most(LONGEST_REASON)],
        filters=[trimmed],
        description=_l("All members read it."),
    )
    seen = HiddenField()
    words_seen = HiddenField()

    bracket: Bracket

    @classmethod
    def of(cls, data: Any, bracket: Bracket, inside: str, *, may_settle: bool) -> "LiftBracketForm":
        """Return the form. `inside` are the words in the bracket now."""
        filled = {"seen": str(bracket.version), "words_seen": mark_of(inside)}
        form = cls(data) if data is not None else cls(None, **filled)
        if not may_settle:
            del form.settles
        form.bracket = bracket
        named = {
            f"{BracketOutcome.ALTERNATIVE.value}-{each.id}": _(
                "Alt. %(number)d: %(words)s", number=number, words=each.words
            )
            for number, each in enumerate(bracket.offered, start=1)
            if not each.is_nothing
        }
        if inside:
            named[BracketOutcome.WORDS.value] = _("The words as they are: %(words)s", words=inside)
        named[BracketOutcome.NOTHING.value] = _("Nothing")
        form.outcome.choices = list(named.items())
        return form

    @property
    def settled_words(self) -> str | None:
        """The mark of the words in place of which something is put into the chair's text, or None if
        that stays as it is.
        """
        return self.words_seen.data if self.settles and self.settles.data else None

    @property
    def chosen(self) -> tuple[BracketOutcome, BracketAlternative | None]:
        kind, _dash, number = self.outcome.data.partition("-")
        stands = next((each for each in self.bracket.offered if str(each.id) == number), None)
        return BracketOutcome(kind), stands


def number_in(typed: str | None) -> int:
    """Return the number of the last change that a form showed, or 0 if it names none."""
    typed = typed or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
