"""The signed-in person of this request or socket event, and the capacity in which they speak."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from flask import Flask, Response, abort, current_app, g, request, session, url_for
from flask_babel import gettext as _
from flask_babel import refresh
from flask_login import AnonymousUserMixin, LoginManager, current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Select, Table, bindparam, exists, or_, select, update
from sqlalchemy.orm import Session, joinedload

from wgcop import clock
from wgcop.accounts import browsers, user_agents
from wgcop.accounts.factors import ProviderAccount
from wgcop.accounts.models import Capacity, Membership, Office, Person
from wgcop.accounts.policy import needs_second_factor
from wgcop.accounts.seen import Sightings
from wgcop.accounts.sessions import EndedSession, SignedInBrowser
from wgcop.audit.actions import Thing, note
from wgcop.database import db
from wgcop.database.stamp import note_stamps, present_stamps
from wgcop.errors import Refused
from wgcop.i18n import LANGUAGE, written_to
from wgcop.web import origin, site
from wgcop.web.session_cookie import SessionCookie

CAPACITY = "capacity"
HALF = "half"
PROVED_AT = "proved_at"
BY_PROVIDER = "factor_by_provider"
HALF_LASTS = timedelta(minutes=10)
PROVED_FOR = timedelta(minutes=15)
LEEWAY = 60
"""The number of seconds by which the clocks of two servers may differ."""
SETTING_UP = {
    f"accounts.{view}"
    for view in (
        *("sign_in", "enter", "sign_out", "sign_out_everywhere", "set_language"),
        *("second_factor", "authenticator_app", "add_app", "app_picture", "proof", "prove"),
        *("make_recovery_codes", "recovery_codes_file", "passkey_options", "add_passkey"),
    )
}
"""The views that are open to somebody who has to set up a second factor first."""

_SESSION = re.compile(r"(?P<person>\d+):(?P<epoch>\d+):(?P<number>[0-9a-f]{16})")
_people, _ended = (cast(Table, model.__table__) for model in (Person, EndedSession))
WHILE_IT_LASTS = (
    _people.c.id == bindparam("person"),
    _people.c.epoch == bindparam("epoch"),
    _people.c.active,
    or_(_people.c.last_day.is_(None), _people.c.last_day >= bindparam("today")),
    ~exists().where(
        _ended.c.person_id == bindparam("person"), _ended.c.number == bindparam("number")
    ),
)
"""The conditions for a session to last: it has the current epoch, was not signed out, and the
account is active and its last day is not over.
"""
_PERSON_ID = select(_people.c.id).where(*WHILE_IT_LASTS)

login_manager = LoginManager()


class Guest(AnonymousUserMixin):
    """A person who is not signed in. They read only what is public."""

    audiences = frozenset({"public"})
    capacities: tuple[Capacity, ...] = ()
    is_secretariat = False
    is_officer = False


def init_app(app: Flask) -> None:
    app.extensions["sightings"] = Sightings()
    app.extensions["sessions_of_others"] = set()  # than delegates
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
    """Load the person of a session `<id>:<epoch>:<number>`, with memberships and offices, in one
    SQL statement. Return None if the session is over.
    """
    named = _named_by(session_id)
    if named is None:
        return None
    rows = db.session.execute(_person(), named.parameters)
    row = rows.unique().one_or_none()
    person: Person | None = row[0] if row else None
    if row and person is not None:
        note_stamps(row)
        note_seen(named)
        if must_set_up(person) and request.endpoint not in SETTING_UP:
            g.must_set_up = True
            return None
    return person


def note_seen(named: "NamedSession") -> None:
    sightings: Sightings = current_app.extensions["sightings"]
    sightings.note(
        named.person,
        named.number,
        named.epoch,
        agent=str(request.user_agent),
        network=origin(),
    )


@cache
def _person() -> Select[Person, int, int]:
    return (
        select(Person, *present_stamps())
        .where(*WHILE_IT_LASTS)
        .options(
            joinedload(Person.memberships).joinedload(Membership.delegation),
            joinedload(Person.offices).joinedload(Office.group),
        )
    )


def must_set_up(person: Person) -> bool:
    """Return whether this person still has to set up a second factor. Until then they are a guest
    everywhere else.
    """
    return lacks_factor(person) and not session.get(BY_PROVIDER)


def lacks_factor(person: Person) -> bool:
    """Return whether the person needs a second factor and has none here. They may have one at the
    provider.
    """
    return bool(rule()) and not person.has_second_factor and needs_second_factor(person, rule())


def require_factor(owner: Person) -> None:
    """Stop a program that reads at a secret address of a person who lacks a second factor, and say
    where they set one up. The program itself cannot be asked for one.
    """
    if not misses_factor(owner):
        return
    with written_to(owner.language):
        message = _(
            "This address no longer works: the role of its owner needs a second factor, and "
            "they have none. Once they have set one up at %(address)s, it works again.",
            address=site() + url_for("accounts.second_factor"),
        )
    answer = Response(message + "\n", 403, mimetype="text/plain")
    answer.cache_control.no_store = True
    abort(answer)


def misses_factor(owner: Person) -> bool:
    """Return whether the person lacks a second factor, here and at the provider."""
    return lacks_factor(owner) and not _had_factor_at_provider(owner)


def _had_factor_at_provider(person: Person) -> bool:
    found = select(ProviderAccount.id).where(
        ProviderAccount.person_id == person.id, ProviderAccount.had_factor
    )
    return db.session.scalar(found.limit(1)) is not None


def rule() -> str:
    """Return the setting that says who needs a second factor here."""
    setting: str = current_app.config["SECOND_FACTOR"]
    return setting


@dataclass(frozen=True)
class NamedSession:
    """The session that a cookie names. Only the database knows whether it still lasts."""

    person: int
    epoch: int
    number: str

    @property
    def parameters(self) -> dict[str, Any]:
        return {**vars(self), "today": clock.now().date()}

    def lasts(self, database: Session) -> bool:
        return database.scalar(_PERSON_ID, self.parameters) is not None


def named_session() -> NamedSession | None:
    """Return the session that the cookie names, without a query, or None. It serves requests that
    come with each keystroke and need no more of the person.
    """
    return _named_by(str(session.get("_user_id")))


def _named_by(session_id: str) -> NamedSession | None:
    match = _SESSION.fullmatch(session_id)
    if match is None:
        return None
    return NamedSession(int(match["person"]), int(match["epoch"]), match["number"])


def begin_session(person: Person, *, means: str) -> None:
    """Start a new session with a new form token, so that nothing planted in the old one survives."""
    _begin(person)
    note("person.signed-in", by=person, of=Thing.person(person), detail=means)


def begin_half(person: Person, *, means: str) -> None:
    """Note in the cookie that the password was correct and the second factor is still missing.
    Nobody is signed in yet.
    """
    leave_to(person)
    clear_session()
    session[HALF] = {
        "person": person.id,
        "epoch": person.epoch,
        "until": (clock.now() + HALF_LASTS).timestamp(),
        "means": means,
    }


def half_signed_in() -> Person | None:
    """Return the person who gave the correct password in this browser less than ten minutes ago, or
    None.
    """
    half = session.get(HALF)
    if not half:
        return None
    left = half["until"] - clock.now().timestamp()
    if not 0 < left <= HALF_LASTS.total_seconds() + LEEWAY:
        return None
    person = db.session.get(Person, half["person"])
    is_same = person is not None and person.is_active and person.epoch == half["epoch"]
    return person if is_same else None


def half_number() -> str:
    """Return the id of the person whose second factor is being tried, or an empty string. Attempts
    are limited by this id.
    """
    return str((session.get(HALF) or {}).get("person", ""))


def note_proof() -> None:
    """Note in the cookie that the person has just proved who they are."""
    session[PROVED_AT] = clock.now().timestamp()


def was_proved() -> bool:
    """Return whether the last proof is recent enough to change how one signs in. A time in the
    future, caused by a wrong clock, does not count.
    """
    ago = clock.now().timestamp() - float(session.get(PROVED_AT, 0))
    return -LEEWAY < ago < PROVED_FOR.total_seconds()


def _begin(person: Person) -> None:
    leave_to(person)
    # What a guest chose is theirs who sign in next: they chose it on the way here.
    if current_user.is_authenticated and current_user.id != person.id:
        forget_language()
    clear_session()
    note_proof()
    browsers.recognise(person.email)
    login_user(person)
    # Pages and scripts that ask at once after signing in would each make a token of their own, and
    # only the last one would be in the cookie. The form has its own of the session that has ended.
    g.pop("csrf_token", None)
    generate_csrf()
    agent = user_agents.named(str(request.user_agent))
    db.session.add(
        SignedInBrowser(
            person_id=person.id,
            number=session_number(),
            epoch=person.epoch,
            browser=agent.browser,
            system=agent.system,
            network=origin(),
        )
    )


def leave_to(person: Person) -> None:
    """End the session of anybody else in this browser, which now belongs to this person. Otherwise
    it would last without a browser, and what is sent there would reach another person.
    """
    before = named_session()
    if before is None or before.person == person.id or not before.lasts(db.session):
        return
    db.session.add(EndedSession(person_id=before.person, number=before.number))
    db.session.execute(
        update(SignedInBrowser)
        .where(SignedInBrowser.person_id == before.person, SignedInBrowser.number == before.number)
        .values(ended_at=clock.now())
    )
    note("person.signed-out", by=person, of=Thing("person", before.person))


def session_ends_at() -> datetime:
    """Return when the cookie of this request expires, unless it is renewed."""
    cookie: SessionCookie = current_app.session_interface  # type: ignore[assignment]
    lasts = current_app.permanent_session_lifetime - cookie.age(current_app, request)
    return clock.now() + lasts


def renew_session(person: Person) -> None:
    """Start a new session in the same capacity, after all earlier ones were ended."""
    kept = {name: session[name] for name in (CAPACITY, BY_PROVIDER) if name in session}
    _begin(person)
    session.update(kept)


def end_session() -> None:
    if current_user.is_authenticated:
        forget_language()
    logout_user()
    clear_session()


def forget_language() -> None:
    """Forget the language that was chosen in this browser: it is that of whoever used it until now."""
    session.pop(LANGUAGE, None)
    refresh()


def clear_session() -> None:
    """Clear everything except the language and the people known to this browser."""
    values = {name: session[name] for name in (LANGUAGE, browsers.KNOWN) if name in session}
    session.clear()
    session.permanent = True
    session.update(values)


def session_number() -> str:
    """Return the number of the current session."""
    return str(session["_user_id"]).rpartition(":")[2]


def current_person() -> Person:
    """Return the signed-in person. Call it only in views that require one."""
    person: Person = current_user._get_current_object()
    return person


def current_capacity() -> Capacity | None:
    """Return the capacity chosen for this session, or the person's first one, or None if they have
    none.
    """
    capacities = current_user.capacities
    chosen = session.get(CAPACITY)
    return next((c for c in capacities if c.key == chosen), capacities[0] if capacities else None)


def require_same_capacity(capacity: Capacity) -> None:
    """Refuse a form that was opened in another capacity: it would act for another delegation than
    the page said.
    """
    if request.form.get("speaking_as", capacity.key) != capacity.key:
        raise Refused(
            _(
                "After you opened this page, you chose to speak as %(capacity)s. Reload the page first.",
                capacity=capacity.words,
            )
        )


def audiences_of_email(email: str) -> frozenset[str] | None:
    """Return the audiences of the person with this address, or None if there is no such person."""
    person = db.session.scalar(
        select(Person)
        .where(Person.email == email.strip().lower())
        .options(joinedload(Person.memberships), joinedload(Person.offices))
    )
    return person.audiences if person else None
