"""Who is asking: the signed-in person of this request or socket event, and the capacity chosen to speak in."""

from datetime import timedelta

from flask import Flask, session
from flask_login import AnonymousUserMixin, LoginManager, current_user, login_user, logout_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from wgcop.accounts.models import Capacity, Membership, Office, Person
from wgcop.db import db
from wgcop.i18n import LANGUAGE

CAPACITY = "capacity"
login_manager = LoginManager()


class Guest(AnonymousUserMixin):
    """Reads what is public, and nothing else."""

    audiences = frozenset({"public"})
    capacities: tuple[Capacity, ...] = ()
    is_secretariat = False
    is_officer = False


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.anonymous_user = Guest
    login_manager.login_view = "accounts.sign_in"
    login_manager.session_protection = "basic"
    # Renewing the cookie with every answer would keep shared caches from holding anything.
    app.config.update(
        PERMANENT_SESSION_LIFETIME=timedelta(days=14), SESSION_REFRESH_EACH_REQUEST=False
    )


@login_manager.user_loader
def load_person(session_id: str) -> Person | None:
    """`<id>:<epoch>`: a session of an earlier epoch has been signed out."""
    person_id, _, epoch = session_id.partition(":")
    if not (person_id.isdigit() and epoch.isdigit()):
        return None
    return db.session.scalar(
        select(Person)
        .where(Person.id == int(person_id), Person.epoch == int(epoch), Person.active)
        .options(
            selectinload(Person.memberships).joinedload(Membership.delegation),
            selectinload(Person.offices).joinedload(Office.group),
        )
    )


def begin_session(person: Person) -> None:
    """A new session, new form token included: nothing that somebody planted before outlives this."""
    language = session.get(LANGUAGE)
    session.clear()
    session.permanent = True
    if language:
        session[LANGUAGE] = language
    login_user(person)


def end_session() -> None:
    language = session.get(LANGUAGE)
    logout_user()
    session.clear()
    if language:
        session[LANGUAGE] = language


def current_person() -> Person:
    """The signed-in person; only for views that have required one."""
    person: Person = current_user._get_current_object()
    return person


def current_capacity() -> Capacity | None:
    """The capacity chosen for this session, or the person's first one."""
    capacities = current_user.capacities
    chosen = session.get(CAPACITY)
    return next((c for c in capacities if c.key == chosen), capacities[0] if capacities else None)


def audiences_of_email(email: str) -> frozenset[str] | None:
    """What the person with this address may read; None if there is no such person."""
    person = db.session.scalar(
        select(Person)
        .where(Person.email == email.strip().lower())
        .options(joinedload(Person.memberships), joinedload(Person.offices))
    )
    return person.audiences if person else None
