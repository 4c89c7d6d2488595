"""The news of saved searches: those that have new results."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from wgcop.accounts.any_reader import ANY_READER
from wgcop.following.news import Asked, News, NewsSource
from wgcop.following.searches import queries
from wgcop.search_engines.choice import current_engine


def _tell(asked: Asked) -> Iterator[News]:
    return (each for each in queries.news(current_engine(), asked.person) if each.count)


NEWS = NewsSource(
    "searches",
    _l("New in your saved searches"),
    _tell,
    may_have=lambda: queries.has_saved_searches(ANY_READER),
)
