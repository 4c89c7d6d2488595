"""What the meeting did with an item."""

from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, TextAreaField
from wtforms.validators import InputRequired

from wgcop.meetings.models import OUTCOME_NAMES, Outcome
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
