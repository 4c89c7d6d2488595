"""The form for an item of an agenda: its title, its time, and its references."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    Form,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, NumberRange, Optional, ValidationError

from wgcop.agenda.choices import day, day_name, item_id
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.kinds import ITEM_KIND_NAMES, NOTE_READER_NAMES, ItemKind, NoteReaders
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.web.conflicts import Conflict, as_sent, in_words
from wgcop.web.fields import at_most, choices, one_line, trimmed
from wgcop.web.joining import join, mark, marks_of, read_marks


def kind(value: object) -> ItemKind | None:
    return next((each for each in ItemKind if each == value), None)


def readers(value: object) -> NoteReaders:
    """Return the readers of a note. For an unknown value, return the smallest group, the officers."""
    return next((each for each in NoteReaders if each == value), NoteReaders.OFFICERS)


@dataclass(frozen=True)
class Offered:
    """The clauses and documents that an item can refer to, by id and with their names, as far as
    its editor may see them.
    """

    clauses: Mapping[int, str]
    documents: Mapping[int, str]


class ItemForm(Form):
    stored: Mapping[str, Any]
    """The present values of the item, by the names of the fields."""
    version_now: str

    title = StringField(
        _l("Title"),
        [DataRequired(_l("Enter a title for the item.")), at_most(300)],
        filters=[one_line],
    )
    parent = SelectField(_l("Below"), coerce=item_id)
    planned_minutes = IntegerField(
        _l("Duration in minutes"),
        [Optional(), NumberRange(0, 1440, _l("Use minutes from 0 to 1440."))],
        name="minutes",
        description=_l("If empty, it lasts as long as the items below it."),
    )
    fixed_on = SelectField(_l("Day"), coerce=day)
    fixed_at = TimeField(
        _l("Fixed start"),
        [Optional()],
        description=_l("For example after lunch. The times of the next items are counted from it."),
    )
    kind = SelectField(
        _l("Kind"),
        coerce=kind,
        choices=choices(ITEM_KIND_NAMES, none=_l("None")),
    )
    presenter = StringField(
        _l("Presented by"),
        [at_most(200)],
        filters=[one_line],
        description=_l("A source, a delegation or an office: “Kenya”, “Rapporteur, Question 3/2”."),
    )
    note = TextAreaField(_l("Note"), [at_most(5000)], filters=[trimmed])
    note_for = SelectField(
        _l("Who reads the note"),
        coerce=readers,
        choices=choices(NOTE_READER_NAMES),
        default=NoteReaders.EVERYBODY,
    )
    clauses = SelectMultipleField(_l("Clauses"), coerce=int, validate_choice=False)
    documents = SelectMultipleField(_l("Documents"), coerce=int, validate_choice=False)
    version = HiddenField()
    marks = HiddenField()
    """Marks of the values that each field had when the form was opened; `web.joining` reads them.
    """

    @classmethod
    def to_add(
        cls, data: Any, meeting: Meeting, items: Mapping[int, str], parent: int | None
    ) -> "ItemForm":
        form = cls(data, parent=parent)
        form.parent.choices = choices(items, none=_l("None: an item of its own"))
        form._offer_days(meeting)
        return form

    @classmethod
    def to_change(cls, data: Any, item: AgendaItem, offered: Offered | None = None) -> "ItemForm":
        """Fill the form from an item. Documents that the editor may not see are neither shown nor
        compared.
        """
        documents = [link.contribution_id for link in item.document_links]
        if offered:
            documents = [each for each in documents if each in offered.documents]
        stored = vars(ItemFacts.of(item)) | {
            "clauses": [clause.id for clause in item.clauses],
            "documents": documents,
        }
        form = cls(data, **stored, version=str(item.version), marks=marks_of(stored))
        if offered:
            form.clauses.choices = choices(offered.clauses)
            form.documents.choices = choices(offered.documents)
        del form.parent
        form._offer_days(item.meeting)
        form.stored = stored
        form.version_now = str(item.version)
        return form

    def join(self) -> list[Conflict]:
        """Take over what others have saved in fields that were not changed here, and return the
        conflicts: fields that both changed.
        """
        marks = read_marks(self.marks.data if self.marks.raw_data else "")
        if not marks and not (self.version.raw_data and self.version.data == self.version_now):
            marks = dict.fromkeys(self.stored, "unknown")
        joined = join(marks, self.stored, {name: self[name].data for name in self.stored})
        for name in joined.taken:
            self[name].data, self[name].raw_data = joined.values[name], None
        self._marks = marks
        return [
            Conflict(
                name,
                str(self[name].label.text),
                in_words(self[name], self.stored[name]),
                in_words(self[name], self[name].data),
                as_sent(self.stored[name]),
            )
            for name in joined.conflicts
        ]

    def marks_with(self, conflicts: Iterable[Conflict]) -> str:
        """Return the marks for a page that shows the conflicts: in these fields, the writer now
        knows what others have saved.
        """
        known = {each.name: mark(self.stored[each.name]) for each in conflicts}
        return " ".join(f"{name}:{value}" for name, value in sorted((self._marks | known).items()))

    def take(self, names: Iterable[str]) -> None:
        """Take the saved value in the fields in which the writer preferred it."""
        for name in names:
            self[name].data = self.stored[name]

    @property
    def facts(self) -> ItemFacts:
        return ItemFacts(**{field.name: self[field.name].data for field in fields(ItemFacts)})

    def _offer_days(self, meeting: Meeting) -> None:
        count = (meeting.ends_on - meeting.starts_on).days + 1
        days = [meeting.starts_on + timedelta(days=number) for number in range(count)]
        self.fixed_on.choices = choices(
            {each: day_name(each) for each in days}, none=_l("When its turn comes")
        )

    def validate_fixed_at(self, field: TimeField) -> None:
        """Check that a fixed time has a day. For a meeting of one day, that day is taken."""
        days = [choice.value for choice in self.fixed_on.choices if choice.value]
        if field.data and not self.fixed_on.data:
            if len(days) > 1:
                raise ValidationError(_l("Choose the day too."))
            self.fixed_on.data = date.fromisoformat(days[0])

    def validate_fixed_on(self, field: SelectField) -> None:
        if field.data and not self.fixed_at.data:
            raise ValidationError(_l("Enter the time of day."))
