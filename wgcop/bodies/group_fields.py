"""The fields of a group: one list for its form and its page.

A new field needs only a line here, a column of the model, and a migration. Everybody, guests
included, can read it.
"""

from flask_babel import lazy_gettext as _l

from wgcop.bodies.groups import GROUP_KIND_NAMES, GroupKind
from wgcop.fields.field import Field, Needed
from wgcop.fields.kinds import LongText, OneOf, TextLine

FIELDS: tuple[Field, ...] = (
    Field(
        "name",
        _l("Name"),
        TextLine(300),
        needed=Needed(_l("Enter a name for the group.")),
        help=_l("Everybody, guests included, can read it."),
        is_row=False,
    ),
    Field(
        "kind",
        _l("Kind"),
        OneOf(GroupKind, GROUP_KIND_NAMES),
        default=GroupKind.AD_HOC_GROUP,
        look={"optional": False},
        is_row=False,
    ),
    Field(
        "mandate",
        _l("Mandate"),
        LongText(5000),
        part="task",
        help=_l(
            "Its task and its time limit, in a few sentences. Everybody, guests included, can read it."
        ),
        is_row=False,
    ),
)
