"""The views that make, remove and use passkeys."""

import secrets

from flask import jsonify, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from wgcop import clock
from wgcop.accounts import identity
from wgcop.accounts.blueprint import bp, next_page, require_passwords
from wgcop.accounts.factors import Passkey
from wgcop.accounts.identity import current_person
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.signing_in import passkeys
from wgcop.signing_in.actions import credentials, keys
from wgcop.signing_in.forms import PasskeyForm, SecondStepForm, SignInForm
from wgcop.signing_in.passkeys import Site
from wgcop.signing_in.views.second_factor import factor_page, with_first_codes
from wgcop.signing_in.views.second_step import is_refused, require_proof, second_page
from wgcop.web import (
    commit_and_show,
    get_or_404,
    limiter,
    public,
    require_sign_in,
    site,
    uncached,
    who_asks,
)
from wgcop.web.limits import limit_failures

CHALLENGE = "passkey_challenge"


@bp.post("/account/passkeys/options")
@limiter.limit("30 per 15 minutes", key_func=who_asks)
def passkey_options() -> ResponseReturnValue:
    require_sign_in()
    require_proof()
    person = current_person()
    return uncached(
        jsonify(
            passkeys.to_make(
                offered(),
                challenge=new_challenge(),
                person_id=person.id,
                email=person.email,
                name=person.name,
                known=[key.key_id for key in keys.keys_of(person)],
            )
        )
    )


@bp.post("/account/passkeys")
def add_passkey() -> ResponseReturnValue:
    require_sign_in()
    require_proof()
    person = current_person()
    form = PasskeyForm(request.form)
    challenge = taken_challenge()
    if not form.validate():
        return factor_page(person, passkey_form=form), 422
    key = challenge and keys.add_key(
        person,
        passkeys.read(form.credential.data),
        site=offered(),
        challenge=challenge,
        name=form.name.data,
    )
    if not key:
        form.form_errors.append(
            _("The key was not added: the browser gave no valid answer. Try again.")
        )
        return factor_page(person, passkey_form=form), 422
    return with_first_codes(person, _("The passkey “%(name)s” is added.", name=key.name))


@bp.post("/account/passkeys/<int:key_id>/removal")
def remove_passkey(key_id: int) -> ResponseReturnValue:
    require_sign_in()
    require_proof()
    key = get_or_404(Passkey, key_id)
    person = current_person()
    if key.person_id != person.id:
        get_or_404(Passkey, 0)
    name = key.name
    keys.remove_key(key, by=person)
    return commit_and_show(
        url_for("accounts.second_factor"), _("The passkey “%(name)s” is removed.", name=name)
    )


@bp.post("/sign-in/passkey/options")
@public
@limiter.limit("120 per minute")
def sign_in_options() -> ResponseReturnValue:
    """Return the options for signing in with a passkey: in the second step with keys of that person
    only, otherwise with any that the browser knows for this site.
    """
    require_passwords()
    person = identity.half_signed_in()
    known = [key.key_id for key in keys.keys_of(person)] if person else []
    options = passkeys.to_use(
        offered(), challenge=new_challenge(), known=known, alone=person is None
    )
    return uncached(jsonify(options))


@bp.post("/sign-in/passkey")
@public
@limiter.limit("120 per minute")
@limit_failures("60 per hour", when=is_refused)
def enter_by_passkey() -> ResponseReturnValue:
    require_passwords()
    half = identity.half_signed_in()
    challenge = taken_challenge()
    answer = passkeys.read(request.form.get("credential", ""))
    person = challenge and keys.use_key(answer, site=offered(), challenge=challenge, of=half)
    if not person:
        if half:
            credentials.note_failed_attempt(half.email, means="passkey")
        db.session.commit()
        message = _("The key was not accepted. Try again, or sign in by other means.")
        form = SecondStepForm() if half else SignInForm()
        form.form_errors.append(message)
        if half:
            return second_page(half, form), 422
        return render_template("accounts/sign_in.html", form=form), 422
    identity.begin_session(person, means="password and passkey" if half else "passkey")
    return commit_and_show(next_page())


def offered() -> Site:
    found = keys.is_offered(request.host_url)
    if found is None:
        raise Refused(why_not())
    return found


def why_not() -> str:
    """Return the reason why this workspace offers no passkeys, or an empty string if it does."""
    if keys.is_offered(request.host_url) is not None:
        return ""
    return _(
        "Passkeys work only where the workspace has a name and is reached by https://. At %(address)s they do not.",
        address=site(),
    )


def new_challenge() -> bytes:
    challenge = secrets.token_bytes(32)
    until = clock.now() + keys.CHALLENGE_LASTS
    session[CHALLENGE] = [bytes_to_base64url(challenge), until.timestamp()]
    return challenge


def taken_challenge() -> bytes:
    """Take the challenge out of this browser's cookie; empty if the cookie holds none or it is too
    old. A copy of the cookie may still hold it.
    """
    text, until = session.pop(CHALLENGE, ("", 0))
    return base64url_to_bytes(text) if until > clock.now().timestamp() else b""


@bp.context_processor
def what_is_offered() -> dict[str, object]:
    return {"has_passkeys": keys.is_offered(request.host_url) is not None}
