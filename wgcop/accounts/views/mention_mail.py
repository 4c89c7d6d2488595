"""The choice of when to get letters about mentions, on the account page and by the link in each
such letter.
"""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts import stopping
from wgcop.accounts.forms import MentionMailForm
from wgcop.accounts.identity import current_person
from wgcop.accounts.models import MentionMail, Person
from wgcop.accounts.views.account import account_page
from wgcop.accounts.views.blueprint import bp
from wgcop.database import db
from wgcop.web import commit_and_show, csrf, found_or_404, limiter, public, require_sign_in


@bp.post("/account/letters")
def choose_letters() -> ResponseReturnValue:
    require_sign_in()
    person, form = current_person(), MentionMailForm(request.form)
    if not form.validate():
        return account_page(person, letters=form), 422
    person.mention_mail = MentionMail(form.mention_mail.data)
    return commit_and_show(url_for("accounts.account", _anchor="letters"), _("Saved."))


@bp.get("/letters/<token>/end")
@public  # whoever holds the link
@limiter.limit("120 per minute")
def letters_end(token: str) -> str:
    """Show the button that ends such letters. The page itself changes nothing, because mail
    scanners follow links.
    """
    person = written_to_by(token)
    return render_template("accounts/letters_end.html", token=token, person=person)


@bp.post("/letters/<token>/end")
@csrf.exempt  # the button of a mail program sends it, and the link is a secret of its reader
@public
@limiter.limit("120 per minute")
def end_letters(token: str) -> ResponseReturnValue:
    written_to_by(token).mention_mail = MentionMail.NEVER
    return commit_and_show(url_for("accounts.letters_end", token=token))


def written_to_by(token: str) -> Person:
    key = stopping.person_called(token)
    person = found_or_404(db.session.get(Person, key) if key else None)
    return found_or_404(person if person.is_active else None)
