"""Search results for programs: JSON, CSV and Atom. Also the suggestions for the search box."""

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, request
from flask_babel import gettext as _

from wgcop import clock
from wgcop.database import db
from wgcop.errors import Invalid
from wgcop.search import record_dates
from wgcop.search.question.query import Order
from wgcop.search_engines.choice import current_engine
from wgcop.search_page.addresses import Address
from wgcop.search_page.answers import SearchAnswer, answer
from wgcop.search_page.faults import faults_in_words
from wgcop.search_page.feeds import MOST_ENTRIES, Feed, as_atom
from wgcop.search_page.results_json import as_json
from wgcop.search_page.search_request import current_reader, page_of_program, requested_address
from wgcop.search_page.shortcuts import shortcut_to
from wgcop.search_page.suggestions import suggestions
from wgcop.search_page.tables import MOST_ROWS, as_csv
from wgcop.web import current_audiences, filters_by_language, public, site

bp = Blueprint("search_api", __name__)


def answer_at(address: Address, *, page: int = 1, size: int = 20) -> SearchAnswer:
    """Answer the search at this address for a program. Raise Invalid if the question makes no
    sense: a program gets an error instead of results that look like an answer.
    """
    found = answer(current_engine(), address, current_reader(), page=page, size=size)
    if found.query.faults and found.query.says_nothing:
        raise Invalid(" ".join(faults_in_words(found.query)))
    return found


@bp.get("/search.json")
@bp.get("/api/v1/search")
@public  # finds what the reader's audiences may see
@filters_by_language
def search() -> Response:
    address = requested_address()
    found = answer_at(address, page=page_of_program())
    return jsonify(as_json(found, shortcut_to(address.typed, current_audiences())))


@bp.get("/search.csv")
@public  # finds what the reader's audiences may see
@filters_by_language
def table() -> Response:
    """Answer a search as CSV, with the first rows only. The header `X-Total-Count` has the number
    of all results.
    """
    results = answer_at(requested_address(), size=MOST_ROWS).results
    answer = Response(as_csv(results.hits, root=site()), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="search.csv"'
    answer.headers["X-Total-Count"] = str(results.total)
    if results.filling:
        answer.headers["X-Index"] = "filling"
    return answer


@bp.get("/search.atom")
@public  # finds what the reader's audiences may see
@filters_by_language
def feed() -> Response:
    """Answer a search as an Atom feed, newest records first, regardless of the order of the page."""
    address = requested_address()
    results = answer_at(address.by(Order.DATE), size=MOST_ENTRIES).results
    written = as_atom(
        Feed(
            title=_("WG-COP: %(words)s", words=address.typed or _("Search")),
            name=address.url(path="search"),
            root=site(),
            page=address.url(),
            address=address.url(path="/search.atom"),
        ),
        results.hits,
        updated=record_dates.unchanged_since(db.session, (hit.id for hit in results.hits)),
        now=clock.now(),
    )
    return Response(written, mimetype="application/atom+xml")


@bp.get("/search/suggestions")
@public  # offers what the reader's audiences may see
@filters_by_language
def suggest() -> Response:
    offered = suggestions(current_engine(), request.args.get("q", ""), current_reader())
    answer = jsonify(suggestions=[asdict(suggestion) for suggestion in offered])
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
