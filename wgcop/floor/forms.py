"""The forms of the room: requests for the floor, the end of a break, minutes, and an announcement."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import Form, IntegerField, SelectField, TextAreaField, TimeField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError

from wgcop.accounts.models import Delegation
from wgcop.floor.speakers import FloorKind
from wgcop.web.fields import at_most, choices, trimmed

KIND_NAMES = {
    FloorKind.INTERVENTION: _l("Ask for the floor"),
    FloorKind.POINT_OF_ORDER: _l("Point of order"),
    FloorKind.REPLY: _l("Right of reply"),
}
MOST_MINUTES = 24 * 60


class Minutes(IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Enter a number of minutes.")) from None


class ClockTime(TimeField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Enter a time of day, such as 11:30.")) from None


class FloorForm(Form):
    """The form of a request for the floor. `delegation` is the one that the chair puts on the list;
    if it is empty, people ask for themselves.
    """

    kind = SelectField(
        lazy_pgettext("why somebody asks for the floor", "For"), choices=choices(KIND_NAMES)
    )
    delegation = SelectField(_l("Delegation"), coerce=str, validate_choice=False)

    @classmethod
    def of(cls, data: Any, delegations: Sequence[Delegation]) -> "FloorForm":
        form = cls(data, kind=FloorKind.INTERVENTION.value)
        form.kind.data = form.kind.data or FloorKind.INTERVENTION.value
        form._delegations = {str(delegation.id): delegation for delegation in delegations}
        return form

    def validate_delegation(self, field: SelectField) -> None:
        if field.data and field.data not in self._delegations:
            raise ValidationError(_l("Choose one from the list."))

    @property
    def chosen(self) -> Delegation | None:
        return self._delegations.get(self.delegation.data or "")


class BreakForm(Form):
    until = ClockTime(_l("Break until"), [Optional()])


class AnnouncementForm(Form):
    text = TextAreaField(
        _l("Announcement"),
        [DataRequired(_l("Enter the announcement.")), at_most(1_000)],
        filters=[trimmed],
    )


class MinutesForm(Form):
    """The form for the minutes to add, or to subtract if negative."""

    minutes = Minutes(
        _l("Minutes more"),
        [
            InputRequired(_l("Enter a number of minutes.")),
            NumberRange(-MOST_MINUTES, MOST_MINUTES, _l("Enter a number of minutes, up to a day.")),
        ],
    )


class LimitForm(Form):
    minutes_each = Minutes(
        _l("Minutes for each intervention"),
        [Optional(), NumberRange(1, 120, _l("Enter 1 to 120 minutes, or nothing for no limit."))],
    )
