"""Letters of a kind that people may stop, and who still gets a letter at the moment of sending."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from wgcop import letters, mail
from wgcop.accounts import stopping
from wgcop.accounts.models import Membership, Office, Person
from wgcop.accounts.wishes import LetterKind, wishes
from wgcop.database import db
from wgcop.mail import LetterWords, Message


def write_wished(
    kind: LetterKind | None,
    people: Iterable[Person],
    template: str,
    *,
    source: str,
    about: Mapping[str, Any],
    page: str = "",
    reply_to: Mapping[int, str] | None = None,
    **values: Any,
) -> None:
    """Write the same letter to each of these people who wants letters of this kind. Without a kind,
    write to all of them, as for a letter that asks them to do something. `source` and `about` are
    as in `mail.renews`; `reply_to` has the addresses for answers by the ids of people.
    """
    with letters.apart(template, page=page):
        for person in people:
            if kind is None or wishes(person, kind):
                stop = letters.address(stopping.path(person, kind)) if kind else ""
                letters.write(
                    person,
                    template,
                    page=page,
                    source=source,
                    about={**about, "kind": kind},
                    stop_address=stop,
                    reply_to=(reply_to or {}).get(person.id, ""),
                    **values,
                )


def reader_now(message: Message) -> Person | None:
    """Return the person to whom the letter goes as they are now, if they still take part. Otherwise
    return None: for people who have left all delegations and offices, although they can still sign
    in for a while, and for people who are no longer among the letter's readers or have stopped
    letters of this kind.
    """
    person = _person_of(message.recipient)
    if person is None or not person.is_active or not person.capacities:
        return None
    if any(person.audiences.isdisjoint(each) for each in message.about.get("readers", ())):
        return None
    kind = message.about.get("kind")
    return person if kind is None or wishes(person, LetterKind(kind)) else None


@mail.renews(letters.READER)
def as_written(message: Message) -> LetterWords | None:
    """Send the letter as it was written, unless its reader has left or may no longer read it. A
    recipient without an account always gets it, since they did not get it as a reader.
    """
    if reader_now(message) is None and _person_of(message.recipient) is not None:
        return None
    return LetterWords(message.subject, message.text)


def _person_of(email: str) -> Person | None:
    return db.session.scalar(
        select(Person)
        .where(Person.email == email)
        .options(
            selectinload(Person.memberships).joinedload(Membership.delegation),
            selectinload(Person.offices).joinedload(Office.group),
        )
        .execution_options(populate_existing=True)
    )
