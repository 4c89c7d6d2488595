"""Forms to add and describe evidence, to remove it with a reason, and to confirm its validity."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from wgcop.implementation.validity import VALIDITY_NAMES, Validity
from wgcop.markup import has_visible
from wgcop.web.fields import at_most, choices, one_line, trimmed


class EvidenceForm(Form):
    thing = StringField(
        _l("Evidence"),
        [
            DataRequired(_l("Enter words from its title, its symbol, or an address.")),
            at_most(500),
        ],
        filters=[one_line],
        description=_l(
            "Words to search for, a symbol such as WG-COP/3/7 or INI-007, or the address of a page "
            "here or elsewhere."
        ),
    )
    title = StringField(
        _l("Title of the page elsewhere"),
        [at_most(300)],
        filters=[one_line],
        description=_l("Only for an address outside this workspace."),
    )
    note = TextAreaField(_l("What it shows"), [at_most(2000)], filters=[trimmed])
    action = HiddenField()


class RemovalForm(Form):
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Enter why it is removed.")), at_most(2000)],
        filters=[trimmed],
    )


class ValidityForm(Form):
    answer = RadioField(
        _l("Is it still valid?"),
        [DataRequired(_l("Choose one of the two."))],
        choices=choices(
            {
                validity: VALIDITY_NAMES[validity]
                for validity in (Validity.STILL_VALID, Validity.NO_LONGER)
            }
        ),
    )
    words = TextAreaField(
        _l("Reason"),
        [at_most(2000)],
        filters=[trimmed],
        description=_l("If it is no longer valid."),
    )
    edition = IntegerField(validators=[DataRequired()])

    def validate_words(self, field: TextAreaField) -> None:
        if self.answer.data == Validity.NO_LONGER and not has_visible(field.data or ""):
            raise ValidationError(_("Enter why it no longer answers the clause."))

    @classmethod
    def of(cls, data: Any, *, edition_id: int | None, name: str) -> "ValidityForm":
        """Make the form for one thing. There are several forms on one page, so the ids of their
        fields begin with the thing's `name`.
        """
        form = cls(data, edition=edition_id)
        for field in form:
            field.id = f"{name}-{field.short_name}"
            field.label.field_id = field.id
        return form
