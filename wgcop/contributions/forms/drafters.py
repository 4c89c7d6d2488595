"""Who writes a draft, and what a source answers when it is asked for its consent."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    Form,
    HiddenField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired

from wgcop.web.fields import at_most, one_line, trimmed


class DrafterForm(Form):
    person = StringField(
        _l("Name or e-mail address"),
        [DataRequired(_l("Say whom you name.")), at_most(254)],
        filters=[one_line],
    )


class AnswerForm(Form):
    """`wording` is the fingerprint of what was read: consent is given to nothing else."""

    wording = HiddenField()
    reason = TextAreaField(
        _l("Remark"),
        [at_most(1000)],
        filters=[trimmed],
        description=_l("For the drafters of the paper. It is not printed."),
    )
