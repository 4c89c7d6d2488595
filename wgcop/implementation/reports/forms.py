"""Forms for a report on implementation: its cover, the text of a section, and its adoption."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    Form,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError

from wgcop import clock, paper
from wgcop.bodies.models import Meeting
from wgcop.implementation.reports.entries import (
    ENTRIES_NAMED,
    ENTRIES_PLACES,
    EntriesNamed,
    EntriesPlace,
)
from wgcop.implementation.reports.facts import ReportFacts
from wgcop.implementation.reports.models import ImplementationReport
from wgcop.languages import LANGUAGE_NAMES
from wgcop.resolutions.models import Edition
from wgcop.web.fields import at_most, choices, one_line, trimmed

LONGEST = 100_000
NONE = "none"
"""The choice not to begin with the text of an earlier report."""


class ReportForm(Form):
    edition = SelectField(_l("Edition of the resolution"), coerce=int)
    previous = SelectField(
        _l("Begin with the words of"),
        description=_l(
            "Each section begins with what that report said there, marked as unchanged until "
            "somebody changes it."
        ),
    )
    title = StringField(
        _l("Title"),
        [DataRequired(_l("Enter a title for the report.")), at_most(300)],
        filters=[one_line],
    )
    period_from = DateField(_l("From"), [InputRequired(_l("Enter the first day of the period."))])
    period_to = DateField(_l("To"), [InputRequired(_l("Enter the last day of the period."))])
    conference = StringField(
        _l("Conference or meeting that it goes to"),
        [at_most(200)],
        filters=[one_line],
        description=_l("As its papers name it. Leave it empty for the report on a year."),
    )
    place = StringField(_l("Place"), [at_most(200)], filters=[one_line])
    starts_on = DateField(_l("First day of the conference"), [Optional()])
    ends_on = DateField(_l("Last day of the conference"), [Optional()])
    language = SelectField(
        _l("Language of the report"),
        choices=[
            SelectChoice(tag, name, render_kw={"lang": tag}) for tag, name in LANGUAGE_NAMES.items()
        ],
        default="en",
    )
    document_number = StringField(
        _l("Document number"),
        [at_most(60)],
        filters=[one_line],
        description=_l("As the secretariat of the conference gave it, such as WTDC-14/12-E."),
    )
    source = StringField(_l("Source"), [at_most(300)], filters=[one_line])
    priority_area = TextAreaField(_l("Priority area"), [at_most(1000)], filters=[trimmed])
    abstract = TextAreaField(_l("Summary in the cover box"), [at_most(5000)], filters=[trimmed])
    expected_results = TextAreaField(_l("Expected results"), [at_most(2000)], filters=[trimmed])
    action_required = TextAreaField(_l("Action required"), [at_most(2000)], filters=[trimmed])
    cited = TextAreaField(_l("References"), [at_most(2000)], filters=[trimmed])
    contact = TextAreaField(
        _l("Contact"),
        [at_most(500)],
        filters=[trimmed],
        description=_l("By role, never by name: who answers questions, and at which address."),
    )
    entries_named = SelectField(
        _l("Entries of the registry that it lists"),
        choices=choices(ENTRIES_NAMED),
        default=EntriesNamed.CHANGED.value,
        description=_l(
            "Figures and pictures always count all entries. Without a previous report, new and changed entries are counted from the first day of the period."
        ),
    )
    entries_place = SelectField(
        _l("Where they are listed"),
        choices=choices(ENTRIES_PLACES),
        default=EntriesPlace.BOTH.value,
    )
    version = IntegerField(validators=[Optional()])

    @classmethod
    def to_begin(
        cls, data: Any, editions: Sequence[Edition], reports: Sequence[ImplementationReport]
    ) -> "ReportForm":
        """Make a form for a new report on the current year, filled in from the last report."""
        last = reports[0] if reports else None
        year = clock.now().year
        form = cls(
            data,
            period_from=date(year, 1, 1),
            period_to=date(year, 12, 31),
            previous=last.slug if last else NONE,
            **(_usual(last) if last else {}),
        )
        form.edition.choices = choices({each.id: each.name for each in editions})
        form.previous.choices = choices(
            {each.slug: each.title for each in reports} | {NONE: _("Nothing: start empty")}
        )
        return form

    @classmethod
    def to_change(cls, data: Any, report: ImplementationReport) -> "ReportForm":
        form = cls(data, obj=report)
        del form.edition
        del form.previous
        return form

    def validate_period_to(self, field: DateField) -> None:
        if field.data and self.period_from.data and field.data < self.period_from.data:
            raise ValidationError(_l("This is before the first day."))

    def validate_ends_on(self, field: DateField) -> None:
        if field.data and not self.starts_on.data:
            raise ValidationError(_l("Enter the first day too."))
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_l("This is before the first day."))

    @property
    def facts(self) -> ReportFacts:
        names = [
            "title",
            "conference",
            "place",
            "language",
            "document_number",
            "source",
            "priority_area",
            "abstract",
            "expected_results",
            "action_required",
            "cited",
            "contact",
        ]
        typed: dict[str, Any] = {name: self[name].data or "" for name in names}
        return ReportFacts(
            period_from=self.period_from.data,
            period_to=self.period_to.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            entries_named=EntriesNamed(self.entries_named.data),
            entries_place=EntriesPlace(self.entries_place.data),
            **typed,
        )


class SectionForm(Form):
    text = TextAreaField(
        _l("Text"),
        filters=[trimmed],
        description=_l(
            "Start a line with - for a list item, with > for a quotation. Write *emphasis* and "
            "**strong**. An empty line starts a new paragraph."
        ),
    )
    version = IntegerField(validators=[Optional()])

    def validate_text(self, field: TextAreaField) -> None:
        if len(field.data) > LONGEST:
            raise ValidationError(_l("The text is longer than 100,000 characters."))
        try:
            paper.from_text(field.data)
        except paper.Misshapen as error:
            raise ValidationError(str(error)) from error


class SendBackForm(Form):
    words = TextAreaField(
        _l("What should be changed"),
        [DataRequired(_l("Enter what should be changed.")), at_most(2000)],
        filters=[trimmed],
    )


class AdoptionForm(Form):
    meeting = SelectField(
        _l("Meeting that adopted it"),
        description=_l("Its report has the record of the decision."),
        validate_choice=False,
    )
    note = TextAreaField(
        _l("What was decided"),
        [at_most(2000)],
        filters=[trimmed],
        description=_l("Printed with the report on its page, and sent to those who follow it."),
    )

    @classmethod
    def of(cls, data: Any, meetings: Sequence[Meeting]) -> "AdoptionForm":
        form = cls(data)
        form.meeting.choices = choices(
            {each.slug: each.title for each in meetings}, none=_l("None in this workspace")
        )
        return form


def _usual(last: ImplementationReport) -> dict[str, str]:
    """Return the facts that reports usually have in common."""
    names = (
        "language",
        "source",
        "priority_area",
        "expected_results",
        "action_required",
        "contact",
        "entries_place",
    )
    return {name: getattr(last, name) for name in names}
