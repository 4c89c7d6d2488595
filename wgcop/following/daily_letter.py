"""The daily letter: one to each person with what every feature has for them, in numbers and links but without the texts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wgcop import clock, mail
from wgcop.accounts.models import Membership, Office, Person
from wgcop.db import db, writing
from wgcop.i18n import written_to

HOUR = 6
"""Of the day, UTC: before offices open in most of the regions."""


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


def write_letters(news: Sequence[DailyNews]) -> int:
    """To everybody whose time has come; gives the number of letters."""
    before = last_round(clock.now())
    readers = {person_id for each in news for person_id in each.readers(before)}
    db.session.rollback()
    return sum(write_letter(person_id, news, before) for person_id in sorted(readers))


def last_round(now: datetime) -> datetime:
    todays = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return todays if now >= todays else todays - timedelta(days=1)


def write_letter(person_id: int, news: Sequence[DailyNews], before: datetime) -> bool:
    """The letter and the notes that it was written are stored in one transaction."""
    with writing():
        person = reader(person_id)
        parts = []
        if person:
            with written_to(person.language):
                parts = [part for each in news if (part := each.part(person, before))]
                write(person, parts)
        db.session.commit()
    return bool(parts)


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
