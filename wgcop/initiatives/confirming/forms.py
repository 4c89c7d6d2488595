"""The form that asks when an initiative ended, opened by the link in a letter."""

from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField
from wtforms.validators import DataRequired, ValidationError

from wgcop import clock, dates
from wgcop.initiatives.models import Initiative
from wgcop.web.fields import trimmed


class EndForm(Form):
    ended = StringField(
        _l("When did it end?"),
        [DataRequired(_l("Enter when it ended. The year is enough."))],
        filters=[trimmed],
        description=_l("As much as is known: 2009, 2008-11 or 2007-05-17."),
    )

    def __init__(self, initiative: Initiative, data: object = None) -> None:
        super().__init__(data)
        self._started = initiative.started

    def validate_ended(self, field: StringField) -> None:
        written = field.data or ""
        if not dates.is_partial_date(written):
            raise ValidationError(
                _l("Write a year, a month or a day: 2009, 2008-11 or 2007-05-17.")
            )
        if self._started and dates.is_before(written, self._started):
            raise ValidationError(_l("This is before the start."))
        if dates.is_before(clock.now().date().isoformat(), written):
            raise ValidationError(
                _l("This date is still to come: until then the initiative continues.")
            )
