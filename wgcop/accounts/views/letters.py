"""Letters that could not leave because no carrier is set: the secretariat hands over those that it caused."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from wgcop.accounts import policy, queries
from wgcop.accounts.views import bp
from wgcop.web import require, uncached


@bp.get("/mail")
def kept_mail() -> ResponseReturnValue:
    """Whoever opens a link for a new password signs in as another, and reads what only they may: only a demo shows it."""
    require(policy.can_administer_people(current_user))
    shows_all = bool(current_app.config["DEVELOPMENT"])
    is_carried = bool(current_app.config["MAIL_URL"])
    messages = queries.kept_mail(of_everybody=shows_all, still_here=is_carried)
    return uncached(
        render_template(
            "accounts/mail.html", messages=messages, shows_all=shows_all, is_carried=is_carried
        )
    )
