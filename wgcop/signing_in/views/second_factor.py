"""The pages of one's own second factor (authenticator app, passkeys, recovery codes), and the
secretariat's reset of a lost one.
"""

import io
import secrets

import segno
from flask import Response, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts import identity, policy, queries
from wgcop.accounts.blueprint import bp
from wgcop.accounts.identity import current_person
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.signing_in import codes, sealing
from wgcop.signing_in.actions import keys
from wgcop.signing_in.actions import second_factor as actions
from wgcop.signing_in.forms import AppForm, PasskeyForm
from wgcop.signing_in.views.second_step import is_refused, require_proof
from wgcop.web import (
    commit_and_show,
    form_is_stored,
    found_or_404,
    require,
    require_sign_in,
    uncached,
    wants_json,
    who_asks,
)
from wgcop.web.limits import limit_failures

NONCE = "app_nonce"


@bp.before_app_request
def lead_to_set_up() -> ResponseReturnValue | None:
    """Redirect a person who must have a second factor to the page that sets it up, before anything
    else. What they posted is refused.
    """
    if identity.HALF in session or not identity.rule():
        return None
    if request.endpoint in (None, "static") or wants_json() or "_user_id" not in session:
        return None
    is_led = not current_user.is_authenticated and g.get("must_set_up", False)
    if not is_led or request.method != "GET":
        return None
    return redirect(url_for("accounts.second_factor"), 303)


@bp.get("/account/second-factor")
def second_factor() -> ResponseReturnValue:
    require_sign_in()
    return factor_page(current_person())


@bp.get("/account/second-factor/app")
def authenticator_app() -> ResponseReturnValue:
    require_sign_in()
    require_proof()
    session.setdefault(NONCE, secrets.token_hex(16))
    return app_page(AppForm())


@bp.get("/account/second-factor/app.svg")
def app_picture() -> ResponseReturnValue:
    """Return the secret as a QR code, at an address of its own because pages hold no inline
    pictures.
    """
    require_sign_in()
    require_proof()
    address = codes.app_address(new_secret(), current_person().email)
    picture = io.BytesIO()
    segno.make(address, error="m").save(
        picture, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False
    )
    return uncached(Response(picture.getvalue(), mimetype="image/svg+xml"))


@bp.post("/account/second-factor/app")
@limit_failures("20 per 15 minutes", key_func=who_asks, when=is_refused)
def add_app() -> ResponseReturnValue:
    require_sign_in()
    require_proof()
    person = current_person()
    form = AppForm(request.form)
    if not form.validate():
        return app_page(form), 422
    if not actions.add_app(person, new_secret(), form.code.data):
        form.code.errors = [
            _("This is not the code that the app shows now. Check the clock of the device.")
        ]
        return app_page(form), 422
    session.pop(NONCE, None)
    return with_first_codes(person, _("The authenticator app is set up."))


@bp.post("/account/second-factor/app/removal")
def remove_app() -> ResponseReturnValue:
    require_sign_in()
    require_proof()
    actions.remove_app(current_person())
    return commit_and_show(
        url_for("accounts.second_factor"), _("The authenticator app is removed.")
    )


@bp.post("/account/second-factor/codes")
def make_recovery_codes() -> ResponseReturnValue:
    require_sign_in()
    require_proof()
    person = current_person()
    require(person.has_second_factor)
    return codes_page(actions.make_recovery_codes(person))


@bp.post("/account/second-factor/codes.txt")
def recovery_codes_file() -> ResponseReturnValue:
    """Return the recovery codes that were just shown, as a file. Only the page that shows them has
    them.
    """
    require_sign_in()
    person = current_person()
    shown = request.form.getlist("code")[: actions.RECOVERY_CODES]
    lines = [code for code in shown if actions.is_unused(person, code)]
    answer = Response("\n".join([f"WG-COP · {person.email}", "", *lines, ""]))
    answer.mimetype = "text/plain"
    answer.headers["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return uncached(answer)


@bp.post("/people/<int:person_id>/second-factor/reset")
def reset_second_factor(person_id: int) -> ResponseReturnValue:
    require(policy.can_administer_people(current_user))
    person = found_or_404(queries.person_with_roles(person_id))
    actions.reset(person, by=current_person())
    return commit_and_show(
        url_for("accounts.person", person_id=person_id),
        _("The second factor is reset. %(name)s was told by e-mail.", name=person.name),
    )


def with_first_codes(person: Person, said: str) -> ResponseReturnValue:
    """Commit what was set up, and show recovery codes to somebody who has none left."""
    if actions.recovery_codes_left(person):
        return commit_and_show(url_for("accounts.second_factor"), said)
    return codes_page(actions.make_recovery_codes(person), said=said)


def new_secret() -> str:
    """Return the TOTP secret of an app that is being set up, derived from the nonce in this
    browser's cookie with a key that stays on the server.
    """
    text = f"{current_person().id} {session.get(NONCE, '')}"
    return codes.secret_of(sealing.derived(text, purpose="authenticator app to be set up"))


def factor_page(person: Person, *, passkey_form: PasskeyForm | None = None) -> Response:
    return uncached(
        render_template(
            "accounts/second_factor.html",
            person=person,
            must_set_up=identity.must_set_up(person),
            has_app=actions.has_app(person),
            codes_left=actions.recovery_codes_left(person),
            passkeys=keys.keys_of(person),
            passkey_form=passkey_form or PasskeyForm(),
        )
    )


def app_page(form: AppForm) -> Response:
    secret = codes.in_groups(new_secret())
    return uncached(render_template("accounts/authenticator_app.html", form=form, secret=secret))


def codes_page(made: list[str], *, said: str = "") -> Response:
    """Commit, and show the codes in this answer, because they are known only now."""
    db.session.commit()
    form_is_stored()
    return uncached(render_template("accounts/recovery_codes.html", codes=made, said=said))
