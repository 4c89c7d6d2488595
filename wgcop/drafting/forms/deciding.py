"""The secretariat's forms for holding a paper and for asking for a change."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    Form,
    TextAreaField,
)
from wtforms.validators import DataRequired

from wgcop.web.fields import at_most, trimmed


class HoldingForm(Form):
    reason = TextAreaField(
        _l("Reason"),
        [
            DataRequired(_l("Enter a reason, so that the delegation knows what to do.")),
            at_most(1000),
        ],
        filters=[trimmed],
    )


class RequestForm(Form):
    """The secretariat's form for asking the source for a change."""

    words = TextAreaField(
        _l("What should change"),
        [DataRequired(_l("Enter what should change.")), at_most(5000)],
        filters=[trimmed],
    )
