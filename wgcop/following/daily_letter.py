"""The parts of the daily letter: each feature's numbers and links for a person, without the texts."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wgcop import mail
from wgcop.accounts.models import Membership, Office, Person
from wgcop.database import db
from wgcop.letters import WrittenLetter


@dataclass(frozen=True)
class LetterPart:
    """The part of one feature. `stop_address` is the page on which the reader can stop such
    letters.
    """

    letter: WrittenLetter
    stop_address: str = ""


class DailyNews(Protocol):
    def readers(self, before: datetime) -> Collection[int]:
        """Return the ids of people for whom something may have been waiting since before this
        moment.
        """

    def part(self, person: Person, before: datetime) -> LetterPart | None:
        """Return the part in the person's language, or None if there is nothing that they may still
        read. After the call this news counts as told.
        """


def write(person: Person, parts: Sequence[LetterPart]) -> None:
    """Write one letter with these parts, unless `parts` is empty."""
    if parts:
        letters = [part.letter for part in parts]
        mail.write(
            person.email,
            f"WG-COP: {' · '.join(letter.subject for letter in letters)}",
            "\n\n".join(letter.text for letter in letters) + "\n",
            stop_address=parts[0].stop_address if len(parts) == 1 else "",
        )


def reader(person_id: int) -> Person | None:
    """Return the person, read again with everything that determines their present access, or None
    if their account has ended.
    """
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
    """Write to each person and return the number of letters. If one fails, the others are still
    written, and the error is raised at the end, so that it is reported.
    """
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
