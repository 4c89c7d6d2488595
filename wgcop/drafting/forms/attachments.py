"""The forms that say what a corrigendum corrects, and which document a paper replaces."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    Form,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired

from wgcop.web.fields import at_most, one_line, trimmed


class CorrigendumForm(Form):
    corrects = TextAreaField(
        _l("What it corrects"),
        [
            DataRequired(_l("Enter what it corrects, so that readers know where to look.")),
            at_most(1000),
        ],
        filters=[trimmed],
    )


class ReplacementForm(Form):
    replaces = StringField(
        _l("Symbol of the document that it replaces"),
        [at_most(140)],
        filters=[one_line],
        description=_l(
            "For example WG-COP/3/7, in any usual way of writing. Empty if it replaces none."
        ),
    )
