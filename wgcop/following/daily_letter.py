"""The parts of the daily letter: each feature's numbers and links for a person, without the texts.

Each part is composed again when the letter is sent, from what its reader may see then.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wgcop import mail
from wgcop.accounts import stopping
from wgcop.accounts.models import Membership, Office, Person
from wgcop.accounts.receiving import reader_now
from wgcop.accounts.wishes import LetterKind
from wgcop.database import db
from wgcop.i18n import written_to
from wgcop.letters import WrittenLetter, address, how_to_stop, written_in
from wgcop.mail import LetterWords, Message

EXTENSION = "daily_news"
SOURCE = "daily-letter"

To = TypeVar("To")


@dataclass(frozen=True)
class LetterPart:
    """The part of one feature. `kinds` are those of its letters, which its reader may stop, and
    `about` is what the feature needs to make it again; it is stored as JSON. A letter that is
    nothing but this part is answered at `reply_to`.
    """

    letter: WrittenLetter
    kinds: tuple[LetterKind, ...]
    about: Any
    reply_to: str = ""


@dataclass(frozen=True)
class Round:
    """The morning for which letters are written, and the morning of the latest Monday."""

    day: datetime
    week: datetime


class DailyNews(Protocol):
    name: str

    def readers(self, due: Round) -> Collection[int]:
        """Return the ids of people for whom something may have been waiting since before this
        round.
        """

    def waiting(self, people: Collection[int], due: Round) -> Mapping[int, Any]:
        """Return what `part` needs for each of these people, by their ids, and lock it, so that only
        one process writes to them; all in one SQL statement. Those who need no part are left out.
        """

    def part(self, person: Person, waiting: Any, due: Round, /) -> LetterPart | None:
        """Return the part in the person's language, or None if there is nothing that they may still
        read. After the call this news counts as told.
        """

    def again(self, person: Person, about: Any) -> LetterPart | None:
        """Return the part once more, as the person may read it now. This changes nothing."""


Parts = Mapping[str, LetterPart]
"""The parts of a letter by the names of their features."""


def init_app(app: Flask, news: Iterable[DailyNews]) -> None:
    app.extensions[EXTENSION] = {each.name: each for each in news}


def all_news() -> Mapping[str, DailyNews]:
    registered: Mapping[str, DailyNews] = current_app.extensions[EXTENSION]
    return registered


def write(person: Person, parts: Parts) -> None:
    """Write one letter with these parts, unless `parts` is empty."""
    if parts:
        stop_address = _stop_address(person, parts)
        words = _words(parts, stop_address)
        mail.write(
            person.email,
            words.subject,
            words.text,
            stop_address=stop_address,
            language=words.language,
            source=SOURCE,
            about={name: part.about for name, part in parts.items()},
            reply_to=_reply_to(parts),
        )


@mail.renews(SOURCE)
def write_again(message: Message) -> LetterWords | None:
    person = reader_now(message)
    if person is None:
        return None
    with written_to(person.language):
        parts = {
            name: part
            for name, about in message.about.items()
            if (part := all_news()[name].again(person, about))
        }
        return _words(parts, message.stop_address) if parts else None


def _stop_address(person: Person, parts: Parts) -> str:
    kinds = dict.fromkeys(kind for part in parts.values() for kind in part.kinds)
    return address(stopping.path(person, *kinds))


def _reply_to(parts: Parts) -> str:
    [first, *others] = parts.values()
    return "" if others else first.reply_to


def _words(parts: Parts, stop_address: str) -> LetterWords:
    letters = [part.letter for part in parts.values()]
    return LetterWords(
        f"WG-COP: {' · '.join(letter.subject for letter in letters)}",
        "\n\n".join([*(letter.text for letter in letters), how_to_stop(stop_address)]) + "\n",
        written_in(),
    )


def reader(person_id: int) -> Person | None:
    """Return the person, read again with everything that determines their current access, or None
    if their account has ended.
    """
    return next(iter(readers([person_id])), None)


def readers(people: Collection[int]) -> list[Person]:
    """Return these people in the same way; those whose accounts have ended are left out."""
    found = db.session.scalars(
        select(Person)
        .where(Person.id.in_(people))
        .order_by(Person.id)
        .options(
            selectinload(Person.memberships).joinedload(Membership.delegation),
            selectinload(Person.offices).joinedload(Office.group),
        )
        .execution_options(populate_existing=True)
    )
    return [person for person in found if person.is_active]


def write_each(
    write_to: Callable[[To], int], people: Iterable[To], *, give_up: Callable[[], None]
) -> int:
    """Write to each person, or to each batch of people, and return the number of letters. If one
    fails, the others are still written, and the error is raised at the end, so that it is reported.
    """
    written, failure = 0, None
    for to in people:
        try:
            written += write_to(to)
        except Exception as error:
            give_up()
            failure = error
    if failure is not None:
        raise failure
    return written
