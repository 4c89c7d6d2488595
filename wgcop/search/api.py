"""What the search page finds, for machines."""

from flask import Blueprint, Response, jsonify, request

from wgcop.search import queries
from wgcop.search.engines import current_engine
from wgcop.web import current_audiences, public

bp = Blueprint("search_api", __name__)


@bp.get("/api/v1/search")
@public  # finds what the reader's audiences may see
def search() -> Response:
    results = queries.ask(
        current_engine(),
        request.args.get("q", ""),
        audiences=current_audiences(),
        chosen=queries.chosen_from(request.args.to_dict(flat=False)),
        page=request.args.get("page", 1, type=int),
    )
    return jsonify(queries.as_json(results))
