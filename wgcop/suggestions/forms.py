"""The form that accepts or declines a suggestion."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, RadioField, TextAreaField
from wtforms.validators import ValidationError

from wgcop.threads.comments.suggestions import SuggestionOutcome
from wgcop.threads.models import LONGEST
from wgcop.web.fields import at_most, choices, trimmed


class SuggestionDecisionForm(Form):
    """`wording` is the number of the wording of the comment that the page showed."""

    outcome = RadioField(
        _l("Decision"),
        choices=choices(
            {
                SuggestionOutcome.ACCEPTED.value: _l("Accept into the text under discussion"),
                SuggestionOutcome.DECLINED.value: _l("Decline"),
            }
        ),
        invalid_choice_message=_l("Choose whether to accept or to decline it."),
    )
    reason = TextAreaField(
        _l("Reason"),
        [at_most(LONGEST)],
        filters=[trimmed],
        description=_l("All who read the comment read it. To decline needs a reason."),
    )
    wording = HiddenField()

    def validate_reason(self, field: TextAreaField) -> None:
        if self.outcome.data == SuggestionOutcome.DECLINED.value and not field.data:
            raise ValidationError(_l("Say why the suggestion is declined."))

    @classmethod
    def of(cls, data: Any, wording: int) -> "SuggestionDecisionForm":
        return cls(data, wording=str(wording)) if data is None else cls(data)

    @property
    def chosen(self) -> SuggestionOutcome:
        return SuggestionOutcome(self.outcome.data)

    @property
    def seen(self) -> int | None:
        typed = self.wording.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
