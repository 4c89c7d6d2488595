"""The page of letters that were not sent because no mail server is set. The secretariat hands over
its own.
"""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from wgcop.accounts import policy, queries
from wgcop.accounts.views.blueprint import bp
from wgcop.web import require, uncached


@bp.get("/mail")
def kept_mail() -> ResponseReturnValue:
    """Show unsent letters. Only a development server shows all: with a link for a new password the
    secretariat could sign in as that person.
    """
    require(policy.can_administer_people(current_user))
    shows_all = bool(current_app.config["DEVELOPMENT"])
    is_carried = bool(current_app.config["MAIL_URL"])
    messages = queries.stored_letters(of_everybody=shows_all, unsent_only=is_carried)
    return uncached(
        render_template(
            "accounts/mail.html", messages=messages, shows_all=shows_all, is_carried=is_carried
        )
    )
