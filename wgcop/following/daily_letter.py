"""The parts of the daily letter: what each feature has for a person, in numbers and links but without the texts."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wgcop import mail
from wgcop.accounts.models import Membership, Office, Person
from wgcop.db import db


@dataclass(frozen=True)
class LetterPart:
    """At `stop_address` its reader ends such letters."""

    subject: str
    paragraphs: Sequence[str]
    stop_address: str = ""


class DailyNews(Protocol):
    def readers(self, before: datetime) -> Collection[int]:
        """For whom something may have waited since before this moment."""

    def part(self, person: Person, before: datetime) -> LetterPart | None:
        """In the language of the person, who counts as told from then on. None if there is nothing that they may still read."""


def write(person: Person, parts: Sequence[LetterPart]) -> None:
    """One letter, if there is anything in it."""
    if parts:
        mail.write(
            person.email,
            f"WG-COP: {' · '.join(part.subject for part in parts)}",
            "\n\n".join(words for part in parts for words in part.paragraphs) + "\n",
            stop_address=parts[0].stop_address if len(parts) == 1 else "",
        )


def reader(person_id: int) -> Person | None:
    """With all that decides what they may read now; nobody whose account is over."""
    person = db.session.scalar(
        select(Person)
        .where(Person.id == person_id)
        .options(
            selectinload(Person.memberships).joinedload(Membership.delegation),
            selectinload(Person.offices).joinedload(Office.group),
        )
        .execution_options(populate_existing=True)
    )
    return person if person and person.is_active else None


def write_each(
    write_to: Callable[[int], bool], people: Iterable[int], *, give_up: Callable[[], None]
) -> int:
    """The number of letters. What fails for one person is given up and keeps nobody's letter back; the duty fails all the same, so
    that it is told."""
    written, failure = 0, None
    for person_id in people:
        try:
            written += write_to(person_id)
        except Exception as error:
            give_up()
            failure = error
    if failure is not None:
        raise failure
    return written
