"""The pages to sign in and out, to reset a password, and to choose the language."""

from flask import (
    Response,
    after_this_request,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import RateLimitExceeded
from flask_login import current_user
from limits import parse

from wgcop.accounts import addresses, browsers, identity, passwords
from wgcop.accounts.blueprint import bp, next_page, require_passwords, tell_of_addresses
from wgcop.accounts.models import PasswordReset, Person
from wgcop.accounts.queries import reset_of
from wgcop.database import db, unlocked
from wgcop.i18n import LANGUAGE
from wgcop.signing_in import provider
from wgcop.signing_in.actions import credentials
from wgcop.signing_in.forms import ForgottenPasswordForm, NewPasswordForm, SignInForm
from wgcop.web import limiter, local_path, origin, public, require_sign_in, uncached
from wgcop.web.limits import give_one_back, limit_failures
from wgcop.web.waiting import when_again


def address_typed() -> str:
    return addresses.normal(request.form.get("email", ""))[: addresses.LONGEST]


def is_known_browser() -> bool:
    return browsers.knows(address_typed())


def client_key() -> str:
    """Return the key for limiting attempts. A browser known to the owner is counted separately, so
    that others cannot lock them out.
    """
    return f"known:{address_typed()}" if is_known_browser() else origin()


def client_and_address_key() -> str:
    return f"email:{address_typed()} {client_key()}"


def address_key() -> str:
    return f"email:{address_typed()}"


FIRST_TRIES = parse("3 per 15 minutes")


def is_first_try() -> bool:
    """Return whether there have been only a few attempts with this e-mail address from this
    network, and count this one at once, as all limits do. Failures with other e-mail addresses from
    the same network do not count.

    The attempt is given back unless the sign-in fails, even if the password was not checked.
    """
    if "first_try" not in g:
        counted_by = "first tries", client_and_address_key()
        g.first_try = limiter.limiter.hit(FIRST_TRIES, *counted_by)

        @after_this_request
        def give_back(response: Response) -> Response:
            if not has_failed(response):
                give_one_back(FIRST_TRIES, *counted_by)
            return response

    return bool(g.first_try)


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
@limiter.limit("120 per minute", key_func=client_key)
@limit_failures("200 per hour", key_func=client_key, when=has_failed)
@limit_failures("40 per 5 minutes", key_func=client_key, when=has_failed, exempt_when=is_first_try)
@limit_failures("10 per 15 minutes", key_func=client_and_address_key, when=has_failed)
@limit_failures("100 per hour", key_func=address_key, when=has_failed, exempt_when=is_known_browser)
def enter() -> ResponseReturnValue:
    require_passwords()
    form = SignInForm(request.form)
    if not form.validate():
        return render_template("accounts/sign_in.html", form=form), 422
    with unlocked():
        stored = credentials.stored_hash(form.email.data)
        db.session.rollback()  # no transaction stays open while the password is looked at
        check = passwords.check(form.password.data, stored)
    person = credentials.authenticate(form.email.data, check)
    if person is None:
        credentials.note_failed_attempt(form.email.data, means="password")
        db.session.commit()
        form.form_errors.append(_("The e-mail address or the password is wrong."))
        return render_template("accounts/sign_in.html", form=form), 422
    return arrive(person, means="password")


def arrive(person: Person, *, means: str) -> ResponseReturnValue:
    answer = arrive_by(person, means=means, wanted=next_page(), is_enough=False)
    db.session.commit()
    return answer


def arrive_by(person: Person, *, means: str, wanted: str, is_enough: bool) -> ResponseReturnValue:
    """Sign the person in, or ask for the second factor first. `is_enough` means that the sign-in
    already included one.
    """
    if person.has_second_factor and not is_enough:
        identity.begin_half(person, means=means)
        return redirect(url_for("accounts.second_step", next=wanted), 303)
    identity.begin_session(person, means=means)
    return redirect(wanted, 303)


@bp.post("/sign-out")
@public  # a guest who signs out is signed out
def sign_out() -> ResponseReturnValue:
    """Sign out, and disconnect pages in other tabs. Pages in other browsers connect again. The session
    of somebody who still has to set up a second factor, and is a guest until then, ends too.
    """
    ending = identity.named_session()
    if ending is not None and ending.lasts(db.session):
        credentials.sign_out(db.session.get_one(Person, ending.person), ending.number)
        db.session.commit()
    identity.end_session()
    flash(_("You are signed out."))
    return redirect(url_for("accounts.sign_in"), 303)


@bp.post("/sign-out/everywhere")
def sign_out_everywhere() -> ResponseReturnValue:
    require_sign_in()
    ended = credentials.sign_out_everywhere(identity.current_person())
    db.session.commit()
    identity.end_session()
    flash(_("You are signed out everywhere, including here."))
    tell_of_addresses(ended)
    return redirect(url_for("accounts.sign_in"), 303)


@bp.get("/forgotten-password")
@public
def forgotten_password() -> ResponseReturnValue:
    if provider.is_the_only_way():
        return redirect(url_for("accounts.sign_in"), 303)
    return render_template("accounts/forgotten_password.html", form=ForgottenPasswordForm())


@bp.post("/forgotten-password")
@public
@limiter.limit("30 per hour")
@limiter.limit("5 per hour", key_func=address_key)
def request_reset() -> ResponseReturnValue:
    """Send a link for a new password. It answers in the same way whether there is such a person or
    not.
    """
    require_passwords()
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
        return link_closed()
    return reset_page(password_reset, NewPasswordForm())


@bp.post("/reset/<token>")
@public  # whoever holds the link
def use_reset(token: str) -> ResponseReturnValue:
    password_reset = reset_of(token)
    if password_reset is None or not password_reset.is_open:
        return link_closed()
    if provider.is_the_only_way():
        return sign_in_once(password_reset)
    form = NewPasswordForm.of(password_reset.person.email, request.form)
    if not form.validate():
        return reset_page(password_reset, form, status=422)
    with unlocked():
        password_hash = passwords.hash_of(form.new_password.data)
    if not credentials.reset_password(password_reset, password_hash):
        db.session.rollback()
        return link_closed()
    db.session.commit()
    identity.end_session()
    browsers.recognise(password_reset.person.email)
    flash(
        _("Your password is changed, and you are signed out everywhere. Sign in with the new one."),
        "success",
    )
    return redirect(url_for("accounts.sign_in"), 303)


def sign_in_once(password_reset: PasswordReset) -> ResponseReturnValue:
    """Sign in by a link that an administrator made, for when passwords are switched off and the
    provider is away.
    """
    person = password_reset.person
    if not credentials.use_once(password_reset):
        db.session.rollback()
        return link_closed()
    return arrive(person, means="link")


def reset_page(
    password_reset: PasswordReset, form: NewPasswordForm, *, status: int = 200
) -> ResponseReturnValue:
    page = render_template("accounts/reset.html", form=form, person=password_reset.person)
    return uncached((page, status))


def link_closed() -> ResponseReturnValue:
    return uncached((render_template("accounts/link_closed.html", kind="reset"), 410))


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
    """Answer that there were too many attempts. On the sign-in page the form says that the password
    was not checked.
    """
    if request.endpoint != "accounts.enter":
        return render_template("errors/429.html"), 429
    form = SignInForm(request.form)
    form.form_errors.append(
        _(
            "Too many attempts. The password was not checked. %(when)s Or ask for a new password.",
            when=when_again(),
        )
    )
    return render_template("accounts/sign_in.html", form=form), 429
