"""The form for the sessions of a meeting: a row for each, and empty rows for more."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import FieldList, Form, FormField, HiddenField, SelectField, StringField, TimeField
from wtforms.validators import Optional

from wgcop.agenda.choices import day_name
from wgcop.agenda.sessions import SessionTimes
from wgcop.bodies.models import Meeting
from wgcop.web.fields import at_most, choices, day, one_line

SPARE = 3
"""The number of empty rows at the end."""
MOST = 200


class SessionRow(Form):
    day = SelectField(_l("Day"), coerce=day, validate_choice=False)
    starts_at = TimeField(_l("Start"), [Optional()])
    ends_at = TimeField(lazy_pgettext("a time", "End"), [Optional()])
    name = StringField(_l("Name"), [at_most(80)], filters=[one_line])

    @property
    def is_empty(self) -> bool:
        return not (self.starts_at.data or self.ends_at.data)

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not self.is_empty and self.day.data is None:
            self.day.errors = [_l("Choose the day.")]
        for field in (self.starts_at, self.ends_at):
            if not self.is_empty and not field.data and not field.errors:
                field.errors = [_l("Enter the time of day.")]
        return valid and not self.errors


class SessionsForm(Form):
    sessions = FieldList(FormField(SessionRow), max_entries=MOST)
    version = HiddenField()

    @classmethod
    def of(cls, data: Any, meeting: Meeting, sessions: Iterable[SessionTimes]) -> "SessionsForm":
        form = cls(
            data, sessions=[vars(session) for session in sessions], version=str(meeting.version)
        )
        if not data:
            for _number in range(SPARE):
                form.sessions.append_entry()
        count = (meeting.ends_on - meeting.starts_on).days + 1
        days = [meeting.starts_on + timedelta(days=number) for number in range(count)]
        for row in form.sessions:
            row.form.day.choices = choices({each: day_name(each) for each in days})
        return form

    @property
    def filled(self) -> list[SessionTimes]:
        """The sessions entered; a row without times is not a session. Valid only after the form was
        validated.
        """
        rows = [row.form for row in self.sessions if not row.form.is_empty]
        return [
            SessionTimes(row.day.data, row.starts_at.data, row.ends_at.data, row.name.data)
            for row in rows
        ]
