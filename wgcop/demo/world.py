"""Building the demo world through the verbs that people use, so that its history and numbers are real."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from importlib import resources
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgcop import clock
from wgcop.accounts import passwords
from wgcop.accounts.actions.people import appoint, join_delegation, working_group
from wgcop.accounts.models import Capacity, Delegation, Person
from wgcop.accounts.roles import Appointment
from wgcop.bodies.models import Group
from wgcop.db import db
from wgcop.demo.people import DELEGATIONS, PASSWORD, PEOPLE, Participant
from wgcop.demo.registry import ENTRIES
from wgcop.demo.talk import THREADS, Said
from wgcop.initiatives.actions import add_initiative
from wgcop.resolutions.actions import import_resolution
from wgcop.resolutions.models import Clause, Wording
from wgcop.resolutions.parse import parse
from wgcop.threads.actions import edit_comment, post_comment, retract_comment, thread_of
from wgcop.threads.models import MEMBERS, Comment

TEXT = "texts/resolution-67-hyderabad-2010.txt"


class SignIn(TypedDict):
    email: str
    password: str
    name: str
    delegation: str
    roles: list[str]


def people() -> list[SignIn]:
    """Who can sign in, and as what."""
    return [
        SignIn(
            email=person.email,
            password=PASSWORD,
            name=person.name,
            delegation=person.delegation,
            roles=person.roles,
        )
        for person in PEOPLE
    ]


def load(session: Session | None = None) -> list[SignIn]:
    """Make the world unless it is there already; the caller commits."""
    session = session or db.session
    if session.scalar(select(Person.id).where(Person.email == PEOPLE[0].email)) is None:
        try:
            World(session, clock.now()).build()
        finally:
            clock.start()
    return people()


class World:
    """`now` is the moment of loading, from which everything is dated."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self.people: dict[str, Person] = {}

    def build(self) -> None:
        with self.ago(days=60):
            self.seat_people()
            self.import_text()
        with self.ago(days=45):
            self.enter_initiatives()
        self.talk()

    @contextmanager
    def ago(self, **units: float) -> Iterator[None]:
        """What is done inside was done then; what is flushed later would be dated later."""
        clock.stop(self.now - timedelta(**units))
        yield
        self.session.flush()
        clock.stop(self.now)

    def seat_people(self) -> None:
        delegations = {
            party.code: Delegation(
                code=party.code, name=party.name, category=party.category, region=party.region
            )
            for party in DELEGATIONS
        }
        self.session.add_all([*delegations.values(), working_group()])
        self.session.flush()
        # One hash for all: twenty would take longer than the rest of the world.
        password_hash = passwords.hash_of(PASSWORD)
        for participant in PEOPLE:
            self.seat(participant, delegations, password_hash)

    def seat(
        self, participant: Participant, delegations: dict[str, Delegation], password_hash: str
    ) -> None:
        person = Person(
            email=participant.email,
            name=participant.name,
            language=participant.language,
            password_hash=password_hash,
        )
        self.session.add(person)
        self.people[participant.first_name.lower()] = person
        for code, role in participant.speaks_for:
            join_delegation(person, delegations[code], role, by=None)
        for group_role, scope in participant.holds:
            appoint(person, Appointment(group_role, scope), by=None)

    @cached_property
    def group(self) -> Group:
        return working_group()

    def import_text(self) -> None:
        text = resources.files("wgcop.resolutions").joinpath(TEXT).read_text("utf-8")
        import_resolution(parse(text), by=self.people["ines"])

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """By citation, as a delegate would name them."""
        return {
            wording.citation: wording.clause for wording in self.session.scalars(select(Wording))
        }

    def enter_initiatives(self) -> None:
        for facts in ENTRIES:
            add_initiative(facts, by=self.people["jonas"])

    def talk(self) -> None:
        """Everything that is said, in the order in which it was said."""
        said = [(s, citation) for citation, thread in THREADS.items() for s in thread]
        comments: dict[tuple[str, str], Comment] = {}
        for number, (words, citation) in enumerate(sorted(said, key=lambda pair: -pair[0].ago)):
            with self.ago(hours=words.ago):
                comment = self.say(words, citation, comments.get((citation, words.to)), number)
            if words.key:
                comments[citation, words.key] = comment
            with self.ago(hours=words.ago - 0.4):
                if words.edited:
                    edit_comment(comment, by=comment.person, body=words.edited)
                if words.retracted:
                    retract_comment(comment, by=comment.person)

    def say(self, words: Said, citation: str, parent: Comment | None, number: int) -> Comment:
        person = self.people[words.by]
        capacity = self.capacity(person, in_office=words.in_office)
        audience = MEMBERS
        if words.privately:
            assert capacity.delegation is not None
            audience = capacity.delegation.audience
        return post_comment(
            thread_of(self.clauses[citation]),
            by=person,
            capacity=capacity,
            body=words.body,
            key=f"demo-{number}",
            audience=audience,
            type=words.type,
            parent=parent,
            language=words.language,
        ).comment

    def capacity(self, person: Person, *, in_office: bool) -> Capacity:
        offices = [office.capacity for office in person.offices]
        return offices[0] if in_office else person.capacities[0]
