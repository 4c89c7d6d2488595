"""The form in which the secretariat types a person's address before erasing them."""

from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, StringField
from wtforms.validators import InputRequired, ValidationError

from wgcop.accounts import addresses


class ErasureForm(Form):
    email = StringField(
        _l("Address of this person"),
        [InputRequired(_l("Type the address, so that nobody is erased by mistake."))],
    )
    expected = ""

    @classmethod
    def of(cls, email: str, data: Any = None) -> Self:
        form = cls(data)
        form.expected = email
        return form

    def validate_email(self, field: Field) -> None:
        if addresses.normal(field.data or "") != self.expected:
            raise ValidationError(_("This is not the address of this person."))
