"""What is asked about a hit, and about a cluster."""

import enum
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from wgcop.radar.check import Found
from wgcop.radar.models import DECISION_NAMES, VERDICT_NAMES, Decision, Verdict
from wgcop.web.fields import at_most, choices, one_line

SENT = "decided"
"""The field of a page on which the hits were asked about."""


class ReasonForm(Form):
    reason = StringField(
        _l("Reason, in one line"),
        [DataRequired(_l("Say why, in one line.")), at_most(300)],
        filters=[one_line],
    )


class Duplicate(enum.Enum):
    """What becomes of a text that only says the same as another."""

    IS_WITHDRAWN = enum.auto()
    STAYS_BACK = enum.auto()
    IS_OUT_ALREADY = enum.auto()


DUPLICATE_NAMES = {
    Duplicate.IS_WITHDRAWN: _l("Duplicates it: withdraw this draft"),
    Duplicate.STAYS_BACK: _l("Duplicates it: then it does not go out"),
    Duplicate.IS_OUT_ALREADY: DECISION_NAMES[Decision.DUPLICATES],
}


class DecisionForm(ReasonForm):
    decision = RadioField(
        _l("How does your text relate to it?"), [InputRequired(_l("Choose one."))]
    )

    def __init__(self, found: Found, data: Any, duplicate: Duplicate) -> None:
        super().__init__(data, prefix=found.hit.id.replace(":", "-"))
        self.found = found
        self.duplicate = duplicate
        self.decision.choices = choices(
            DECISION_NAMES | {Decision.DUPLICATES: DUPLICATE_NAMES[duplicate]}
        )

    def validate_decision(self, field: RadioField) -> None:
        if self.duplicate is Duplicate.STAYS_BACK and field.data == Decision.DUPLICATES:
            raise ValidationError(
                _l(
                    "What duplicates other work does not go out. Change it, or choose another answer."
                )
            )

    @property
    def chosen(self) -> Decision:
        return Decision(self.decision.data)


class VerdictForm(ReasonForm):
    verdict = RadioField(
        _l("What is it?"), [InputRequired(_l("Choose one."))], choices=choices(VERDICT_NAMES)
    )

    @property
    def chosen(self) -> Verdict:
        return Verdict(self.verdict.data)


class DecisionForms:
    """One form for each hit, on one page."""

    def __init__(self, questions: Iterable[Found], data: Any, duplicate: Duplicate) -> None:
        self.asked = [DecisionForm(found, data, duplicate) for found in questions]
        self.is_sent = SENT in data

    def validate(self) -> bool:
        """What has not been asked yet is missing, but not wrong."""
        if not self.is_sent:
            return not self.asked
        answered = [form.validate() for form in self.asked]
        return all(answered)

    @property
    def duplicates(self) -> list[Found]:
        return [form.found for form in self.asked if form.chosen == Decision.DUPLICATES]

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """The field's id, what it asks of which hit, and what is wrong."""
        return [
            (field.id, form.found.hit.title, " ".join(map(str, field.errors)))
            for form in self.asked
            for field in form
            if field.errors
        ]
