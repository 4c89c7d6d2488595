"""The forms for circulating a text under silence, and for the answers of a delegation."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import (
    BooleanField,
    DateField,
    Form,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, ValidationError

from wgcop.agenda.choices import item_id
from wgcop.agenda.models import OUTCOME_NAMES, AgendaItem, Outcome
from wgcop.bodies.models import Meeting
from wgcop.bodies.zones import is_zone
from wgcop.contributions.models import Contribution
from wgcop.markup import has_visible
from wgcop.merging.queries import words_on_table
from wgcop.outcomes.silence.models import SilenceProcedure
from wgcop.outcomes.silence.rule import end_at
from wgcop.resolutions.models import Clause
from wgcop.web.fields import at_most, choices, one_line, trimmed

BY_SILENCE = (Outcome.AGREED, Outcome.ENDORSED, Outcome.APPROVED, Outcome.ADOPTED)


def _day(label: Any) -> DateField:
    return DateField(label, [InputRequired(_l("Enter the date."))])


def _clock(label: Any) -> TimeField:
    return TimeField(label, [InputRequired(_l("Enter the time."))])


class SilenceForm(Form):
    item = SelectField(_l("Agenda item"), coerce=item_id)
    title = StringField(
        _l("Title"),
        [DataRequired(_l("Enter a title for the text.")), at_most(300)],
        filters=[one_line],
    )
    text = TextAreaField(
        _l("Text"),
        [at_most(20_000)],
        filters=[trimmed],
        description=_l(
            "The words that would be adopted. This can be empty if there is a document."
        ),
    )
    clause = SelectField(
        _l("Wording of"),
        coerce=item_id,
        description=_l("If nobody objects, the clause is agreed in these words."),
    )
    suppresses = BooleanField(
        _l("The clause is suppressed"),
        description=_l("If nobody objects, it has no words any more. Leave the text empty."),
    )
    document = SelectField(_l("Document"), coerce=item_id)
    outcome = SelectField(
        _l("Recorded as"),
        choices=choices({outcome: OUTCOME_NAMES[outcome] for outcome in BY_SILENCE}),
        coerce=Outcome,
        default=Outcome.ADOPTED,
    )
    day = _day(_l("Last day"))
    clock = _clock(_l("Until"))
    zone = StringField(
        _l("Time zone"),
        [InputRequired(_l("Choose the time zone."))],
        filters=[one_line],
        description=_l("Everybody also sees the moment in their own time zone."),
    )

    @classmethod
    def of(
        cls,
        data: Any,
        meeting: Meeting,
        items: Mapping[int, str],
        item: AgendaItem | None,
        documents: Sequence[Contribution],
        clause: int | None = None,
    ) -> "SilenceForm":
        """Fill the form. With the id of a `clause` of the item its text is the one on the table."""
        chosen = next((each for each in item.clauses if each.id == clause), None) if item else None
        text = words_on_table([chosen.id])[chosen.id] if chosen else ""
        form = cls(
            data,
            suppresses=chosen is not None and not has_visible(text),
            item=item.id if item else None,
            title=item.title if item else "",
            zone=meeting.zone,
            clause=chosen.id if chosen else None,
            text=text,
        )
        form.item.choices = choices(items, none=lazy_pgettext("no agenda item", "None"))
        clauses = item.clauses if item else []
        form._clauses = {clause.id: clause for clause in clauses}
        form.clause.choices = choices(
            {clause.id: clause.wording.citation for clause in clauses}, none=_l("No clause")
        )
        form._documents = {document.id: document for document in documents}
        form.document.choices = choices(
            {document.id: f"{document.symbol} {document.title}" for document in documents},
            none=_l("No document"),
        )
        return form

    def validate_text(self, field: TextAreaField) -> None:
        if self.suppresses.data:
            if has_visible(field.data or ""):
                raise ValidationError(_l("Leave the text empty if the clause is suppressed."))
            return
        if has_visible(field.data or ""):
            return
        if self.clause.data:
            raise ValidationError(_l("Enter the words in which the clause would be agreed."))
        if not self.document.data:
            raise ValidationError(_l("Enter the text, or choose a document."))

    def validate_suppresses(self, field: BooleanField) -> None:
        if field.data and not self.clause.data:
            raise ValidationError(_l("Choose the clause that would be suppressed."))

    def validate_zone(self, field: StringField) -> None:
        if not is_zone(field.data or ""):
            raise ValidationError(_l("There is no such time zone. Enter it like Europe/Zurich."))

    @property
    def chosen_clause(self) -> Clause | None:
        return self._clauses.get(self.clause.data)

    @property
    def chosen_document(self) -> Contribution | None:
        return self._documents.get(self.document.data)

    @property
    def ends_at(self) -> datetime:
        """The end of the silence. Valid only after the form was validated."""
        return end_at(self.day.data, self.clock.data, ZoneInfo(self.zone.data))


class ObjectionForm(Form):
    reason = TextAreaField(
        _l("Reason"),
        [
            DataRequired(_l("Enter a reason, so that a text can be found to which all agree.")),
            at_most(5000),
        ],
        filters=[trimmed],
        description=_l("Everybody who takes part reads it, with the name of your delegation."),
        id="objection-reason",  # beside a form that asks for another reason
    )


class MoreTimeForm(Form):
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Enter why you need more time.")), at_most(5000)],
        filters=[trimmed],
    )
    day = _day(_l("Until"))
    clock = _clock(lazy_pgettext("of the day", "Time"))

    def until(self, procedure: SilenceProcedure) -> datetime:
        """Return the requested time, in the time zone in which the end was announced."""
        return end_at(self.day.data, self.clock.data, ZoneInfo(procedure.zone))
