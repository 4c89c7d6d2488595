"""The news of the registry: what others did to the entries that the reader follows, or to any entry
if they follow the registry.
"""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, or_, select

from wgcop.database import db
from wgcop.following.news import Asked, News, NewsSource
from wgcop.history.models import Entry, Topic
from wgcop.initiatives.models import REGISTRY, Initiative


def _entries() -> Sequence[ColumnElement[bool]]:
    return (
        or_(Topic.name == REGISTRY, Topic.name.startswith("initiative:", autoescape=True)),
        Entry.target_kind == "initiative",
    )


def _tell(asked: Asked) -> Iterator[News]:
    ids = [each.target_id for each in asked.happened]
    rows = db.session.scalars(select(Initiative).where(Initiative.id.in_(ids))) if ids else ()
    accepted = {each.id: each for each in rows if each.is_accepted}
    for each in asked.happened:
        entry = accepted.get(each.target_id)
        if entry is not None:
            yield each.as_news(
                url=entry.url,
                title=entry.title,
                symbol=entry.reference,
                words=_("Added") if "initiative.added" in each.kinds else _("Changed"),
            )


NEWS = NewsSource("registry", _l("New in the registry"), _tell, entries=_entries)
