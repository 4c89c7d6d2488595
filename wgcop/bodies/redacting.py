"""Where the words of groups are stored, for those who have to redact some of them."""

from flask_babel import lazy_gettext as _l

from wgcop.bodies.groups import Group
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up

GROUP = RedactionSubject(
    "group",
    _l("Group"),
    Group,
    (KeptWords("group", _l("Name and mandate"), Group),),
    key_column="code",
    title=lambda group: group.name,
    may_read=lambda _group, _audiences: True,
    is_open=True,
)

sign_up(GROUP)
