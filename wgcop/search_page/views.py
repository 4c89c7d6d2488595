"""Views of the search page and its help page. The address of the search page holds the whole
search.
"""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from wgcop.search.kinds import kinds_in_help
from wgcop.search_engines.choice import current_engine
from wgcop.search_page import queries
from wgcop.search_page.rendering import content_of
from wgcop.search_page.search_request import current_reader, requested_address, requested_page
from wgcop.search_page.shortcuts import shortcut_to
from wgcop.search_page.tables import MOST_ROWS
from wgcop.web import current_audiences, filters_by_language, public
from wgcop.web.frames import frame_reader, in_frame

bp = Blueprint("search", __name__)


@bp.get("/search")
@public  # finds what the reader's audiences may see
@filters_by_language
def show() -> ResponseReturnValue:
    """Show the results, or lead to the document if only a symbol was typed; in quotation marks it
    is searched like other words.
    """
    reader = frame_reader()
    if set(request.args) == {"q"} and (
        named := shortcut_to(request.args["q"], current_audiences())
    ):
        return redirect(named.url, 303)
    page = queries.search_page(
        current_engine(), requested_address(), current_reader(), page=requested_page()
    )
    nothing = Markup()
    if not page.results.hits:
        if reader is not None:
            reader.leave()
            reader = None
        html = render_template("search/_nothing.html", page=page)
        nothing = Markup(html)  # noqa: S704 (a template of ours, which escapes)
    content = content_of(page, is_signed_in=current_user.is_authenticated, nothing=nothing)
    return in_frame(reader, "search/show.html", content)


@bp.get("/search/help")
@public
def help_page() -> str:
    return render_template("search/help.html", most_rows=MOST_ROWS, kinds=kinds_in_help())
