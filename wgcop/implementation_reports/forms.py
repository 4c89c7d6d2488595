"""Forms for a report on implementation: its cover, the text of a section, and its adoption."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Form, IntegerField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Optional, ValidationError

from wgcop import clock, paper
from wgcop.bodies.models import Meeting
from wgcop.fields.controls import typed, with_controls
from wgcop.implementation_reports.facts import ReportFacts
from wgcop.implementation_reports.fields import FIELDS, USUAL
from wgcop.implementation_reports.models import ImplementationReport
from wgcop.resolutions.models import Edition
from wgcop.web.fields import at_most, choices, trimmed

LONGEST = 100_000
NONE = "none"
"""The choice not to begin with the text of an earlier report."""


class _BeginningForm(Form):
    edition = SelectField(_l("Edition of the resolution"), coerce=int)
    previous = SelectField(
        _l("Start from the text of"),
        description=_l(
            "Each section begins with what that report said there, marked as unchanged until "
            "somebody changes it."
        ),
    )


@with_controls(FIELDS)
class ReportForm(_BeginningForm):
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
            **({name: getattr(last, name) for name in USUAL} if last else {}),
        )
        form.edition.choices = choices({edition.id: edition.name for edition in editions})
        form.previous.choices = choices(
            {report.slug: report.title for report in reports} | {NONE: _("Nothing: start empty")}
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
        return ReportFacts(**typed(self, FIELDS))


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
        description=_l("The decision is recorded in its report."),
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
            {meeting.slug: meeting.title for meeting in meetings}, none=_l("None in this workspace")
        )
        return form
