"""The form for the arrangements of a meeting."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import DateField, DateTimeLocalField, Form, HiddenField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional, ValidationError

from wgcop.agenda.meeting_fields import FIELDS
from wgcop.bodies.models import Group, Meeting
from wgcop.fields.controls import typed, with_controls
from wgcop.meetings.arrangements import Arrangements
from wgcop.numbering.deadlines.models import rule_of
from wgcop.numbering.deadlines.rule import DeadlineRule
from wgcop.web.fields import choices

LONGEST_MEETING = 31


class _SeriesForm(Form):
    group = SelectField(_l("Group"), coerce=int)
    number = IntegerField(
        _l("Number in the group's series"),
        [
            Optional(),
            NumberRange(1, 9999, _l("Use a number from 1.")),
        ],
        description=_l(
            "It is part of the symbol of every document: WG-COP/3/7. If empty, the next one."
        ),
    )


@with_controls(FIELDS)
class MeetingForm(_SeriesForm):
    due = DateTimeLocalField(
        _l("Contributions due"),
        [Optional()],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        description=_l("If empty, the group's rule decides."),
    )
    version = HiddenField()

    @classmethod
    def to_create(
        cls, data: Any, groups: Sequence[Group], next_number: int | None
    ) -> "MeetingForm":
        form = cls(data, number=next_number)
        form._offer_rules({group.id: rule_of(group) for group in groups})
        form.group.choices = choices({group.id: f"{group.code}: {group.name}" for group in groups})
        return form

    @classmethod
    def to_change(cls, data: Any, meeting: Meeting) -> "MeetingForm":
        """Fill the form from a meeting. Group and number cannot be changed, because they are part
        of the symbols of its documents.
        """
        rule = rule_of(meeting.group)
        arranged = Arrangements.of_meeting(meeting, rule)
        due = arranged.due and arranged.due.replace(tzinfo=None)
        form = cls(data, **(vars(arranged) | {"due": due, "version": str(meeting.version)}))
        form._offer_rules({meeting.group_id: rule})
        del form.group
        del form.number
        return form

    def _offer_rules(self, rules: Mapping[int, DeadlineRule]) -> None:
        """Keep the deadline rules by group. If all groups have the same rule, the form shows the
        deadline that applies if the field is left empty.
        """
        self._rules = rules
        deadlines = {(rule.action_days, rule.last_minute) for rule in rules.values()}
        if len(deadlines) == 1:
            days, last_minute = deadlines.pop()
            self.due.description = _l(
                "If empty: %(num)d calendar days before the first day, at %(time)s, as the group's rule says.",
                num=days,
                time=f"{last_minute:%H:%M}",
            )

    @property
    def _rule(self) -> DeadlineRule:
        chosen = self.group.data if "group" in self else next(iter(self._rules), 0)
        return self._rules.get(chosen, DeadlineRule())

    def validate_starts_on(self, field: DateField) -> None:
        if field.data and not 2000 <= field.data.year <= 2100:
            raise ValidationError(_l("Use a year from 2000 to 2100."))

    def validate_ends_on(self, field: DateField) -> None:
        if not (field.data and self.starts_on.data):
            return
        if field.data < self.starts_on.data:
            raise ValidationError(_l("This is before the first day."))
        if field.data - self.starts_on.data >= timedelta(days=LONGEST_MEETING):
            raise ValidationError(_l("A meeting may last up to 31 days."))

    def validate_due(self, field: DateTimeLocalField) -> None:
        if field.data and self.ends_on.data and field.data.date() > self.ends_on.data:
            raise ValidationError(_l("This is after the meeting."))

    @property
    def arrangements(self) -> Arrangements:
        return Arrangements(
            **typed(self, FIELDS),
            due=self.due.data and self.due.data.replace(tzinfo=ZoneInfo(self.zone.data)),
            rule=self._rule,
        )
