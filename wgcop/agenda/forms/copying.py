"""The form for copying an earlier agenda: which one, and which parts."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import BooleanField, Form, SelectField

from wgcop.bodies.models import Meeting
from wgcop.web.fields import choices


class CopyingForm(Form):
    source = SelectField(_l("Agenda of"), coerce=int)
    clauses = BooleanField(_l("Clauses"))
    fixed_starts = BooleanField(
        _l("Fixed starts"), description=_l("On the same day of the meeting and at the same time.")
    )
    notes = BooleanField(lazy_pgettext("printed with agenda items", "Notes"))
    documents = BooleanField(
        _l("Documents"),
        description=_l("The documents of the earlier meeting. A new meeting usually has new ones."),
    )

    @classmethod
    def of(cls, data: Any, meetings: Iterable[Meeting]) -> "CopyingForm":
        form = cls(data, clauses=True, fixed_starts=True)
        form.source.choices = choices({meeting.id: meeting.title for meeting in meetings})
        return form
