"""The answer to `GET /api/v1/openapi.json`: an OpenAPI description of the interface for programs."""

from flask import Blueprint, Response, jsonify

from wgcop.home.description import DESCRIPTION
from wgcop.observing.version import version
from wgcop.web import public

bp = Blueprint("home_api", __name__)


@bp.get("/api/v1/openapi.json")
@public
def describe() -> Response:
    info = {**DESCRIPTION["info"], "version": version()}
    answer = jsonify({**DESCRIPTION, "info": info})
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
