"""The form for a statement or a reservation for the record, which is recorded exactly as it is
handed in.
"""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import Form, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from wgcop.accounts.models import Delegation
from wgcop.agenda.models import AgendaItem
from wgcop.markup import has_visible
from wgcop.outcomes.statements import STATEMENT_NAMES, DeliveredStatement, StatementKind
from wgcop.resolutions.models import Clause
from wgcop.web.fields import at_most, choices


class StatementForm(Form):
    kind = RadioField(
        _l("Kind"),
        [InputRequired(_l("Choose whether it is a statement or a reservation."))],
        coerce=str,
        invalid_choice_message=_l("Choose whether it is a statement or a reservation."),
    )
    delegation = SelectField(
        _l("On behalf of"),
        [InputRequired(_l("Choose one from the list."))],
        coerce=str,
        invalid_choice_message=_l("Choose one from the list."),
    )
    clause = SelectField(
        _l("About"), coerce=str, invalid_choice_message=_l("Choose one from the list.")
    )
    text = TextAreaField(
        _l("Words"),
        [at_most(20_000)],
        description=_l(
            "They go on record exactly as they stand here. Nobody can change them afterwards: a correction "
            "is shown beside them."
        ),
    )

    @classmethod
    def to_deliver(
        cls,
        data: Any,
        item: AgendaItem,
        kinds: Sequence[StatementKind],
        delegations: Sequence[Delegation],
    ) -> "StatementForm":
        """Return the form for a new statement. `delegations` contains all delegations on whose
        behalf the secretariat may write, or only the one that the writer speaks for.
        """
        form = cls(data, kind=kinds[0].value)
        form.kind.choices = choices({kind: STATEMENT_NAMES[kind] for kind in kinds})
        form._delegations = {str(delegation.id): delegation for delegation in delegations}
        form.delegation.choices = choices(
            {key: each.shown_name for key, each in form._delegations.items()},
            none=lazy_pgettext("nothing chosen yet", "Choose"),
        )
        if len(delegations) == 1:
            del form.delegation
        form._clauses = {str(clause.id): clause for clause in item.clauses}
        form.clause.choices = choices(
            {key: each.wording.citation for key, each in form._clauses.items()},
            none=_l("The item as a whole"),
        )
        if not item.clauses:
            del form.clause
        return form

    @classmethod
    def to_correct(cls, data: Any, statement: DeliveredStatement) -> "StatementForm":
        """Return the form for a correction: kind, delegation and clause stay as they are."""
        form = cls(data, text=statement.text)
        del form.kind, form.delegation, form.clause
        form._delegations = {"": statement.delegation}
        return form

    def validate_text(self, field: TextAreaField) -> None:
        if not has_visible(field.data or ""):
            raise ValidationError(_l("Enter the words that go on record."))

    @property
    def chosen_delegation(self) -> Delegation:
        if "delegation" in self:
            return self._delegations[self.delegation.data]
        return next(iter(self._delegations.values()))

    @property
    def chosen_clause(self) -> Clause | None:
        return self._clauses.get(self.clause.data) if "clause" in self else None
