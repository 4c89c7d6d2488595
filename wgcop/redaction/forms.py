"""The form for a redaction: which text, where, and why."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from wgcop.redaction.models import REASON_NAMES, RedactionReason
from wgcop.web.fields import Boxes, at_most, choices, trimmed


class RedactionForm(Form):
    reason = RadioField(
        _l("Why"),
        [InputRequired(_l("Choose a reason. It is shown in place of the words."))],
        choices=choices(REASON_NAMES),
    )
    note = StringField(
        _l("Note for the secretariat"),
        [at_most(500)],
        filters=[trimmed],
        description=_l("Who asked for it, or a file number. Do not repeat the words."),
    )
    passage = TextAreaField(
        _l("Only these words"),
        [at_most(5000)],
        filters=[trimmed],
        description=_l(
            "Paste the words exactly, and they are removed from the places that you choose below, or from all places. If you leave this empty, all words of the chosen places are removed."
        ),
    )
    parts = Boxes(_l("Places"), coerce=str, validate_choice=False)
    copies = Boxes(_l("Elsewhere"), coerce=str, validate_choice=False)

    def validate_note(self, field: Field) -> None:
        if self.passage.data and " ".join(self.passage.data.lower().split()) in " ".join(
            (field.data or "").lower().split()
        ):
            raise ValidationError(_("The note repeats the words that are to be removed."))

    def validate_parts(self, field: Field) -> None:
        if not (field.data or self.passage.data):
            raise ValidationError(_("Choose at least one place, or paste the words."))

    @property
    def chosen_reason(self) -> RedactionReason:
        return RedactionReason(self.reason.data)

    @property
    def as_seen(self) -> str:
        """The choice for which a preview was shown. Another choice gets a preview of its own before
        anything is removed.
        """
        return repr((sorted(self.parts.data or []), self.passage.data))

    @classmethod
    def of(cls, data: Any = None) -> "RedactionForm":
        return cls(data)
