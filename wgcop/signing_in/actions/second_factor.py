"""Adding and removing second factors, and checking their codes."""

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, exists, func, select, update

from wgcop import clock
from wgcop.accounts.actions.people import record_change
from wgcop.accounts.actions.ways_in import end_all_sessions
from wgcop.accounts.factors import AuthenticatorApp, Passkey, RecoveryCode
from wgcop.accounts.models import Person
from wgcop.accounts.policy import needs_second_factor
from wgcop.audit.actions import Thing, note
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.signing_in import codes, letters, sealing

SECRET, RECOVERY = "authenticator app", "recovery code"
RECOVERY_CODES = 10


def add_app(person: Person, secret: str, typed: str) -> bool:
    """Store the app, in place of an earlier one, if `typed` is its current code; otherwise return
    False.
    """
    step = codes.step_of(secret, codes.digits(typed), at=clock.now(), after=0)
    if step is None:
        return False
    db.session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.person_id == person.id))
    db.session.add(
        AuthenticatorApp(
            person_id=person.id, secret=sealing.seal(secret, purpose=SECRET), last_step=step
        )
    )
    person.has_second_factor = True
    tell(person, "person.app-added", by=person)
    return True


def remove_app(person: Person) -> None:
    refuse_to_lose_the_last(person, has_passkey(person))
    db.session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.person_id == person.id))
    settle(person)
    tell(person, "person.app-removed", by=person)


def make_recovery_codes(person: Person) -> list[str]:
    """Make new recovery codes in place of all earlier ones. Only their hashes are stored, so they
    are known only now.
    """
    made = [codes.recovery_code() for _each in range(RECOVERY_CODES)]
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    db.session.add_all(
        RecoveryCode(person_id=person.id, code_hash=_hash_of(code, person)) for code in made
    )
    note("person.recovery-codes-made", by=person, of=Thing.person(person))
    return made


def passes(person: Person, typed: str) -> str:
    """Return the means by which `typed` proves the person's identity, or an empty string if it does
    not. No code is accepted twice.
    """
    if code := codes.digits(typed):
        return "app" if _takes_app_code(person, code) else ""
    return "recovery code" if _takes_recovery_code(person, typed) else ""


def _takes_app_code(person: Person, code: str) -> bool:
    app = db.session.scalar(select(AuthenticatorApp).where(AuthenticatorApp.person_id == person.id))
    secret = sealing.unseal(app.secret, purpose=SECRET) if app else ""
    if app is None or not secret:
        return False
    step = codes.step_of(secret, code, at=clock.now(), after=app.last_step)
    if step is None:
        return False
    # One SQL statement, so that only one of two people who send the same code at once gets in.
    taken = update(AuthenticatorApp).where(
        AuthenticatorApp.id == app.id, AuthenticatorApp.last_step < step
    )
    return (
        db.session.scalar(taken.values(last_step=step).returning(AuthenticatorApp.id)) is not None
    )


def _takes_recovery_code(person: Person, typed: str) -> bool:
    used = db.session.scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_hash == _hash_of(typed, person),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    if used is None:
        return False
    letters.write_recovery_code_used(person, recovery_codes_left(person))
    return True


def recovery_codes_left(person: Person) -> int:
    left = select(func.count()).where(
        RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None)
    )
    return db.session.scalar(left) or 0


def is_unused(person: Person, code: str) -> bool:
    return _has(
        RecoveryCode.person_id == person.id,
        RecoveryCode.code_hash == _hash_of(code, person),
        RecoveryCode.used_at.is_(None),
    )


def reset(person: Person, *, by: Person) -> None:
    """Remove all second factors of somebody who lost them, and end their sessions. They sign in
    with their password only, and are told so.
    """
    if person is by:
        raise Refused(_("You cannot reset your own second factor. Ask a colleague."))
    for table in (AuthenticatorApp, RecoveryCode, Passkey):
        db.session.execute(delete(table).where(table.person_id == person.id))
    person.has_second_factor = False
    end_all_sessions(person)
    tell(person, "person.factors-reset", by=by)


def settle(person: Person) -> None:
    """Update whether the person has a second factor after one was removed. Without any, recovery
    codes are useless and deleted.
    """
    person.has_second_factor = has_app(person) or has_passkey(person)
    if not person.has_second_factor:
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))


def has_app(person: Person) -> bool:
    return _has(AuthenticatorApp.person_id == person.id)


def has_passkey(person: Person) -> bool:
    return _has(Passkey.person_id == person.id)


def refuse_to_lose_the_last(person: Person, has_another: bool) -> None:
    if not has_another and needs_second_factor(person, current_app.config["SECOND_FACTOR"]):
        raise Refused(_("Your role needs a second factor. Add another one first."))


def _has(*conditions: object) -> bool:
    return bool(db.session.scalar(select(exists().where(*conditions))))  # type: ignore[arg-type]


def _hash_of(code: str, person: Person) -> str:
    return sealing.keyed_hash(f"{person.id} {codes.bare(code)}", purpose=RECOVERY)


def tell(person: Person, deed: str, *, by: Person) -> None:
    record_change(person, deed, by=by)
    letters.write_factors_changed(person, deed)
