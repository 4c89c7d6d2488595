"""The page of letters that were not sent yet. Where no mail server is set, the secretariat hands over
its own.
"""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop import mail
from wgcop.accounts import letters, policy, queries
from wgcop.accounts.blueprint import bp
from wgcop.accounts.identity import current_person
from wgcop.database import db
from wgcop.web import limiter, require, uncached, who_asks


@bp.get("/mail")
def kept_mail() -> ResponseReturnValue:
    """Show unsent letters. Only a development server shows all: with a link for a new password the
    secretariat could sign in as that person.
    """
    require(policy.can_administer_people(current_user))
    shows_all = bool(current_app.config["DEVELOPMENT"])
    is_carried = mail.is_carried(current_app)
    messages = queries.stored_letters(of_everybody=shows_all, unsent_only=is_carried)
    waiting_number, waiting = queries.waiting_letters()
    return uncached(
        render_template(
            "accounts/mail.html",
            messages=messages,
            shows_all=shows_all,
            is_carried=is_carried,
            waiting=waiting,
            waiting_number=waiting_number,
        )
    )


@bp.post("/mail/trial")
@limiter.limit("10 per hour", key_func=who_asks)
def try_mail() -> ResponseReturnValue:
    """Write a letter to whoever asks for it, so that they see whether e-mails arrive."""
    require(policy.can_administer_people(current_user))
    letters.write_trial(current_person())
    db.session.commit()
    to = current_person().email
    if mail.is_carried(current_app):
        flash(
            _(
                "An e-mail to %(address)s is on its way. If it does not arrive, look below: there it says what "
                "the mail server answered.",
                address=to,
            ),
            "success",
        )
    else:
        flash(
            _(
                "This workspace cannot send e-mails yet. The test e-mail to %(address)s waits until a mail server is set.",
                address=to,
            ),
            "warning",
        )
    return redirect(url_for("accounts.kept_mail"), 303)
