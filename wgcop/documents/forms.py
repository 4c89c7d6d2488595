"""The form of an addendum or corrigendum to a document."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, TextAreaField
from wtforms.validators import ValidationError

from wgcop.contributions.models import Contribution
from wgcop.numbering.kinds import ATTACHMENT_NAMES, Attachment
from wgcop.web.fields import at_most, choices, trimmed


class AttachmentForm(Form):
    kind = RadioField(_l("Addendum or corrigendum"))
    corrects = TextAreaField(
        _l("What it corrects"),
        [at_most(1000)],
        filters=[trimmed],
        description=_l("In a sentence, for a corrigendum: “In section 2, the year is 2011.”"),
    )

    @classmethod
    def to(cls, document: Contribution, data: Any = None) -> "AttachmentForm":
        """Return the form for an attachment to a document. An addendum can be corrected, but has no
        addenda of its own.
        """
        kinds = [Attachment.CORRIGENDUM] if document.attachment else list(Attachment)
        form = cls(data, kind=kinds[0].value)
        form.kind.choices = choices({kind: ATTACHMENT_NAMES[kind] for kind in kinds})
        return form

    def validate_corrects(self, field: TextAreaField) -> None:
        if self.kind.data == Attachment.CORRIGENDUM and not field.data:
            raise ValidationError(_l("Enter what it corrects, so that readers know where to look."))
