"""What is asked about a hit, and about a cluster."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from wgcop.radar.models import DECISION_NAMES, VERDICT_NAMES, Decision, Verdict
from wgcop.search.radar_check import Found


def one_line(value: str | None) -> str:
    return " ".join((value or "").split())


class ReasonForm(Form):
    reason = StringField(
        _l("Reason, in one line"),
        [
            DataRequired(_l("Say why, in one line.")),
            Length(max=300, message=_l("Use at most %(max)d characters.")),
        ],
        filters=[one_line],
    )


class DecisionForm(ReasonForm):
    decision = RadioField(
        _l("How does your text relate to it?"),
        [InputRequired(_l("Choose one."))],
        choices=[SelectChoice(key.value, name) for key, name in DECISION_NAMES.items()],
    )

    @property
    def chosen(self) -> Decision:
        return Decision(self.decision.data)


class VerdictForm(ReasonForm):
    verdict = RadioField(
        _l("What is it?"),
        [InputRequired(_l("Choose one."))],
        choices=[SelectChoice(key.value, name) for key, name in VERDICT_NAMES.items()],
    )

    @property
    def chosen(self) -> Verdict:
        return Verdict(self.verdict.data)


class DecisionForms:
    """One form for each hit, on one page."""

    def __init__(self, questions: Sequence[Found], data: Any = None) -> None:
        self.asked = [
            (found, DecisionForm(data, prefix=found.hit.id.replace(":", "-")))
            for found in questions
        ]

    def validate(self) -> bool:
        answered = [form.validate() for _found, form in self.asked]
        return all(answered)

    @property
    def duplicates(self) -> list[Found]:
        return [found for found, form in self.asked if form.chosen == Decision.DUPLICATES]

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """The field's id, what it asks of which hit, and what is wrong."""
        return [
            (field.id, found.hit.title, " ".join(map(str, field.errors)))
            for found, form in self.asked
            for field in form
            if field.errors
        ]
