"""Erases a person: their contributions stay, under the name of their delegation."""

import json
import re
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Text, cast, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from wgcop import clock
from wgcop.accounts.actions.people import refuse_to_leave_no_secretary_for_good
from wgcop.accounts.models import Category, Invitation, Person
from wgcop.accounts.stepping_down import give_back_all, lock_all_held
from wgcop.audit.actions import Thing, note
from wgcop.bodies.models import Meeting
from wgcop.contributions.revisions import Revision
from wgcop.database import after_commit, db
from wgcop.documents.pdf import shelf as printed
from wgcop.drafting.unsubmitted import pass_on_papers_of
from wgcop.errors import Refused
from wgcop.events.models import Topic
from wgcop.implementation_reports.frozen import checksum, with_contact
from wgcop.implementation_reports.models import AdoptedCopy, ImplementationReport
from wgcop.initiatives.merging.models import InitiativeMerge
from wgcop.initiatives.models import EntryVersion, Initiative, Overlap
from wgcop.mail import Message
from wgcop.privacy.holdings import by_table
from wgcop.processes import shelf
from wgcop.registry_sheets.models import RegistryImport

BY_ORM = ("membership", "office")
"""Tables whose rows are deleted as objects of the ORM, so that sockets are closed and the index is
told.
"""
CONTACTS = (
    Revision.contact,
    ImplementationReport.contact,
    Initiative.contact_address,
    Meeting.contact,
    Meeting.contact_address,
    Overlap.contact,
)
"""Columns into which somebody may have typed the address of a person."""
KEPT_CONTACTS: tuple[InstrumentedAttribute[Any], ...] = (
    EntryVersion.facts,
    InitiativeMerge.before,
    RegistryImport.rows,
)
"""Columns that store such text for later: earlier versions of an entry, and tables that wait for
their confirmation.
"""


def erase(person: Person, *, by: Person) -> str:
    """Erase a person and return the name under which their contributions appear from now on. Their
    address is free for a new invitation.
    """
    if person.id == by.id:
        raise Refused(_("You cannot erase your own account. Ask a colleague in the secretariat."))
    if person.is_erased:
        raise Refused(_("This person has already been erased."))
    email, called = person.email, _called(person)
    without = _Without(person, called)
    pass_on_papers_of(person, by=by)
    lock_all_held([person])
    if person.is_secretariat and person.active:
        refuse_to_leave_no_secretary_for_good(person)
    _erase_contacts(person, without)
    person.memberships.clear()
    person.offices.clear()
    person.erase(called)
    give_back_all(person, by=by)
    db.session.flush()
    for table, places in by_table(own=True).items():
        if table not in BY_ORM:
            named = or_(*(place.column == person.id for place in places))
            db.session.execute(delete(places[0].column.table).where(named))
    db.session.execute(delete(Message).where(Message.recipient == email))
    db.session.execute(delete(Invitation).where(Invitation.email == email))
    _erase_from_letters(person, email, without)
    db.session.execute(update(Topic).where(Topic.name == person.topic).values(title=called))
    after_commit(_empty_shelf, printed())
    note("person.erased", by=by, of=Thing.person(person))
    return called


def _called(person: Person) -> str:
    """Return the name for an erased person. It is in English, as the names of delegations are, and
    the same for all members of a delegation.
    """
    for membership in person.memberships:
        delegation = membership.delegation
        if delegation.category == Category.SECRETARIAT:
            return "Somebody of the secretariat"
        return f"{'An observer' if delegation.is_observer else 'A delegate'} of {delegation.name}"
    return "Somebody of the secretariat" if person.is_secretariat else "Somebody who took part"


def _erase_contacts(person: Person, without: "_Without") -> None:
    """Remove the person wherever they are a contact, through the ORM, so that the index is told."""
    for column in CONTACTS:
        named = or_(column.contains(person.email, autoescape=True), column == person.name)
        for row in db.session.scalars(select(column.class_).where(named)):
            setattr(row, column.key, without.in_words(getattr(row, column.key)))
    stored = json.dumps(person.email)[1:-1]
    for kept in KEPT_CONTACTS:
        named = cast(kept, Text).contains(stored, autoescape=True)
        for row in db.session.scalars(select(kept.class_).where(named)):
            setattr(row, kept.key, without.in_json(getattr(row, kept.key)))
    _erase_from_adopted_copies(without)
    db.session.flush()


def _erase_from_adopted_copies(without: "_Without") -> None:
    """Remove the person from adopted copies and compute their checksums again. Apart from this and
    from redaction, such a copy never changes.
    """
    holds = or_(
        *(AdoptedCopy.content.contains(each, autoescape=True) for each in without.as_stored)
    )
    for copy in db.session.scalars(select(AdoptedCopy).where(holds)):
        content = with_contact(copy.content, without.in_words)
        if content != copy.content:
            copy.content, copy.checksum = content, checksum(content)


def _erase_from_letters(person: Person, email: str, without: "_Without") -> None:
    """Replace the person's name and address in letters to others, sent or not, with the name that
    pages show from now on.
    """
    columns = (Message.subject, Message.text, Message.calendar)
    alike = select(Person.id).where(
        Person.id != person.id, Person.name.contains(without.name, autoescape=True)
    )
    # A name that other people have too does not tell whom a letter means.
    names = (email,) if db.session.scalar(alike.limit(1)) else (email, without.name)
    named = or_(*(each.contains(name, autoescape=True) for each in columns for name in names))
    for letter in db.session.scalars(select(Message).where(named)):
        for column in columns:
            words = without.in_letter(getattr(letter, column.key), by_name=len(names) > 1)
            setattr(letter, column.key, words[: getattr(column.type, "length", None)])


def _empty_shelf(folders: list[Path]) -> None:
    """Remove printed papers, which may name the person on the cover. They are printed again on
    demand.
    """
    for folder in folders:
        shelf.clear(folder, before=clock.now())


class _Without:
    """Removes the address and the name of a person from a text, but no part of a longer address of
    somebody else.
    """

    def __init__(self, person: Person, called: str) -> None:
        self.name, self._called = person.name, called
        self.as_stored = (
            json.dumps(person.email, ensure_ascii=False)[1:-1],
            f'"contact":{json.dumps(person.name, ensure_ascii=False)}',
        )
        self._whole_name = re.compile(rf"(?<!\w){re.escape(person.name)}(?!\w)")
        address = re.escape(person.email)
        self._address = re.compile(rf"(?<![\w.+-]){address}(?![\w-]|\.\w)", re.IGNORECASE)

    def in_words(self, words: str) -> str:
        left = self._address.sub("", words)
        return left.replace(self.name, "" if left == self.name else self._called)

    def in_letter(self, words: str, *, by_name: bool) -> str:
        left = self._address.sub("", words)
        return self._whole_name.sub(lambda _found: self._called, left) if by_name else left

    def in_json(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.in_words(value) if self._address.search(value) else value
        if isinstance(value, list):
            return [self.in_json(each) for each in value]
        if isinstance(value, dict):
            return {name: self.in_json(each) for name, each in value.items()}
        return value
