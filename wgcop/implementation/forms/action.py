"""Forms for an action: its facts, its progress, and a reviewer's remark."""

from collections.abc import Sequence
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
from wtforms.validators import DataRequired, Optional, ValidationError

from wgcop import clock
from wgcop.accounts.models import Delegation
from wgcop.implementation.facts import ImplementationFacts
from wgcop.implementation.models import ImplementationAction
from wgcop.implementation.states import PROGRESS_NAMES, ProgressState
from wgcop.markup import has_visible
from wgcop.web.fields import at_most, choices, one_line, trimmed


class ImplementationForm(Form):
    what = TextAreaField(
        _l("What is done"),
        [DataRequired(_l("Enter what is being done.")), at_most(1000)],
        filters=[trimmed],
        description=_l("In one sentence: “Train 200 teachers in three districts.”"),
    )
    asked = StringField(_l("Whom the clause asks"), [at_most(300)], filters=[one_line])
    delegation = SelectField(
        _l("Lead delegation"),
        coerce=int,
        description=_l("Its members write about this action."),
        invalid_choice_message=_l("Choose one from the list."),
    )
    lead = StringField(
        _l("Who leads it"),
        [at_most(300)],
        filters=[one_line],
        description=_l("The body that does it. If empty, the delegation."),
    )
    partners = TextAreaField(
        _l("Partners"), [at_most(2000)], filters=[trimmed], description=_l("One in each line.")
    )
    starts_on = DateField(_l("Begins on"), [Optional()])
    due_on = DateField(_l("Due on"), [Optional()])
    outputs = TextAreaField(
        _l("Outputs"),
        [at_most(3000)],
        filters=[trimmed],
        description=_l("Results so far: guidelines, trained people, a hotline."),
    )
    version = IntegerField(validators=[Optional()])

    @classmethod
    def of(
        cls,
        data: Any,
        delegations: Sequence[Delegation],
        *,
        may_choose_none: bool,
        action: ImplementationAction | None = None,
        asked: str = "",
    ) -> "ImplementationForm":
        """Make the form. `delegations` are those for which the writer may add an action."""
        facts: dict[str, Any] = {"asked": asked, "delegation": 0}
        if len(delegations) == 1 and not may_choose_none:
            facts["delegation"] = delegations[0].id
        if action:
            facts = {
                "what": action.what,
                "asked": action.asked,
                "lead": action.lead,
                "delegation": action.delegation_id or 0,
                "partners": "\n".join(action.partners),
                "outputs": action.outputs,
                "starts_on": action.starts_on,
                "due_on": action.due_on,
                "version": action.version,
            }
        form = cls(data, **facts)
        nobody = [(0, _("No delegation"))] if may_choose_none else []
        form.delegation.choices = [
            *nobody,
            *((delegation.id, delegation.shown_name) for delegation in delegations),
        ]
        form._names = {delegation.id: delegation.name for delegation in delegations}
        return form

    def validate_what(self, field: TextAreaField) -> None:
        if not has_visible(field.data or ""):
            raise ValidationError(_("Enter what is being done."))

    def validate_lead(self, field: StringField) -> None:
        is_the_delegation = self.delegation.data and not field.data
        if not is_the_delegation and not has_visible(field.data or ""):
            raise ValidationError(_("Name who leads it."))

    def validate_due_on(self, field: DateField) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("It is due before it begins."))

    def validate_partners(self, field: TextAreaField) -> None:
        if any(len(line) > 300 for line in (field.data or "").splitlines()):
            raise ValidationError(_("Use at most 300 characters in a line."))

    @property
    def facts(self) -> ImplementationFacts:
        delegation = self.delegation.data or None
        return ImplementationFacts(
            what=self.what.data or "",
            asked=self.asked.data or "",
            lead=self.lead.data or self._names.get(self.delegation.data, ""),
            delegation_id=delegation,
            partners=tuple(filter(None, map(one_line, (self.partners.data or "").splitlines()))),
            outputs=self.outputs.data or "",
            starts_on=self.starts_on.data,
            due_on=self.due_on.data,
        )


class ProgressForm(Form):
    progress = SelectField(_l("Progress"), choices=choices(PROGRESS_NAMES))
    words = TextAreaField(
        _l("In words"),
        [at_most(3000)],
        filters=[trimmed],
        description=_l("What was done, what is missing. If it is dropped: why."),
    )
    on = DateField(_l("As of"), [DataRequired(_l("Enter a date."))])
    version = IntegerField(validators=[DataRequired()])

    @classmethod
    def of(cls, data: Any, action: ImplementationAction) -> "ProgressForm":
        return cls(
            data,
            progress=action.progress.value,
            on=clock.now().date(),
            version=action.version,
        )

    def validate_on(self, field: DateField) -> None:
        if field.data and field.data > clock.latest_day():
            raise ValidationError(
                _("This day is still to come. State the progress of today or of an earlier day.")
            )

    def validate_words(self, field: TextAreaField) -> None:
        if self.progress.data == ProgressState.DROPPED and not has_visible(field.data or ""):
            raise ValidationError(_("Enter why it is dropped."))

    @property
    def state(self) -> ProgressState:
        return ProgressState(self.progress.data)


class ReviewForm(Form):
    """The remark of a reviewer; sending something back needs a reason."""

    words = TextAreaField(
        _l("Remark, or what should be changed"), [at_most(3000)], filters=[trimmed]
    )
    version = IntegerField(validators=[DataRequired()])
