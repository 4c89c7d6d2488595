"""The views that sign people in by an organization's own accounts, and link these."""

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts import identity
from wgcop.accounts.blueprint import bp, next_page, provider_name
from wgcop.accounts.identity import current_person
from wgcop.database import db, unlocked, writing
from wgcop.errors import Refused
from wgcop.signing_in import provider
from wgcop.signing_in.actions import credentials
from wgcop.signing_in.actions import provider as actions
from wgcop.signing_in.forms import SignInForm
from wgcop.signing_in.provider import Claims, ProviderFailed, ProviderRefused
from wgcop.signing_in.views.second_step import require_proof
from wgcop.signing_in.views.sign_in import arrive_by
from wgcop.web import commit_and_show, found_or_404, limiter, public, require_sign_in, uncached

GOING_TO, LINKING = "provider_next", "provider_linking"


@bp.get("/sign-in/provider")
@public
@limiter.limit("60 per minute")
def go_to_provider() -> ResponseReturnValue:
    require_offered()
    session.pop(LINKING, None)
    return go()


@bp.get("/account/provider")
@limiter.limit("30 per minute")
def link_provider() -> ResponseReturnValue:
    require_offered()
    require_sign_in()
    require_proof()
    if not is_from_here():
        flash(_("Press “Link the account” to link the account of your organization."))
        return redirect(url_for("accounts.account"), 303)
    session[LINKING] = current_person().id
    return go()


@bp.get("/sign-in/provider/return")
@public  # whoever comes back from the provider with a state of this browser
@limiter.limit("60 per minute")
def come_back() -> ResponseReturnValue:
    """Complete a sign-in or a link when the browser returns from the provider. The database is
    locked only after the provider has answered, so that a slow one locks nobody out.
    """
    require_offered()
    wanted, linking = session.pop(GOING_TO, "/"), session.pop(LINKING, None)
    try:
        with unlocked():
            claims = provider.come_back()
    except ProviderFailed:
        note_failure()
        return failed()
    except ProviderRefused as error:
        if error.is_ours and error.reason != provider.CANCELLED:
            note_failure()
        begun = _("Nothing was linked.") if linking else _("You were not signed in.")
        flash(f"{begun} {why_not(error.reason)}", "warning")
        if linking:
            return redirect(url_for("accounts.account"), 303)
        return redirect(url_for("accounts.sign_in", next=wanted), 303)
    with writing():
        try:
            answer = linked(claims) if linking else signed_in(claims, wanted)
            actions.remember_factor(claims)
        except Refused as error:
            db.session.rollback()
            return sign_in_page(str(error), 409)
        db.session.commit()
    return answer


@bp.post("/account/provider/removal")
def unlink_provider() -> ResponseReturnValue:
    require_sign_in()
    require_proof()
    actions.unlink(current_person())
    return commit_and_show(
        url_for("accounts.account"), _("The account of your organization is unlinked.")
    )


def go() -> ResponseReturnValue:
    session[GOING_TO] = next_page()
    try:
        with unlocked():
            return uncached(provider.send_there())
    except ProviderFailed:
        return failed()


def is_from_here() -> bool:
    """Return whether the request comes from one of our pages or was made by the user directly, for
    example by typing the address.

    Another site may have signed it in at the provider as somebody else, who could then sign in here
    as the current person.
    """
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def linked(claims: Claims) -> ResponseReturnValue:
    if not current_user.is_authenticated:
        raise Refused(_("That took too long. Sign in again."))
    actions.link(current_person(), claims)
    flash(_("The account of your organization is linked."), "success")
    return redirect(url_for("accounts.account"), 303)


def signed_in(claims: Claims, wanted: str) -> ResponseReturnValue:
    person = actions.person_of(claims, language=str(get_locale() or "en"))
    is_enough = actions.counts_as_second_factor(claims)
    answer = arrive_by(person, means="provider", wanted=wanted, is_enough=is_enough)
    if is_enough:
        session[identity.BY_PROVIDER] = True
    return answer


def note_failure() -> None:
    with writing():
        credentials.note_failed_attempt("", means="provider")
        db.session.commit()


def why_not(reason: str) -> str:
    """Return the provider's reason in plain words, whatever message it sent."""
    name = provider_name()
    if reason == provider.CANCELLED:
        return _(
            "It was cancelled at %(provider)s, or %(provider)s does not let you in here.",
            provider=name,
        )
    if reason in provider.ASKS_FOR_MORE:
        return _(
            "%(provider)s wants to ask you something first. Try again, and answer there.",
            provider=name,
        )
    if reason in provider.AWAY:
        return _(
            "%(provider)s cannot answer at the moment. Try again in a few minutes.",
            provider=name,
        )
    if reason in provider.SETTINGS:
        return _(
            "%(provider)s does not accept requests from this workspace. Tell the secretariat; trying again will not help.",
            provider=name,
        )
    return _(
        "%(provider)s sent you back without saying who you are. Try again.",
        provider=name,
    )


def failed() -> ResponseReturnValue:
    message = _(
        "The sign-in of your organization could not be completed: it did not answer, or its answer was not valid."
    )
    what = (
        _("Try again in a few minutes.")
        if provider.is_the_only_way()
        else _("Try again, or sign in with your password.")
    )
    return sign_in_page(f"{message} {what}", 503)


def sign_in_page(said: str, status: int) -> Response:
    form = SignInForm()
    form.form_errors.append(said)
    return uncached((render_template("accounts/sign_in.html", form=form), status))


def require_offered() -> None:
    if not provider.is_offered():
        found_or_404(None)
