"""The news of prior work: documents that the reader follows, and those of bodies that they follow."""

from collections.abc import Iterator, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement

from wgcop.database import db
from wgcop.events.models import Entry
from wgcop.following.news import Asked, News, NewsSource
from wgcop.priorwork.models import Document
from wgcop.priorwork.queries import readable

HAPPENED = {
    "document.added": _l("Added"),
    "document.changed": _l("Imported again"),
    "document.edited": _l("Corrected"),
    "document.brought-back": _l("Available again"),
}


def _entries() -> Sequence[ColumnElement[bool]]:
    return (Entry.target_kind == "prior-work", Entry.kind.in_(tuple(HAPPENED)))


def _tell(asked: Asked) -> Iterator[News]:
    ids = [each.target_id for each in asked.happened]
    if not ids:
        return
    documents = {
        document.id: document
        for document in db.session.scalars(
            readable(asked.person.audiences).where(Document.id.in_(ids))
        )
    }
    for each in asked.happened:
        document = documents.get(each.target_id)
        if document is not None:
            yield each.as_news(
                url=document.url,
                title=document.title,
                symbol=document.symbol,
                words=str(HAPPENED[each.kinds[0]]),
            )


NEWS = NewsSource(
    "prior-work", _l("Prior work"), _tell, entries=_entries, topics=("prior-work:",), on_home=False
)
