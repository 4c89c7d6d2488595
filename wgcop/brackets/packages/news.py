"""The news of packages: what was linked on clauses that the reader follows, and what moved in them."""

from collections.abc import Iterator, Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement

from wgcop.brackets.packages.queries import packages_by_id
from wgcop.events.models import Entry
from wgcop.following.news import Asked, News, NewsSource

_TOLD: dict[str, LazyString] = {
    "package.linked": _l("Linked into a package"),
    "package.moved": _l("One of the package has moved"),
    "package.dissolved": _l("Dissolved"),
}


def _entries() -> Sequence[ColumnElement[bool]]:
    return Entry.target_kind == "package", Entry.kind.in_(_TOLD)


def _tell(asked: Asked) -> Iterator[News]:
    ids = [each.target_id for each in asked.happened]
    rows = packages_by_id(ids) if ids else {}
    for each in asked.happened:
        if package := rows.get(each.target_id):
            yield each.as_news(
                url=package.url, title=package.title, words=str(_TOLD[each.kinds[0]])
            )


NEWS = NewsSource(
    "packages", _l("Packages"), _tell, entries=_entries, topics=("clause:",), on_home=False
)
