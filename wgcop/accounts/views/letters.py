"""Letters that could not leave because no carrier is set: the secretariat hands their links over."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from wgcop.accounts import policy, queries
from wgcop.accounts.views.blueprint import bp, not_kept
from wgcop.web import found_or_404, require


@bp.get("/mail")
def kept_mail() -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    if current_app.config["MAIL_URL"]:
        found_or_404(None)
    return not_kept(render_template("accounts/mail.html", messages=queries.kept_mail()))
