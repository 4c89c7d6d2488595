"""The news of brackets: what was opened, joined, changed and lifted on clauses that the reader follows."""

from collections.abc import Iterator, Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select

from wgcop.brackets.models import Bracket, with_all
from wgcop.database import db
from wgcop.events.models import Entry
from wgcop.following.news import Asked, News, NewsSource

_TOLD: dict[str, LazyString] = {
    "bracket.opened": _l("Opened"),
    "bracket.joined": _l("Joined by another owner"),
    "bracket.left": _l("Lifted by one of its owners"),
    "bracket.reworded": _l("Alternatives changed"),
    "bracket.lifted": _l("Lifted"),
    "bracket.reopened": _l("Opened again"),
}


def _entries() -> Sequence[ColumnElement[bool]]:
    return Entry.target_kind == "bracket", Entry.kind.in_(_TOLD)


def _tell(asked: Asked) -> Iterator[News]:
    ids = [each.target_id for each in asked.happened]
    rows = _named(ids) if ids else {}
    for each in asked.happened:
        if bracket := rows.get(each.target_id):
            yield each.as_news(
                url=bracket.url, title=bracket.title, words=str(_TOLD[each.kinds[0]])
            )


def _named(ids: Sequence[int]) -> dict[int, Bracket]:
    rows = db.session.scalars(select(Bracket).where(Bracket.id.in_(ids)).options(*with_all()))
    return {each.id: each for each in rows}


NEWS = NewsSource(
    "brackets", _l("Brackets"), _tell, entries=_entries, topics=("clause:",), on_home=False
)
