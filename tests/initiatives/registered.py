"""A small registry by names: who answers for what, and how letters about it read."""

import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from wgcop.accounts.actions.people import working_group
from wgcop.accounts.models import (
    Category,
    Delegation,
    DelegationRole,
    GroupRole,
    Membership,
    Office,
    Person,
)
from wgcop.bodies.levels import Level, Region
from wgcop.database import db
from wgcop.initiatives import actions
from wgcop.initiatives.facts import RegistryFacts
from wgcop.initiatives.kinds import InitiativeKind, Measure, TargetGroup
from wgcop.initiatives.models import Initiative
from wgcop.mail import Message

RADIO = RegistryFacts(
    name="Radio for Parents",
    kind=InitiativeKind.CAMPAIGN,
    level=Level.NATIONAL,
    regions=(Region.AFRICA,),
    area="Kenya",
    lead="Regulator of Kenya",
    started="2009",
    scope="Plays on market days, followed by a talk.",
    target_groups=(TargetGroup.CHILDREN,),
    measures=(Measure.AWARENESS,),
    partners=("Two broadcasters",),
    links=("https://radio.example/plays",),
    source="Letter of May 2010.",
)
PLAYS = RegistryFacts(
    name="Market-day radio plays",
    acronym="MRP",
    kind=InitiativeKind.CAMPAIGN,
    level=Level.NATIONAL,
    regions=(Region.AFRICA, Region.ARAB_STATES),
    area="Kenya",
    lead="Institute of Jura",
    started="2008-11",
    scope="Short plays about whom children meet on the net.",
    target_groups=(TargetGroup.PARENTS_AND_EDUCATORS,),
    measures=(Measure.AWARENESS, Measure.CAPACITY_BUILDING),
    partners=("An institute",),
    links=("https://radio.example/plays", "https://jura.example/study"),
    source="Study of 2010.",
)
LINE = RegistryFacts(
    name="Helpline 5",
    kind=InitiativeKind.HOTLINE,
    level=Level.REGIONAL,
    lead="Helplines",
    scope="A number to call.",
    source="Leaflet.",
)


@pytest.fixture
def registry(session):
    """Kenya answers for the radio, Brazil for the plays, and nobody but the secretariat for the line."""
    kenya = Delegation(name="Kenya", code="KEN", category=Category.MEMBER_STATE)
    brazil = Delegation(name="Brazil", code="BRA", category=Category.MEMBER_STATE)
    ines = Person(email="ines@example.org", name="Ines")
    ines.offices.append(Office(group=working_group(), role=GroupRole.SECRETARIAT))
    head, member = DelegationRole.HEAD, DelegationRole.MEMBER
    amina = member_of(kenya, "Amina", head)
    luc = member_of(kenya, "Luc", member)
    caio = member_of(brazil, "Caio", member)
    session.add_all([ines, amina, luc, caio])
    session.flush()
    radio = actions.add_initiative(RADIO, owner=kenya, by=ines)
    plays = actions.add_initiative(PLAYS, owner=brazil, by=ines)
    line = actions.add_initiative(LINE, by=ines)
    session.commit()
    return SimpleNamespace(
        kenya=kenya,
        brazil=brazil,
        ines=ines,
        amina=amina,
        luc=luc,
        caio=caio,
        radio=radio,
        plays=plays,
        line=line,
    )


def member_of(delegation: Delegation, name: str, role: DelegationRole) -> Person:
    person = Person(email=f"{name.lower()}@example.org", name=name)
    person.memberships.append(Membership(delegation=delegation, role=role))
    return person


def letters(to: Person | None = None) -> list[Message]:
    query = select(Message).order_by(Message.id)
    if to:
        query = query.where(Message.recipient == to.email)
    return list(db.session.scalars(query))


def links(letter: Message) -> list[str]:
    """The paths of the links to confirmations."""
    return re.findall(r"/confirmations/\S+", letter.text)


def again(entry: Initiative) -> Initiative:
    """As it is in the database."""
    db.session.expire_all()
    return db.session.get_one(Initiative, entry.id)
