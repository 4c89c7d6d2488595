"""Search results as JSON, for the API and the command."""

from wgcop.search_engines.protocol import Hit
from wgcop.search_page.answers import SearchAnswer
from wgcop.search_page.faults import faults_in_words
from wgcop.search_page.shortcuts import Destination
from wgcop.search_page.titles import hits_in_words


def as_json(answer: SearchAnswer, named: Destination | None) -> dict[str, object]:
    """Return the answer, and as `leads_to` the address of what the words name, if they are nothing
    but a symbol.
    """
    results = answer.results
    return {
        "leads_to": named and named.url,
        "correction": answer.correction,
        "understood": [
            {"facet": stated.facet, "value": stated.value, "typed": stated.typed}
            for stated in answer.query.understood
        ],
        "faults": faults_in_words(answer.query),
        "total": results.total,
        "complete": results.complete,
        "page": results.page,
        "pages": results.pages,
        "filling": results.filling,
        "hits": [hit_as_json(hit) for hit in hits_in_words(results.hits)],
        "facets": results.facets,
    }


def hit_as_json(hit: Hit) -> dict[str, object]:
    return {
        "id": hit.id,
        "kind": hit.kind,
        "title": hit.title,
        "url": hit.url,
        "snippet": str(hit.snippet),
        "score": hit.score,
        "place": hit.place,
        "symbol": hit.symbol,
        "source": hit.source,
        "body": hit.body,
        "level": hit.level,
        "region": hit.region,
        "year": hit.year,
        "date": hit.date.isoformat() if hit.date else None,
        "language": hit.language,
        "state": hit.state,
    }
