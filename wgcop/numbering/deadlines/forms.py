"""The secretariat's form for setting the deadlines of a group."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from wtforms import (
    Form,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from wgcop.bodies.zones import is_zone
from wgcop.numbering.deadlines.rule import LAST_MINUTE, DeadlineRule
from wgcop.numbering.kinds import KIND_NAMES, DocumentKind
from wgcop.web.fields import at_most, choices, one_line, trimmed

MOST_DAYS = 400
MOST_HOLIDAYS = 200

_HOW_MANY = NumberRange(0, MOST_DAYS, _l("Use a number from 0 to 400."))


class DeadlinesForm(Form):
    translated_days = IntegerField(
        _l("To be translated"),
        [Optional(), _HOW_MANY],
        description=_l(
            "Calendar days before the first day of the meeting. Empty: no paper is translated."
        ),
    )
    action_days = IntegerField(
        _l("Papers for action are due"),
        [InputRequired(_l("Enter how many days before the meeting papers are due.")), _HOW_MANY],
        description=_l(
            "Calendar days before the first day. Papers that arrive by then get their number at once."
        ),
    )
    delayed_days = IntegerField(
        _l("Delayed until"),
        [
            InputRequired(
                _l(
                    "Enter how many days before the meeting is the last on which a paper counts as delayed."
                )
            ),
            _HOW_MANY,
        ],
        description=_l(
            "Calendar days before the first day. What comes later is held for the next "
            "meeting. If this is the same number as above, no paper counts as delayed."
        ),
    )
    posting_days = IntegerField(
        _l("Delayed papers are posted within"),
        [
            InputRequired(_l("Enter the number of working days.")),
            NumberRange(0, 30, _l("Use a number from 0 to 30.")),
        ],
        description=_l("Working days after they arrive."),
    )
    available_days = IntegerField(
        _l("Agenda and documents are available"),
        [Optional(), _HOW_MANY],
        description=_l(
            "Calendar days before the first day. The page of each meeting shows the date. If "
            "this is empty, no date is promised."
        ),
    )
    no_deadline = SelectMultipleField(
        _l("Without a deadline"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=_l("Papers for information have no deadline."),
    )
    report_days = IntegerField(
        _l("Reports on recent events"),
        [Optional(), _HOW_MANY],
        description=_l(
            "Calendar days before the first day. If this is empty, the deadline of other "
            "papers applies."
        ),
    )
    last_minute = TimeField(
        _l("The last day ends at"),
        [Optional()],
        description=_l("If this is empty, at 23:59."),
    )
    zone = StringField(
        _l("Time zone"),
        [at_most(60)],
        filters=[one_line],
        description=_l(
            "For example Europe/Zurich. If this is empty, the zone of each meeting counts."
        ),
    )
    working_week = SelectMultipleField(
        _l("Working days"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    holidays = TextAreaField(
        _l("Holidays"),
        [at_most(4000)],
        filters=[trimmed],
        description=_l(
            "Days on which nothing is posted, one on each line, for example 2026-12-25."
        ),
    )
    version = HiddenField()

    @classmethod
    def of(cls, data: Any, rule: DeadlineRule, version: int) -> "DeadlinesForm":
        form = cls(
            data,
            translated_days=rule.translated_days,
            action_days=rule.action_days,
            delayed_days=rule.delayed_days,
            posting_days=rule.posting_days,
            available_days=rule.available_days,
            no_deadline=[kind.value for kind, days in rule.exempt.items() if days is None],
            report_days=rule.exempt.get(DocumentKind.REPORT),
            last_minute=rule.last_minute,
            zone=rule.zone,
            working_week=sorted(rule.working_week),
            holidays="\n".join(sorted(day.isoformat() for day in rule.holidays)),
            version=version,
        )
        form.no_deadline.choices = choices(
            {kind: KIND_NAMES[kind] for kind in DocumentKind if kind != DocumentKind.INFORMATION}
        )
        form.working_week.choices = choices(weekdays())
        return form

    def validate_delayed_days(self, field: IntegerField) -> None:
        if self.action_days.data is not None and field.data > self.action_days.data:
            raise ValidationError(_l("This is earlier than the deadline itself."))

    def validate_translated_days(self, field: IntegerField) -> None:
        if (
            field.data is not None
            and self.action_days.data is not None
            and field.data < self.action_days.data
        ):
            raise ValidationError(
                _l("Papers must arrive to be translated by the deadline itself, or earlier.")
            )

    def validate_zone(self, field: StringField) -> None:
        if field.data and not is_zone(field.data):
            raise ValidationError(_l("There is no such time zone. Enter it like Europe/Zurich."))

    def validate_working_week(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError(_l("Choose at least one working day."))

    def validate_holidays(self, field: TextAreaField) -> None:
        days = set()
        for line in filter(None, (line.strip() for line in field.data.split("\n"))):
            try:
                days.add(date.fromisoformat(line))
            except ValueError as error:
                raise ValidationError(
                    _l("“%(line)s” is not a date. Write it as 2026-12-25.", line=line)
                ) from error
        if len(days) > MOST_HOLIDAYS:
            raise ValidationError(_l("Up to %(num)d holidays can be kept.", num=MOST_HOLIDAYS))
        self._holidays = frozenset(days)

    @property
    def rule(self) -> DeadlineRule:
        """The rule that the form describes. It must have been validated before."""
        exempt: dict[DocumentKind, int | None] = {}
        if self.report_days.data is not None:
            exempt[DocumentKind.REPORT] = self.report_days.data
        exempt |= {DocumentKind(kind): None for kind in self.no_deadline.data}
        return DeadlineRule(
            translated_days=self.translated_days.data,
            action_days=self.action_days.data,
            delayed_days=self.delayed_days.data,
            posting_days=self.posting_days.data,
            available_days=self.available_days.data,
            exempt=exempt,
            last_minute=self.last_minute.data or LAST_MINUTE,
            zone=self.zone.data,
            working_week=frozenset(self.working_week.data),
            holidays=self._holidays,
        )


def weekdays() -> Mapping[int, str]:
    """Return the names of the weekdays in the reader's language, by number with 0 for Monday."""
    monday = date(2026, 6, 1)
    return {n: format_date(monday.replace(day=1 + n), "EEEE") for n in range(7)}
