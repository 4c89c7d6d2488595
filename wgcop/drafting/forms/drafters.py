"""The forms that name a drafter, change what a drafter may do, and answer a request for consent."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    Form,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired

from wgcop.contributions.drafters import ROLE_NAMES, DrafterRole
from wgcop.web.fields import at_most, choices, one_line, trimmed


class RoleForm(Form):
    role = SelectField(
        _l("What they can do"),
        [InputRequired(_l("Choose whether they write, comment or read."))],
        choices=choices(ROLE_NAMES),
        default=DrafterRole.WRITE.value,
    )

    @property
    def chosen_role(self) -> DrafterRole:
        return DrafterRole(self.role.data)


class DrafterForm(RoleForm):
    """The form that names a drafter, who may write unless another role is chosen."""

    role = SelectField(
        _l("What they can do"), choices=choices(ROLE_NAMES), default=DrafterRole.WRITE.value
    )
    person = StringField(
        _l("Name or e-mail address"),
        [DataRequired(_l("Enter a name or an e-mail address.")), at_most(254)],
        filters=[one_line],
    )


class AnswerForm(Form):
    """The answer of a source that is asked for its consent. `wording` is the fingerprint of the
    wording that the source read; the consent is limited to it.
    """

    wording = HiddenField()
    reason = TextAreaField(
        _l("Remark"),
        [at_most(1000)],
        filters=[trimmed],
        description=_l("For the drafters of the paper. It is not printed."),
    )
