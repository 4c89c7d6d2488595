"""A working group in Geneva: its secretariat, its chair, two delegations and a meeting with an agenda."""

from datetime import UTC, date, datetime, time
from types import SimpleNamespace

import pytest

from wgcop.accounts.models import (
    Category,
    Delegation,
    DelegationRole,
    GroupRole,
    Membership,
    Office,
    Person,
)
from wgcop.bodies.models import Group
from wgcop.contributions import actions as contributions
from wgcop.contributions import deciding
from wgcop.contributions.cover import Cover, Purpose
from wgcop.db import db
from wgcop.meetings import actions
from wgcop.meetings.agendas import agenda_of
from wgcop.meetings.arrangements import Arrangements
from wgcop.meetings.facts import ItemFacts
from wgcop.resolutions.models import (
    Clause,
    Edition,
    InstrumentKind,
    Resolution,
    Section,
    SectionKind,
    Wording,
)

THIRD_MEETING = Arrangements(
    title="Third meeting of the group",
    place="Geneva, Room L",
    zone="Europe/Zurich",
    starts_on=date(2026, 6, 2),
    ends_on=date(2026, 6, 3),
    opens_at=time(9, 30),
    join_url="https://meet.example.org/wg-cop-3",
)
BEFORE, DURING, AFTER = (
    datetime(2026, 5, 4, 8, 0, tzinfo=UTC),
    datetime(2026, 6, 2, 8, 0, tzinfo=UTC),
    datetime(2026, 7, 1, 8, 0, tzinfo=UTC),
)


@pytest.fixture
def room(session, clock):
    """`room.ines` is of the secretariat, `room.helena` the chair, `room.amina` and `room.luc` are delegates."""
    clock.stop(BEFORE)
    group = Group(code="WG-COP", name="Council Working Group on Child Online Protection")
    other_group = Group(code="SG1", name="Study Group 1")
    kenya = Delegation(name="Kenya", code="KEN", category=Category.MEMBER_STATE)
    switzerland = Delegation(name="Switzerland", code="CHE", category=Category.MEMBER_STATE)

    def person(name, *ties):
        someone = Person(name=name, email=f"{name.lower()}@example.org")
        for tie in ties:
            (someone.offices if isinstance(tie, Office) else someone.memberships).append(tie)
        return someone

    people = {
        "ines": person("Ines", Office(group=group, role=GroupRole.SECRETARIAT)),
        "helena": person("Helena", Office(group=group, role=GroupRole.CHAIR)),
        "elke": person("Elke", Office(group=group, role=GroupRole.RAPPORTEUR)),
        "salma": person("Salma", Office(group=group, role=GroupRole.VICE_CHAIR)),
        "tomas": person("Tomas", Office(group=other_group, role=GroupRole.CHAIR)),
        "amina": person("Amina", Membership(delegation=kenya, role=DelegationRole.HEAD)),
        "luc": person("Luc", Membership(delegation=switzerland, role=DelegationRole.MEMBER)),
    }
    session.add_all([group, other_group, kenya, switzerland, *people.values()])
    session.flush()
    meeting = actions.create_meeting(group, THIRD_MEETING, number=3, by=people["ines"])
    session.commit()
    return SimpleNamespace(
        group=group, other_group=other_group, kenya=kenya, meeting=meeting, **people
    )


@pytest.fixture
def agenda(room):
    """1 Opening · 2 Clauses of Resolution 67 (2.1 recalling, 2.2 invites) · 3 Closing."""

    def add(title, minutes=None, parent=None):
        facts = ItemFacts(title=title, planned_minutes=minutes)
        return actions.add_item(room.meeting, facts, parent=parent, by=room.ines)

    opening = add("Opening", minutes=15)
    clauses = add("Clauses of Resolution 67")
    recalling = add("Recalling", parent=clauses, minutes=30)
    invites = add("Invites Member States", parent=clauses, minutes=45)
    closing = add("Closing", minutes=10)
    db.session.commit()
    return SimpleNamespace(
        opening=opening, clauses=clauses, recalling=recalling, invites=invites, closing=closing
    )


@pytest.fixture
def numbers(room):
    """Title → number, as the agenda stands now."""

    def read():
        db.session.flush()
        db.session.expire_all()
        agenda = agenda_of(room.meeting, frozenset({"public", "members"}))
        return {row.item.title: row.number for row in agenda}

    return read


@pytest.fixture
def clause(session):
    """*instructs the Director* 2 of a resolution."""
    return clauses_of_a_resolution(session, {2: "to work with the group"})[0]


def clauses_of_a_resolution(session, texts):
    """*instructs the Director* 1, 2 and so on, by the numbers that they have."""
    resolution = Resolution(
        work="wtdc-67", kind=InstrumentKind.RESOLUTION, number="67", body="WTDC"
    )
    edition = Edition(
        resolution=resolution,
        slug="67-hyderabad-2010",
        title="Child online protection",
        place="Hyderabad",
        year=2010,
        formula="The Conference,",
    )
    section = Section(
        edition=edition, position=0, kind=SectionKind.OPERATIVE, heading="instructs the Director"
    )
    clauses = []
    for place, (number, text) in enumerate(texts.items()):
        clause = Clause(resolution=resolution, wid=f"wtdc-67.instructs__para_{number}")
        clauses.append(clause)
        section.wordings.append(
            Wording(
                clause=clause,
                position=place,
                label=str(number),
                citation=f"instructs the Director {number}",
                text=text,
            )
        )
    session.add_all([edition, *clauses])
    session.commit()
    return clauses


@pytest.fixture
def paper(room, session):
    """Kenya's numbered contribution, which members read."""
    draft = draft_of(room)
    deciding.submit(draft, by=room.amina)
    session.commit()
    return draft


def draft_of(room):
    cover = Cover(
        source="Kenya",
        title="Helplines in schools",
        purpose=Purpose.ACTION,
        action_required="Discuss.",
    )
    words = {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Words"}]}],
    }
    return contributions.start_draft(
        room.meeting, room.amina.capacities[0], cover, words, by=room.amina
    )
