"""The forms of a proposal map: what it shows, and what goes on an agenda."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import Form, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from wgcop.accounts.narrowing import category_field, region_field
from wgcop.proposal_map.agenda_plan import ITEM_FOR_NAMES, ItemFor
from wgcop.proposal_map.narrowing import CLAUSES_NAMES, WITH_WITHDRAWN, MapNarrowing
from wgcop.proposal_map.table import MapDelegation
from wgcop.proposals.symbols import AMENDMENT_NAMES
from wgcop.web.fields import choices
from wgcop.web.joining import mark


def _select(label: Any, named: dict[Any, Any], none: Any) -> SelectField:
    return SelectField(label, choices=choices(named, none=none), default="", validate_choice=False)


class MapForm(Form):
    clauses = _select(_l("Clauses"), CLAUSES_NAMES, _l("Clauses with a proposal"))
    region = region_field()
    category = category_field(MapNarrowing.CATEGORIES)
    delegation = _select(_l("Delegation"), {}, lazy_pgettext("delegations", "All"))
    symbol = _select(_l("Symbol"), AMENDMENT_NAMES, lazy_pgettext("symbols", "All"))
    withdrawn = _select(
        _l("Proposals"), {WITH_WITHDRAWN: _l("Withdrawn ones too")}, _l("Those that stand")
    )

    @classmethod
    def of(cls, data: Any, delegations: Iterable[MapDelegation]) -> "MapForm":
        form = cls(data)
        form.delegation.choices = choices(
            {each.id: each.shown_name for each in delegations},
            none=lazy_pgettext("delegations", "All"),
        )
        return form


class AgendaFromMapForm(Form):
    """The clauses that go on an agenda. `shown` is the mark of the choice whose items the page
    showed.
    """

    item_for = RadioField(
        _l("Items"),
        choices=choices(ITEM_FOR_NAMES),
        default=ItemFor.CLAUSE.value,
        coerce=str,
        invalid_choice_message=_l("Choose what is to be an item."),
    )
    parent = SelectField(
        _l("Below"), coerce=str, invalid_choice_message=_l("This item is no longer on the agenda.")
    )
    clauses = SelectMultipleField(
        _l("Clauses"),
        [InputRequired(_l("Choose at least one clause."))],
        coerce=int,
        validate_choice=False,
    )
    resolution = HiddenField()
    shown = HiddenField()

    @classmethod
    def of(
        cls, data: Any, items: Mapping[int, str], *, resolution: str, preselected: Iterable[int]
    ) -> "AgendaFromMapForm":
        form = cls(data, clauses=list(preselected), resolution=resolution)
        form.parent.choices = choices(items, none=_l("None: items of their own"))
        return form

    @property
    def mark(self) -> str:
        """The mark of what is chosen."""
        chosen = sorted(self.clauses.data or ())
        return mark([self.item_for.data, self.parent.data, chosen])
