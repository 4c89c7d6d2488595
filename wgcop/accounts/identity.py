"""The signed-in person of this request or socket event, and the capacity in which they speak."""

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
    """Somebody who is not signed in: reads only what is public."""

    audiences = frozenset({"public"})
    capacities: tuple[Capacity, ...] = ()
    is_secretariat = False
    is_officer = False


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.anonymous_user = Guest
    login_manager.login_view = "accounts.sign_in"
    login_manager.session_protection = "basic"
    # A cookie in every answer would prevent shared caches from storing anything.
    app.config.update(
        PERMANENT_SESSION_LIFETIME=timedelta(days=14), SESSION_REFRESH_EACH_REQUEST=False
    )


@login_manager.user_loader
def load_person(session_id: str) -> Person | None:
    """The person of a session `<id>:<epoch>:<number>`, with memberships and offices, in one statement.

    A session is over if its epoch is an earlier one or its number was signed out.
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
    """Starts a new session with a new form token, so that nothing planted in the old one survives."""
    clear_session()
    browsers.recognise(person.email)
    login_user(person)


def end_session() -> None:
    logout_user()
    clear_session()


def clear_session() -> None:
    """Clears everything except the language and the people known to this browser."""
    values = {name: session[name] for name in (LANGUAGE, browsers.KNOWN) if name in session}
    session.clear()
    session.permanent = True
    session.update(values)


def session_number() -> str:
    """The number of the current session."""
    return str(session["_user_id"]).rpartition(":")[2]


def current_person() -> Person:
    """The signed-in person. Only for views that require one."""
    person: Person = current_user._get_current_object()
    return person


def current_capacity() -> Capacity | None:
    """The capacity chosen for this session, or the person's first one."""
    capacities = current_user.capacities
    chosen = session.get(CAPACITY)
    return next((c for c in capacities if c.key == chosen), capacities[0] if capacities else None)


def audiences_of_email(email: str) -> frozenset[str] | None:
    """The audiences of the person with this address, or None if there is no such person."""
    person = db.session.scalar(
        select(Person)
        .where(Person.email == email.strip().lower())
        .options(joinedload(Person.memberships), joinedload(Person.offices))
    )
    return person.audiences if person else None
