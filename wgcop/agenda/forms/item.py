"""The form for an item of an agenda: its title, its time, and its references."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, SelectField, SelectMultipleField, TimeField
from wtforms.validators import ValidationError

from wgcop.agenda.choices import day_name, item_id
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.fields import CLAUSES, DOCUMENTS, FIELDS, IN_FORM
from wgcop.agenda.models import AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.fields.controls import FormRow, given, rows_of, typed, with_controls
from wgcop.web.conflicts import Conflict, as_sent, in_words
from wgcop.web.fields import choices
from wgcop.web.joining import join, mark, marks_of, read_marks

KINDS = {each.name: each.kind for each in FIELDS}


@dataclass(frozen=True)
class Offered:
    """The clauses and documents that an item can refer to, by id and with their names, as far as
    its editor may see them.
    """

    clauses: Mapping[int, str]
    documents: Mapping[int, str]


@with_controls(FIELDS)
class ItemForm(Form):
    stored: Mapping[str, Any]
    """The current values of the item, by the names of the fields."""
    version_now: str

    parent = SelectField(_l("Below"), coerce=item_id)
    clauses = SelectMultipleField(CLAUSES.label, coerce=int, validate_choice=False)
    documents = SelectMultipleField(DOCUMENTS.label, coerce=int, validate_choice=False)
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
            documents = [document for document in documents if document in offered.documents]
        facts = ItemFacts.of(item)
        links = {"clauses": [clause.id for clause in item.clauses], "documents": documents}
        stored = vars(facts) | links
        form = cls(data, **given(facts), **links, version=str(item.version), marks=marks_of(stored))
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
        written = typed(self, FIELDS)
        written |= {"clauses": self.clauses.data, "documents": self.documents.data}
        joined = join(marks, self.stored, written)
        for name in joined.taken:
            self._fill(name, joined.values[name])
            self[name].raw_data = None
        self._marks, self._taken = marks, joined.taken
        return [
            Conflict(
                name,
                str(self[name].label.text),
                in_words(self[name], self.stored[name]),
                in_words(self[name], written[name]),
                as_sent(self.stored[name]),
            )
            for name in joined.conflicts
        ]

    def marks_with(self, conflicts: Iterable[Conflict]) -> str:
        """Return the marks for a page that shows the conflicts: in these fields, the writer now
        knows what others have saved.
        """
        return self._marks_knowing(
            {conflict.name: self.stored[conflict.name] for conflict in conflicts}
        )

    def marks_once_saved(self, now: "ItemForm") -> str:
        """Return the marks for a page on which somebody continues to write after the form was
        saved. `now` is the form of the item as it is then. The page does not show what was taken
        over from others.
        """
        return self._marks_knowing(
            {name: value for name, value in now.stored.items() if name not in self._taken}
        )

    def _marks_knowing(self, values: Mapping[str, Any]) -> str:
        known = {name: mark(value) for name, value in values.items()}
        return " ".join(f"{name}:{value}" for name, value in sorted((self._marks | known).items()))

    def take(self, names: Iterable[str]) -> None:
        """Take the saved value in the fields in which the writer preferred it."""
        for name in names:
            self._fill(name, self.stored[name])

    def _fill(self, name: str, value: Any) -> None:
        self[name].data = KINDS[name].given(value) if name in KINDS else value

    @property
    def facts(self) -> ItemFacts:
        return ItemFacts(**typed(self, FIELDS))

    def rows(self, part: str) -> list[FormRow]:
        """Return the controls of one part of the form; those of the rest for an empty name."""
        return rows_of(self, [field for field in IN_FORM if field.part == part])

    def _offer_days(self, meeting: Meeting) -> None:
        count = (meeting.ends_on - meeting.starts_on).days + 1
        days = [meeting.starts_on + timedelta(days=number) for number in range(count)]
        self.fixed_on.choices = choices(
            {day: day_name(day) for day in days}, none=_l("When its turn comes")
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
