"""The form for the meeting's conclusion on an item."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired

from wgcop.agenda.models import OUTCOME_NAMES, Decision, Outcome
from wgcop.web.fields import at_most, choices, trimmed


def outcome_of(value: object) -> Outcome | None:
    return next((outcome for outcome in Outcome if outcome == value), None)


class OutcomeForm(Form):
    outcome = RadioField(
        _l("Outcome"),
        [InputRequired(_l("Choose what the meeting did."))],
        choices=choices(OUTCOME_NAMES),
        coerce=outcome_of,
    )
    text = TextAreaField(
        _l("Decision"),
        [at_most(20_000)],
        filters=[trimmed],
        description=_l("In the words of the meeting. It is as public as the agenda."),
    )
    stays_open = BooleanField(
        _l("The item stays open"),
        description=_l("For a first conclusion, while the discussion continues."),
    )
    replaces = HiddenField()

    @classmethod
    def of(cls, data: Any, corrected: Decision | None, *, is_open: bool = False) -> "OutcomeForm":
        """Return the form for one more conclusion, or for a correction of `corrected`."""
        if corrected is None:
            return cls(data)
        facts = {"outcome": corrected.outcome, "text": corrected.text, "stays_open": is_open}
        return cls(data, replaces=str(corrected.id), **facts)
