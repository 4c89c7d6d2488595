"""The forms for proposing an item or a document for an agenda, and for declining a proposal with a
reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import Form, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from wgcop.accounts.models import Delegation
from wgcop.agenda.choices import item_id
from wgcop.agenda.fields import DURATION
from wgcop.fields.controls import control
from wgcop.web.fields import at_most, choices, one_line, trimmed


class ProposalForm(Form):
    delegation = SelectField(lazy_pgettext("in whose name", "For"), coerce=int)
    title = StringField(
        _l("Title"),
        [at_most(300)],
        filters=[one_line],
        description=_l("What the meeting should take up. If empty, the title of the document."),
    )
    contribution = SelectField(_l("Document"), coerce=item_id)
    under = SelectField(_l("Under"), coerce=item_id)
    planned_minutes = control(DURATION.kind, replace(DURATION, help=None))
    reason = TextAreaField(
        _l("Reason"),
        [at_most(2000)],
        filters=[trimmed],
        description=_l("Only the secretariat, the chair and your delegation read it."),
    )

    @classmethod
    def of(
        cls,
        data: Any,
        delegations: Iterable[Delegation],
        documents: Mapping[int, str],
        items: Mapping[int, str],
        **values: Any,
    ) -> "ProposalForm":
        form = cls(data, **values)
        form.delegation.choices = choices(
            {delegation.id: delegation.shown_name for delegation in delegations}
        )
        form.contribution.choices = choices(documents, none=lazy_pgettext("no document", "None"))
        form.under.choices = choices(items, none=_l("An item of its own"))
        return form

    def validate_title(self, field: StringField) -> None:
        if not field.data and not self.contribution.data:
            field.errors = [*field.errors, _l("Enter a title for the item, or choose a document.")]


class DecliningForm(Form):
    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Enter a reason, so that the delegation knows.")), at_most(2000)],
        filters=[trimmed],
    )
