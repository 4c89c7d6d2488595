"""What must be said of a meeting, of an item of its agenda, and of what was decided."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DateTimeLocalField,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import (
    URL,
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from wgcop.bodies.models import Group, Meeting
from wgcop.meetings.arrangements import OPENING, Arrangements, is_zone
from wgcop.meetings.models import OUTCOME_NAMES, AgendaItem, Outcome

LONGEST_MEETING = 31


def trimmed(value: str | None) -> str:
    return (value or "").replace("\r\n", "\n").strip()


def item_id(given: object) -> int | None:
    return int(str(given)) if given else None


def day(given: str | date | None) -> date | None:
    return date.fromisoformat(given) if isinstance(given, str) and given else given or None


def outcome_of(given: object) -> Outcome | None:
    return next((outcome for outcome in Outcome if outcome == given), None)


def written(of: date) -> str:
    return format_date(of, "EEEE d MMMM", locale=get_locale())


def at_most(number: int) -> Length:
    return Length(max=number, message=_l("Use at most %(max)d characters."))


class MeetingForm(Form):
    group = SelectField(_l("Group"), coerce=int)
    number = IntegerField(
        _l("Number in the group's series"),
        [
            InputRequired(_l("Give the meeting's number.")),
            NumberRange(1, 9999, _l("Use a number from 1.")),
        ],
        description=_l("It is part of the symbol of every document: WG-COP/3/7."),
    )
    title = StringField(
        _l("Title"),
        [DataRequired(_l("Give the meeting a title.")), at_most(300)],
        filters=[trimmed],
    )
    place = StringField(
        _l("Place"),
        [DataRequired(_l("Say where people meet; “online” is a place too.")), at_most(200)],
        filters=[trimmed],
        description=_l("Town and room, as people must find it."),
    )
    starts_on = DateField(_l("First day"), [InputRequired(_l("Give the first day."))])
    ends_on = DateField(_l("Last day"), [InputRequired(_l("Give the last day."))])
    opens_at = TimeField(
        _l("Opening"), [InputRequired(_l("Say at what time it opens."))], default=OPENING
    )
    zone = StringField(
        _l("Time zone"),
        [InputRequired(_l("Choose the time zone of the place."))],
        filters=[trimmed],
        description=_l("All times of the meeting are in this zone. Write it as Europe/Zurich."),
        default="Europe/Zurich",
    )
    join_url = StringField(
        _l("Link to join"),
        [
            Optional(),
            at_most(500),
            URL(require_tld=False, message=_l("Write the whole address, with https://.")),
        ],
        filters=[trimmed],
        description=_l("Shown to those who are signed in, on top of the meeting's page."),
    )
    due = DateTimeLocalField(
        _l("Contributions due"),
        [Optional()],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        description=_l(
            "Left empty: 12 calendar days before the first day, at 23:59, in the meeting's zone."
        ),
    )
    version = HiddenField()

    @classmethod
    def to_create(
        cls, data: Any, groups: Sequence[Group], next_number: int | None
    ) -> "MeetingForm":
        form = cls(data, number=next_number)
        form.group.choices = [SelectChoice(str(group.id), group.name) for group in groups]
        return form

    @classmethod
    def to_change(cls, data: Any, meeting: Meeting) -> "MeetingForm":
        """Group and number stay: they are in the symbols of its documents."""
        arranged = arrangements_of(meeting)
        form = cls(
            data,
            **{
                name: getattr(arranged, name)
                for name in arranged.__dataclass_fields__
                if name != "due"
            },
            due=arranged.due and arranged.due.replace(tzinfo=None),
            version=str(meeting.version),
        )
        del form.group
        del form.number
        return form

    def validate_starts_on(self, field: DateField) -> None:
        if field.data and not 2000 <= field.data.year <= 2100:
            raise ValidationError(_l("Look at the year again."))

    def validate_ends_on(self, field: DateField) -> None:
        if not (field.data and self.starts_on.data):
            return
        if field.data < self.starts_on.data:
            raise ValidationError(_l("This is before the first day."))
        if field.data - self.starts_on.data >= timedelta(days=LONGEST_MEETING):
            raise ValidationError(_l("A meeting may last up to 31 days."))

    def validate_zone(self, field: StringField) -> None:
        if not is_zone(field.data or ""):
            raise ValidationError(_l("There is no such time zone. Write it as Europe/Zurich."))

    def validate_join_url(self, field: StringField) -> None:
        if field.data and not field.data.lower().startswith(("https://", "http://")):
            raise ValidationError(_l("Write the whole address, with https://."))

    def validate_due(self, field: DateTimeLocalField) -> None:
        if field.data and self.ends_on.data and field.data.date() > self.ends_on.data:
            raise ValidationError(_l("This is after the meeting."))

    @property
    def arrangements(self) -> Arrangements:
        return Arrangements(
            title=self.title.data or "",
            place=self.place.data or "",
            zone=self.zone.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            opens_at=self.opens_at.data,
            join_url=self.join_url.data or "",
            due=self.due.data and self.due.data.replace(tzinfo=ZoneInfo(self.zone.data)),
        )


def arrangements_of(meeting: Meeting) -> Arrangements:
    """As the meeting stands; `due` only where somebody chose another moment than the rule's."""
    by_rule = Arrangements(
        title=meeting.title,
        place=meeting.place,
        zone=meeting.zone,
        starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
        opens_at=meeting.opens_at,
        join_url=meeting.join_url,
    )
    if by_rule.contributions_due.astimezone(UTC) == meeting.contributions_due:
        return by_rule
    due: datetime = meeting.contributions_due.astimezone(meeting.time_zone)
    return Arrangements(**{**by_rule.__dict__, "due": due})


class ItemForm(Form):
    title = StringField(
        _l("Title"),
        [DataRequired(_l("Give the item a title.")), at_most(300)],
        filters=[trimmed, lambda typed: " ".join(typed.split())],
    )
    parent = SelectField(_l("Below"), coerce=item_id)
    minutes = IntegerField(
        _l("Duration in minutes"),
        [Optional(), NumberRange(0, 1440, _l("Use minutes from 0 to 1440."))],
        description=_l("Left empty, it lasts as long as the items below it."),
    )
    fixed_on = SelectField(_l("Day"), coerce=day)
    fixed_at = TimeField(
        _l("Fixed start"),
        [Optional()],
        description=_l("Such as after lunch; the times of what follows are counted from it."),
    )
    note = TextAreaField(_l("Note"), [at_most(5000)], filters=[trimmed])
    clauses = SelectMultipleField(_l("Clauses"), coerce=int, validate_choice=False)
    documents = SelectMultipleField(_l("Documents"), coerce=int, validate_choice=False)
    version = HiddenField()

    @classmethod
    def to_add(
        cls, data: Any, meeting: Meeting, items: Sequence[tuple[int, str]], parent: int | None
    ) -> "ItemForm":
        form = cls(data, parent=parent)
        form.parent.choices = [
            SelectChoice("", _l("Nothing: an item of its own")),
            *(SelectChoice(str(item), name) for item, name in items),
        ]
        form._offer_days(meeting)
        return form

    @classmethod
    def to_change(cls, data: Any, item: AgendaItem) -> "ItemForm":
        form = cls(
            data,
            **{
                name: getattr(item, name)
                for name in ("title", "minutes", "fixed_on", "fixed_at", "note")
            },
            clauses=[clause.id for clause in item.clauses],
            documents=[link.contribution_id for link in item.document_links],
        )
        del form.parent
        form._offer_days(item.meeting)
        return form

    def _offer_days(self, meeting: Meeting) -> None:
        count = (meeting.ends_on - meeting.starts_on).days + 1
        days = [meeting.starts_on + timedelta(days=number) for number in range(count)]
        self.fixed_on.choices = [
            SelectChoice("", _l("As it comes")),
            *(SelectChoice(day.isoformat(), written(day)) for day in days),
        ]

    def validate_fixed_at(self, field: TimeField) -> None:
        """On a meeting of one day the time says it all."""
        days = [choice.value for choice in self.fixed_on.choices if choice.value]
        if field.data and not self.fixed_on.data:
            if len(days) > 1:
                raise ValidationError(_l("Choose the day too."))
            self.fixed_on.data = date.fromisoformat(days[0])

    def validate_fixed_on(self, field: SelectField) -> None:
        if field.data and not self.fixed_at.data:
            raise ValidationError(_l("Say at what time of that day."))


class OutcomeForm(Form):
    outcome = RadioField(
        _l("Outcome"),
        [InputRequired(_l("Choose what the meeting did."))],
        choices=[SelectChoice(outcome.value, name) for outcome, name in OUTCOME_NAMES.items()],
        coerce=outcome_of,
    )
    text = TextAreaField(
        _l("Decision"),
        [at_most(20_000)],
        filters=[trimmed],
        description=_l("In the words of the meeting. It is public with the agenda."),
    )
