"""What was found, as the page shows it: rendered once for all who find the same."""

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup

from wgcop.search.engines.protocol import Results
from wgcop.search.page.queries import Page
from wgcop.search.page.tables import MOST_ROWS
from wgcop.web.kept import kept, present_stamp


def rendered_results(page: Page, nothing: Markup) -> Markup:
    """Kept for a few seconds, until anything is written: the choices have names of rows.

    The engine gives the same results to those who see the same records, and to nobody else. So it is kept for these very
    results, which it holds on to. `nothing` says what else one could do, if there is no hit.
    """
    at = present_stamp()
    if at is None or not page.results.hits:
        return _render(page, nothing)
    key = ("results", id(page.results), str(get_locale()), page.address.url(), page.correction)
    _results, html = kept(at, key, lambda: _with_its_results(page))
    return html


def _with_its_results(page: Page) -> tuple[Results, Markup]:
    return page.results, _render(page)


def _render(page: Page, nothing: str = "") -> Markup:
    """Without a request, so that nothing of the reader can get into it but what they found."""
    html = current_app.jinja_env.get_template("search/_results.html").render(
        page=page,
        nothing=nothing,
        page_language=str(get_locale()).replace("_", "-"),
        search_text=page.correction or page.address.typed,
        most_rows=MOST_ROWS,
    )
    return Markup(html)  # noqa: S704 (a template of ours, which escapes)
