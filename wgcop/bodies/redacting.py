"""Where the words of groups are stored, for those who have to redact some of them."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from wgcop.bodies.groups import Group
from wgcop.database import db
from wgcop.redaction.subjects import KeptWords, RedactionSubject, sign_up

GROUP = RedactionSubject(
    "group",
    _l("Group"),
    find=lambda code: db.session.scalar(select(Group).where(Group.code == code)),
    key=lambda group: group.code,
    title=lambda group: group.name,
    url=lambda group: group.url,
    may_read=lambda _group, _audiences: True,
    words=(
        KeptWords(
            "group",
            _l("Name and mandate"),
            Group,
            ("name", "mandate"),
            open=True,
            of=lambda group: Group.id == group.id,
        ),
    ),
)

sign_up(GROUP)
