"""Messages to everybody who has a text open: new steps, and sentences about events."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from flask import Flask, current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from wgcop import live
from wgcop.accounts.models import Person
from wgcop.database import after_commit, db
from wgcop.writing.desks import Manuscript


def room(of: Manuscript) -> str:
    return f"{of.desk.name}:{of.revision}"


def named(of: Manuscript) -> dict[str, Any]:
    """Return the fields that name the text in each message."""
    return {"desk": of.desk.name, "document": of.document, "revision": of.revision}


@dataclass(frozen=True)
class _Steps:
    of: Manuscript
    start: int
    steps: list[dict[str, Any]]
    leave_out: str | None


def after_commit_tell(
    session: Session,
    of: Manuscript,
    start: int,
    steps: list[dict[str, Any]],
    leave_out: str | None,
) -> None:
    """Send steps after the commit to everybody in the room, except the connection from which they
    came.
    """
    after_commit(_tell_steps, _Steps(of, start, steps, leave_out), session=session)


def _tell_steps(things: list[_Steps]) -> None:
    for one in things:
        live.send(
            "document:steps",
            {**named(one.of), "from": one.start, "steps": one.steps},
            to=room(one.of),
            leave_out=one.leave_out,
        )


class Happening(Protocol):
    """An event that everybody who has the text open is told in a sentence."""

    kind: ClassVar[str]

    def sentence(self, name_of: Callable[[int], str]) -> str: ...


@dataclass(frozen=True)
class Kept:
    kind: ClassVar[str] = "version"

    def sentence(self, name_of: Callable[[int], str]) -> str:
        return _("A version of the text was kept.")


@dataclass(frozen=True)
class Saved:
    by: int
    kind: ClassVar[str] = "saved"

    def sentence(self, name_of: Callable[[int], str]) -> str:
        return _("%(name)s saved the cover.", name=name_of(self.by))


@dataclass(frozen=True)
class Restored:
    by: int
    number: int
    kind: ClassVar[str] = "restored"

    def sentence(self, name_of: Callable[[int], str]) -> str:
        return _(
            "%(name)s restored version %(number)d of the text.",
            name=name_of(self.by),
            number=self.number,
        )


@dataclass(frozen=True)
class Closed:
    by: int
    kind: ClassVar[str] = "closed"

    def sentence(self, name_of: Callable[[int], str]) -> str:
        return _(
            "%(name)s submitted or withdrew the paper. It can no longer be changed.",
            name=name_of(self.by),
        )


def after_commit_cut_off(session: Session, person_id: int) -> None:
    """Disconnect a person after the commit. Their pages connect again, and cannot open texts in
    which they may no longer write.
    """
    after_commit(_cut_off, person_id, session=session)


def _cut_off(people: list[int]) -> None:
    for person_id in people:
        live.disconnect_person(person_id)


def after_commit_reopen(session: Session, of: Manuscript) -> None:
    """Empty the room of a text after the commit. Pages that have it open connect again, and take
    the stored text.
    """
    after_commit(_reopen, of, session=session)


def _reopen(texts: list[Manuscript]) -> None:
    for of in texts:
        live.empty_room(room(of))


def after_commit_say(session: Session, of: Manuscript, happening: Happening) -> None:
    after_commit(_say, (of, happening), session=session)


def _say(things: list[tuple[Manuscript, Happening]]) -> None:
    """Send the event, in each language that somebody in the room reads."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    for of, happening in things:
        heard = live.languages_heard(room(of))
        if not heard:
            continue
        with app.app_context(), app.test_request_context():
            for language in heard:
                with force_locale(language):
                    sentence = happening.sentence(_name_of)
                live.send(
                    "document:state",
                    {**named(of), "kind": happening.kind, "message": sentence},
                    to=live.room(room(of), language),
                )


def _name_of(person_id: int) -> str:
    return db.session.scalars(select(Person.name).where(Person.id == person_id)).one()
