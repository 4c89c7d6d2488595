"""The list of resolutions."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from wgcop.resolutions import policy
from wgcop.resolutions.queries import editions
from wgcop.resolutions.views.blueprint import bp
from wgcop.web import public


@bp.get("/resolutions/")
@public
def index() -> ResponseReturnValue:
    return render_template(
        "resolutions/index.html",
        editions=editions(),
        may_import=policy.can_import(current_user),
    )
