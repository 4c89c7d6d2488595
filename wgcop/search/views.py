"""The search page, which is its own address: what was asked, what was chosen, which page."""

from flask import Blueprint, render_template, request

from wgcop.search import queries
from wgcop.search.engines import current_engine
from wgcop.web import current_audiences, public

bp = Blueprint("search", __name__)


@bp.get("/search")
@public  # finds what the reader's audiences may see
def show() -> str:
    typed = request.args.get("q", "")
    page = queries.search_page(
        current_engine(),
        typed,
        audiences=current_audiences(),
        chosen=queries.chosen_from(request.args.to_dict(flat=False)),
        page=request.args.get("page", 1, type=int),
    )
    return render_template(
        "search/show.html", page=page, kind_name=queries.kind_name, search_text=page.query.typed
    )
