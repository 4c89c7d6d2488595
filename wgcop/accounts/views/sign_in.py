"""Signing in and out, a forgotten password, and the language of the pages."""

from flask import Response, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import RateLimitExceeded
from flask_login import current_user
from limits import parse

from wgcop.accounts import addresses, browsers, identity, passwords
from wgcop.accounts.actions import credentials
from wgcop.accounts.forms import ForgottenPasswordForm, NewPasswordForm, SignInForm
from wgcop.accounts.queries import reset_of
from wgcop.accounts.views import bp, next_page
from wgcop.db import db, unlocked
from wgcop.i18n import LANGUAGE
from wgcop.web import limiter, local_path, origin, public, require_sign_in, uncached


def address_typed() -> str:
    return addresses.normal(request.form.get("email", ""))[: addresses.LONGEST]


def is_known() -> bool:
    return browsers.knows(address_typed())


def who_knocks() -> str:
    """A browser that the owner has used is counted apart: nobody else's attempts lock the owner out of it."""
    return f"known:{address_typed()}" if is_known() else origin()


def who_knocks_for_whom() -> str:
    return f"email:{address_typed()} {who_knocks()}"


def for_whom() -> str:
    return f"email:{address_typed()}"


FIRST_TRIES = parse("3 per 15 minutes")


def tries_first() -> bool:
    """Whose first attempts these are from there: what others behind the address did wrong is not theirs."""
    return bool(limiter.limiter.test(FIRST_TRIES, "first tries", who_knocks_for_whom()))


def note_failure() -> None:
    if limiter.enabled:
        limiter.limiter.hit(FIRST_TRIES, "first tries", who_knocks_for_whom())


def has_failed(response: Response) -> bool:
    return response.status_code == 422


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(next_page(), 303)
    return render_template("accounts/sign_in.html", form=SignInForm())


@bp.post("/sign-in")
@public
@limiter.limit("120 per minute", key_func=who_knocks)
@limiter.limit("200 per hour", key_func=who_knocks, deduct_when=has_failed)
@limiter.limit(
    "40 per 5 minutes", key_func=who_knocks, deduct_when=has_failed, exempt_when=tries_first
)
@limiter.limit("10 per 15 minutes", key_func=who_knocks_for_whom, deduct_when=has_failed)
@limiter.limit("100 per hour", key_func=for_whom, deduct_when=has_failed, exempt_when=is_known)
def enter() -> ResponseReturnValue:
    form = SignInForm(request.form)
    if not form.validate():
        return render_template("accounts/sign_in.html", form=form), 422
    with unlocked():
        stored = credentials.stored_hash(form.email.data)
        db.session.rollback()  # no transaction stays open while the password is looked at
        check = passwords.check(form.password.data, stored)
    person = credentials.authenticate(form.email.data, check)
    if person is None:
        note_failure()
        form.form_errors.append(_("This e-mail address and password do not belong together."))
        return render_template("accounts/sign_in.html", form=form), 422
    identity.begin_session(person)
    db.session.commit()
    return redirect(next_page(), 303)


@bp.post("/sign-out")
@public  # a guest who signs out is signed out
def sign_out() -> ResponseReturnValue:
    """Pages that are still open in other tabs stop hearing; those of other browsers connect again."""
    if current_user.is_authenticated:
        credentials.sign_out(identity.current_person(), identity.session_number())
        db.session.commit()
    identity.end_session()
    flash(_("You are signed out."))
    return redirect(url_for("accounts.sign_in"), 303)


@bp.post("/sign-out/everywhere")
def sign_out_everywhere() -> ResponseReturnValue:
    require_sign_in()
    credentials.sign_out_everywhere(identity.current_person())
    db.session.commit()
    identity.end_session()
    flash(_("You are signed out everywhere, here too."))
    return redirect(url_for("accounts.sign_in"), 303)


@bp.get("/forgotten-password")
@public
def forgotten_password() -> ResponseReturnValue:
    return render_template("accounts/forgotten_password.html", form=ForgottenPasswordForm())


@bp.post("/forgotten-password")
@public
@limiter.limit("30 per hour")
@limiter.limit("5 per hour", key_func=for_whom)
def request_reset() -> ResponseReturnValue:
    """The same answer whether there is such a person or not."""
    form = ForgottenPasswordForm(request.form)
    if not form.validate():
        return render_template("accounts/forgotten_password.html", form=form), 422
    credentials.request_reset(form.email.data)
    db.session.commit()
    return render_template("accounts/forgotten_password.html", form=form, sent=True)


@bp.get("/reset/<token>")
@public  # whoever holds the link
def reset(token: str) -> ResponseReturnValue:
    password_reset = reset_of(token)
    if password_reset is None or not password_reset.is_open:
        return uncached((render_template("accounts/link_closed.html", kind="reset"), 410))
    return uncached(
        render_template("accounts/reset.html", form=NewPasswordForm(), person=password_reset.person)
    )


@bp.post("/reset/<token>")
@public  # whoever holds the link
def use_reset(token: str) -> ResponseReturnValue:
    password_reset = reset_of(token)
    if password_reset is None or not password_reset.is_open:
        return uncached((render_template("accounts/link_closed.html", kind="reset"), 410))
    form = NewPasswordForm(request.form)
    form.owner_email = password_reset.person.email
    if not form.validate():
        page = render_template("accounts/reset.html", form=form, person=password_reset.person)
        return uncached((page, 422))
    with unlocked():
        password_hash = passwords.hash_of(form.new_password.data)
    if not credentials.reset_password(password_reset, password_hash):
        db.session.rollback()
        return uncached((render_template("accounts/link_closed.html", kind="reset"), 410))
    db.session.commit()
    identity.end_session()
    browsers.recognise(password_reset.person.email)
    flash(
        _("The new password holds, and you are signed out everywhere. Sign in with it."), "success"
    )
    return redirect(url_for("accounts.sign_in"), 303)


@bp.post("/language")
@public
def set_language() -> ResponseReturnValue:
    language = request.form.get("language")
    if language in current_app.extensions["languages"]:
        session[LANGUAGE] = language
        if current_user.is_authenticated:
            current_user.language = language
            db.session.commit()
    return redirect(next_page(local_path(request.referrer) or "/"), 303)


@bp.errorhandler(RateLimitExceeded)
def too_many(_error: RateLimitExceeded) -> ResponseReturnValue:
    """In the form where there is one, so that nobody wonders whether the password was right."""
    if request.endpoint != "accounts.enter":
        return render_template("errors/429.html"), 429
    form = SignInForm(request.form)
    form.form_errors.append(
        _(
            "Too many attempts. The password was not looked at. Wait a quarter of an hour and try "
            "again, or ask for a new password."
        )
    )
    return render_template("accounts/sign_in.html", form=form), 429
