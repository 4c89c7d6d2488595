"""Erasing a person: what they said and did stays, under their delegation."""

import json
import re
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Text, cast, delete, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from wgcop.accounts.actions.people import refuse_to_leave_no_secretary_for_good
from wgcop.accounts.models import Category, Invitation, Person
from wgcop.audit.actions import Thing, note
from wgcop.bodies.models import Meeting
from wgcop.contributions.revisions import Revision
from wgcop.contributions.unsubmitted import pass_on_papers_of
from wgcop.db import db
from wgcop.errors import Refused
from wgcop.history.models import Topic
from wgcop.implementation.reports.models import ImplementationReport
from wgcop.initiatives.merging.models import InitiativeMerge
from wgcop.initiatives.models import EntryVersion, Initiative, Overlap
from wgcop.initiatives.sheet.models import RegistryImport
from wgcop.mail import Message
from wgcop.privacy.holdings import by_table

BY_ORM = ("membership", "office")
"""Deleted as objects, so that sockets are closed and the index hears of it."""
CONTACTS = (
    Revision.contact,
    ImplementationReport.contact,
    Initiative.contact_address,
    Meeting.contact,
    Meeting.contact_address,
    Overlap.contact,
)
"""Columns in which somebody may have typed the address of a person."""
KEPT_CONTACTS: tuple[InstrumentedAttribute[Any], ...] = (
    EntryVersion.facts,
    InitiativeMerge.before,
    RegistryImport.rows,
)
"""Where such words are kept for later: as an entry was before, and in a table that waits for its confirmation."""


def erase(person: Person, *, by: Person) -> str:
    """The name under which their words stand from now on. The address is free for a new invitation."""
    if person.id == by.id:
        raise Refused(_("You cannot erase your own account. Ask a colleague in the secretariat."))
    if person.is_erased:
        raise Refused(_("This person is erased already."))
    if person.is_secretariat and person.active:
        refuse_to_leave_no_secretary_for_good(person)
    email, called = person.email, _called(person)
    pass_on_papers_of(person, by=by)
    _erase_contacts(person, called)
    person.memberships.clear()
    person.offices.clear()
    person.erase(called)
    db.session.flush()
    for table, places in by_table(own=True).items():
        if table not in BY_ORM:
            named = or_(*(place.column == person.id for place in places))
            db.session.execute(delete(places[0].column.table).where(named))
    db.session.execute(delete(Message).where(Message.recipient == email))
    db.session.execute(delete(Invitation).where(Invitation.email == email))
    db.session.execute(update(Topic).where(Topic.name == person.topic).values(title=called))
    note("person.erased", by=by, of=Thing.person(person))
    return called


def _called(person: Person) -> str:
    """In English as the names of delegations are, and the same for everybody of one."""
    for membership in person.memberships:
        delegation = membership.delegation
        if delegation.category == Category.SECRETARIAT:
            return "Somebody of the secretariat"
        return f"{'An observer' if delegation.is_observer else 'A delegate'} of {delegation.name}"
    return "Somebody of the secretariat" if person.is_secretariat else "Somebody who took part"


def _erase_contacts(person: Person, called: str) -> None:
    """Where they stand as a contact, the words that name them go; through the objects, so that the index hears of it."""
    without = _Without(person, called)
    for column in CONTACTS:
        named = or_(column.contains(person.email, autoescape=True), column == person.name)
        for row in db.session.scalars(select(column.class_).where(named)):
            setattr(row, column.key, without.in_words(getattr(row, column.key)))
    stored = json.dumps(person.email)[1:-1]
    for kept in KEPT_CONTACTS:
        named = cast(kept, Text).contains(stored, autoescape=True)
        for row in db.session.scalars(select(kept.class_).where(named)):
            setattr(row, kept.key, without.in_json(getattr(row, kept.key)))
    db.session.flush()


class _Without:
    """Takes the address of a person out, and no part of a longer one of somebody else."""

    def __init__(self, person: Person, called: str) -> None:
        self._name, self._called = person.name, called
        address = re.escape(person.email)
        self._address = re.compile(rf"(?<![\w.+-]){address}(?![\w-]|\.\w)", re.IGNORECASE)

    def in_words(self, words: str) -> str:
        left = self._address.sub("", words)
        return left.replace(self._name, "" if left == self._name else self._called)

    def in_json(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.in_words(value) if self._address.search(value) else value
        if isinstance(value, list):
            return [self.in_json(each) for each in value]
        if isinstance(value, dict):
            return {name: self.in_json(each) for name, each in value.items()}
        return value
