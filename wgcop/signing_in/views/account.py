"""The pages of one's own account: name, language, password, and the capacity to speak in."""

from babel import Locale
from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from wtforms.fields import SelectChoice

from wgcop.accounts import identity, passwords, queries
from wgcop.accounts.blueprint import bp, next_page, require_passwords, tell_of_addresses
from wgcop.accounts.identity import current_person
from wgcop.accounts.models import Person
from wgcop.accounts.sessions import SignedInBrowser
from wgcop.database import db, unlocked
from wgcop.errors import Refused
from wgcop.i18n import LANGUAGE
from wgcop.signing_in import provider
from wgcop.signing_in.actions import credentials
from wgcop.signing_in.actions.own_account import rename
from wgcop.signing_in.actions.provider import is_linked
from wgcop.signing_in.forms import ChangePasswordForm, ProfileForm
from wgcop.web import commit_and_show, get_or_404, limiter, require_sign_in, who_asks


@bp.get("/account")
def account() -> ResponseReturnValue:
    require_sign_in()
    return account_page(current_person())


@bp.post("/account")
def edit_account() -> ResponseReturnValue:
    require_sign_in()
    person = current_person()
    form = ProfileForm(request.form, languages=languages_offered())
    if not form.validate():
        return account_page(person, profile=form), 422
    rename(person, form.name.data)
    person.language = form.language.data
    session[LANGUAGE] = person.language
    return commit_and_show(url_for("accounts.account"), _("Saved."))


@bp.post("/account/password")
@limiter.limit("10 per 15 minutes", key_func=who_asks)
def change_password() -> ResponseReturnValue:
    """Change the password. Other browsers are signed out; this one stays signed in."""
    require_passwords()
    require_sign_in()
    person = current_person()
    form = ChangePasswordForm.of(person.email, request.form)
    new_hash = form.validate() and hash_if_right(person, form)
    if not new_hash:
        return account_page(person, password=form), 422
    ended = credentials.change_password(person, new_hash)
    identity.renew_session(person)
    db.session.commit()
    flash(_("Your password is changed. All other browsers are signed out."), "success")
    tell_of_addresses(ended)
    return redirect(url_for("accounts.account"), 303)


@bp.post("/account/browsers/<int:browser_id>/end")
def end_browser(browser_id: int) -> ResponseReturnValue:
    """Sign out one of the person's browsers: its open pages are disconnected at once, and its
    cookie is worthless.
    """
    require_sign_in()
    person = current_person()
    browser = get_or_404(SignedInBrowser, browser_id)
    if browser.person_id != person.id:
        raise NotFound
    credentials.sign_out(person, browser.number)
    return commit_and_show(
        url_for("accounts.account", _anchor="browsers"), _("That browser is signed out.")
    )


@bp.post("/account/browsers/others/end")
def end_other_browsers() -> ResponseReturnValue:
    require_sign_in()
    person = current_person()
    ended = credentials.sign_out_everywhere(person)
    identity.renew_session(person)
    db.session.commit()
    flash(_("All other browsers are signed out."), "success")
    tell_of_addresses(ended)
    return redirect(url_for("accounts.account", _anchor="browsers"), 303)


@bp.post("/account/capacity")
def choose_capacity() -> ResponseReturnValue:
    require_sign_in()
    chosen = request.form.get("capacity")
    if chosen not in [capacity.key for capacity in current_person().capacities]:
        raise Refused(
            _(
                "You can no longer speak for this delegation or in this role. Reload the page and "
                "choose again."
            )
        )
    session[identity.CAPACITY] = chosen
    return redirect(next_page(url_for("accounts.account")), 303)


def hash_if_right(person: Person, form: ChangePasswordForm) -> str | None:
    """Return the hash of the new password if the current one is correct and has not been changed in
    the meantime; otherwise None, with an error on the form.
    """
    stored = person.password_hash
    with unlocked():
        is_right = passwords.matches(form.current_password.data, stored)
        new_hash = passwords.hash_of(form.new_password.data) if is_right else None
    if new_hash is None or person.password_hash != stored:
        form.current_password.errors = [_("This is not your current password.")]
        return None
    return new_hash


def account_page(
    person: Person,
    *,
    profile: ProfileForm | None = None,
    password: ChangePasswordForm | None = None,
) -> str:
    own = {"name": person.name, "language": person.language}
    return render_template(
        "accounts/account.html",
        person=person,
        profile=profile or ProfileForm(languages=languages_offered(), data=own),
        password=password or ChangePasswordForm(),
        browsers=queries.browsers_of(person),
        is_linked=provider.is_offered() and is_linked(person),
        this_browser=identity.session_number(),
        ending={
            **{each.capacity.key: each.last_day for each in person.memberships if each.last_day},
            **{each.capacity.key: each.last_day for each in person.offices if each.last_day},
        },
    )


def languages_offered() -> list[SelectChoice]:
    """Return the languages to choose from, each by its own name."""
    offered: list[str] = current_app.extensions["languages"]
    return [
        SelectChoice(tag, Locale.parse(tag).get_display_name(tag) or tag, render_kw={"lang": tag})
        for tag in offered
    ]
