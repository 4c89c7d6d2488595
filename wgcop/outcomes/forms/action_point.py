"""The forms for an action point: the task, its owner and date, and the remark when it is done or
dropped.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Form, HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Optional, ValidationError

from wgcop.accounts.models import Delegation, Person
from wgcop.outcomes.action_points import ActionFacts, ActionOwner, ActionPoint, OwnerKind
from wgcop.web.fields import at_most, trimmed


class ActionForm(Form):
    text = TextAreaField(
        _l("What is to be done"),
        [DataRequired(_l("Enter what is to be done.")), at_most(2000)],
        filters=[trimmed],
    )
    owner = SelectField(
        _l("By whom"), coerce=str, invalid_choice_message=_l("Choose one from the list.")
    )
    due_on = DateField(
        _l("Due on"),
        [Optional()],
        description=_l("If empty, it stays open until somebody says that it is done."),
    )
    version = HiddenField()

    @classmethod
    def of(
        cls,
        data: Any,
        point: ActionPoint | None,
        delegations: Sequence[Delegation],
        people: Sequence[Person],
        *,
        earliest: date,
    ) -> "ActionForm":
        """Fill the form. `earliest` is the first day of the meeting that gives the task; an earlier
        date is refused.
        """
        facts = (
            {"text": point.text, "owner": point.owner.key, "due_on": point.due_on} if point else {}
        )
        form = cls(data, **facts)
        form._offer(delegations, people, point)
        form._earliest = earliest
        return form

    def validate_due_on(self, field: DateField) -> None:
        if field.data and field.data < self._earliest:
            raise ValidationError(_("This is before the meeting."))

    def _offer(
        self,
        delegations: Sequence[Delegation],
        people: Sequence[Person],
        point: ActionPoint | None,
    ) -> None:
        """Offer the possible owners, including the current owner if their account has been closed
        since.
        """
        together = [ActionOwner(OwnerKind.SECRETARIAT), ActionOwner(OwnerKind.GROUP)]
        of_people = [ActionOwner(OwnerKind.PERSON, person=person) for person in people]
        if point and point.owner.person and point.owner.person not in people:
            of_people.append(point.owner)
        owners = {
            _("Everybody"): together,
            _("Delegations"): [
                ActionOwner(OwnerKind.DELEGATION, delegation=delegation)
                for delegation in delegations
            ],
            _("People"): of_people,
        }
        self._owners = {each.key: each for some in owners.values() for each in some}
        self.owner.choices = {
            title: [(each.key, each.name) for each in some]
            for title, some in owners.items()
            if some
        }

    @property
    def facts(self) -> ActionFacts:
        return ActionFacts(
            text=self.text.data or "",
            owner=self._owners[self.owner.data],
            due_on=self.due_on.data,
        )


class ActionReportForm(Form):
    """The remark on the outcome of an action point. A reason is required only when the meeting
    drops it.
    """

    remark = TextAreaField(_l("What was done, or why"), [at_most(2000)], filters=[trimmed])
