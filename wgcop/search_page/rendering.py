"""Renders the results of the search page, once for all readers who get the same results."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from wgcop.search_engines.protocol import Results
from wgcop.search_page.queries import Page
from wgcop.search_page.tables import MOST_ROWS
from wgcop.search_page.titles import results_in_words
from wgcop.web.kept import kept_answer, present_stamp


def content_of(page: Page, *, is_signed_in: bool, nothing: Markup) -> Mapping[str, str]:
    """Return the parts that the frame of the page shows. `nothing` suggests alternatives if there
    is no hit.

    The parts are cached for a few seconds at most, until anything is written, because the choices
    show names from rows. The engine gives the same results object to readers who see the same
    records, and to nobody else, so its identity is part of the key; the cached answer keeps a
    reference to the object, so that its id is not reused.
    """
    at = present_stamp()
    if at is None or not page.results.hits:
        return _render(page, is_signed_in, nothing)
    asked = page.address.url(), page.correction, is_signed_in
    key = ("found", id(page.results), str(get_locale()), *asked)
    _results, content = kept_answer(at, key, lambda: _with_its_results(page, is_signed_in))
    return content


def _with_its_results(page: Page, is_signed_in: bool) -> tuple[Results, Mapping[str, str]]:
    return page.results, _render(page, is_signed_in)


def _render(page: Page, is_signed_in: bool, nothing: str = "") -> Mapping[str, str]:
    """Render the parts without a request, so that nothing about the reader except their results can
    get into the cache.
    """
    typed = page.query.typed
    page = replace(page, results=results_in_words(page.results, page.query))
    return {
        "page_name": _("Search: %(words)s", words=typed) if typed else _("Search"),
        "links": _rendered("search/_links.html", page=page),
        "found": _rendered(
            "search/_found.html",
            page=page,
            is_signed_in=is_signed_in,
            nothing=nothing,
            page_language=str(get_locale()).replace("_", "-"),
            search_text=page.correction or page.address.typed,
            most_rows=MOST_ROWS,
        ),
    }


def _rendered(template: str, **shown: Any) -> Markup:
    html = current_app.jinja_env.get_template(template).render(**shown)
    return Markup(html)  # noqa: S704 (a template of ours, which escapes)
