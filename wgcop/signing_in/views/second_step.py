"""The second step of signing in, and the password asked again before something about signing in is
changed.
"""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts import identity, passwords
from wgcop.accounts.blueprint import bp, next_page
from wgcop.accounts.identity import current_person
from wgcop.accounts.models import Person
from wgcop.database import db, unlocked
from wgcop.signing_in.actions import credentials, second_factor
from wgcop.signing_in.forms import ProofForm, SecondStepForm
from wgcop.web import local_path, public, require_sign_in, uncached, who_asks
from wgcop.web.limits import limit_failures


def is_refused(response: Response) -> bool:
    return response.status_code == 422


def half_key() -> str:
    return f"second step:{identity.half_number()}"


@bp.get("/sign-in/second")
@public  # who has just given the right password
def second_step() -> ResponseReturnValue:
    person = identity.half_signed_in()
    return second_page(person, SecondStepForm()) if person else start_again()


@bp.post("/sign-in/second")
@public  # who has just given the right password
@limit_failures("60 per hour", when=is_refused)
@limit_failures("10 per 15 minutes;50 per day", key_func=half_key, when=is_refused)
def take_second_step() -> ResponseReturnValue:
    person = identity.half_signed_in()
    if person is None:
        return start_again()
    form = SecondStepForm(request.form)
    if not form.validate():
        return second_page(person, form), 422
    means = second_factor.passes(person, form.code.data)
    if not means:
        credentials.note_failed_attempt(person.email, means="second factor")
        db.session.commit()
        form.code.errors = [
            _(
                "This code is wrong, or was used already. An app shows a new code every 30 seconds; the clock of the device must be right."
            )
        ]
        return second_page(person, form), 422
    identity.begin_session(person, means=means)
    db.session.commit()
    if means == "recovery code":
        left = second_factor.recovery_codes_left(person)
        flash(_("You have %(count)d recovery codes left.", count=left), "warning")
    return redirect(next_page(), 303)


@bp.get("/account/proof")
def proof() -> ResponseReturnValue:
    require_sign_in()
    return proof_page(ProofForm())


@bp.post("/account/proof")
@limit_failures("10 per 15 minutes", key_func=who_asks, when=is_refused)
def prove() -> ResponseReturnValue:
    require_sign_in()
    person = current_person()
    form = ProofForm(request.form)
    if not form.validate():
        return proof_page(form), 422
    stored = person.password_hash
    with unlocked():
        is_right = passwords.matches(form.password.data, stored)
    if not is_right:
        form.password.errors = [_("This is not your current password.")]
        return proof_page(form), 422
    identity.note_proof()
    return redirect(next_page(url_for("accounts.second_factor")), 303)


class NotProved(Exception):
    """Raised when somebody wants to change how they sign in without having just proved who they
    are.
    """


def require_proof() -> None:
    if not identity.was_proved():
        raise NotProved


@bp.errorhandler(NotProved)
def ask_for_proof(_error: NotProved) -> ResponseReturnValue:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else request.referrer
    return redirect(url_for("accounts.proof", next=local_path(wanted)), 303)


def second_page(person: Person, form: SecondStepForm) -> Response:
    return uncached(
        render_template(
            "accounts/second_step.html",
            form=form,
            has_app=second_factor.has_app(person),
            has_passkey=second_factor.has_passkey(person),
        )
    )


def proof_page(form: ProofForm) -> Response:
    person = current_person()
    return uncached(render_template("accounts/proof.html", form=form, person=person))


def start_again() -> ResponseReturnValue:
    flash(_("That took too long. Sign in again."))
    return redirect(url_for("accounts.sign_in", next=local_path(request.values.get("next"))), 303)
