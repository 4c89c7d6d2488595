"""The page /style, in development only: every component of the design in its natural company."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template

from wgcop.web import public

bp = Blueprint("style_guide", __name__)


def register(app: Flask) -> None:
    if app.config.get("DEVELOPMENT"):
        app.register_blueprint(bp)


@bp.get("/style")
@public
def show() -> str:
    return render_template("style/show.html")
