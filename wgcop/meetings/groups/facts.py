"""The facts that people enter about a group."""

from flask_babel import lazy_gettext as _l

from wgcop.accounts.roles import LEADERS
from wgcop.bodies.group_fields import FIELDS
from wgcop.fields.facts import Facts
from wgcop.fields.field import Field
from wgcop.fields.kinds import Exact, FieldKind

LINKS = (
    Field("parent", _l("Serves"), Exact()),
    Field("question", _l("Works on"), Exact()),
    Field("leaders", _l("Led by"), FieldKind(), default=()),
    Field("deputies", _l("With"), FieldKind(), default=()),
    Field("open_to_all", _l("Members"), FieldKind(), default=True),
    Field("delegations", _l("Delegations"), FieldKind(), default=()),
    Field("people", _l("People"), FieldKind(), default=()),
)
"""Other rows that belong to a group. The form has controls of its own for them."""


class GroupFacts(Facts):
    """The facts that people enter about a group. `leaders` preside and `deputies` replace them, in
    the offices of its kind. Members are named only if the group is not open to all.
    """

    fields = (*FIELDS, *LINKS)

    @property
    def has_deputies(self) -> bool:
        return LEADERS[self.kind][1] is not None
