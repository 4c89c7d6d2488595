"""The titles of hits in the reader's language, where the workspace words them itself."""

from collections.abc import Iterable
from dataclasses import replace

from wgcop.database import db
from wgcop.i18n import language_of_page
from wgcop.search.question.query import Query
from wgcop.search.records import model_of
from wgcop.search_engines.hits import marker
from wgcop.search_engines.protocol import Hit, Results

_NOTHING = Query(frozenset())


def results_in_words(results: Results, query: Query) -> Results:
    """Return the results with titles that mark what the query asks for."""
    hits = hits_in_words([*results.hits, *results.related], query)
    count = len(results.hits)
    return replace(results, hits=tuple(hits[:count]), related=tuple(hits[count:]))


def hits_in_words(hits: Iterable[Hit], query: Query = _NOTHING) -> list[Hit]:
    found = list(hits)
    stored: dict[str, dict[str, str]] = {}
    for hit in found:
        stored.setdefault(hit.kind, {})[hit.id] = hit.title
    titles: dict[str, str] = {}
    for kind, of_kind in stored.items():
        titles |= model_of(kind).titles_in_words(of_kind, db.session)
    language, marks = language_of_page(), marker(query)
    return [
        hit._replace(
            title=titles[hit.id],
            marked_title=marks.marked(titles[hit.id], language),
            title_language=language,
        )
        if hit.id in titles
        else hit
        for hit in found
    ]
