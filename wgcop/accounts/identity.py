"""Who is asking: the signed-in person of this request or socket event, and the capacity chosen to speak in."""

import re
from datetime import timedelta

from flask import Flask, session
from flask_login import AnonymousUserMixin, LoginManager, current_user, login_user, logout_user
from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from wgcop.accounts import browsers
from wgcop.accounts.models import Capacity, Membership, Office, Person
from wgcop.accounts.sessions import EndedSession
from wgcop.db import db
from wgcop.i18n import LANGUAGE

CAPACITY = "capacity"
_SESSION = re.compile(r"(\d+):(\d+):([0-9a-f]{16})")
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
    """`<id>:<epoch>:<number>`, with all that decides what the person may do, in one statement.

    A session of an earlier epoch, or whose number was signed out, is over.
    """
    match = _SESSION.fullmatch(session_id)
    if match is None:
        return None
    person_id, epoch, number = match.groups()
    is_over = exists().where(EndedSession.person_id == Person.id, EndedSession.number == number)
    people = db.session.scalars(
        select(Person)
        .where(Person.id == int(person_id), Person.epoch == int(epoch), Person.active, ~is_over)
        .options(
            joinedload(Person.memberships).joinedload(Membership.delegation),
            joinedload(Person.offices).joinedload(Office.group),
        )
    )
    return people.unique().one_or_none()


def begin_session(person: Person) -> None:
    """A new session, new form token included: nothing that somebody planted before outlives this."""
    clear_session()
    browsers.recognise(person.email)
    login_user(person)


def end_session() -> None:
    logout_user()
    clear_session()


def clear_session() -> None:
    """But for the language, and whose browser this is."""
    values = {name: session[name] for name in (LANGUAGE, browsers.KNOWN) if name in session}
    session.clear()
    session.permanent = True
    session.update(values)


def session_number() -> str:
    """Of the session in which the signed-in person asks."""
    return str(session["_user_id"]).rpartition(":")[2]


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
