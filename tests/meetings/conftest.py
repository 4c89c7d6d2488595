"""A working group in Geneva: its secretariat, its chair, two delegations and a meeting with an agenda."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from wgcop import clock
from wgcop.accounts.models import (
    Category,
    Delegation,
    DelegationRole,
    GroupRole,
    Membership,
    Office,
    Person,
)
from wgcop.agenda import actions as agenda_actions
from wgcop.agenda.agendas import agenda_of
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.sitting import MeetingRoom
from wgcop.bodies.models import Group, Meeting
from wgcop.contributions.cover import Cover
from wgcop.contributions.kinds import Purpose
from wgcop.database import db
from wgcop.drafting import actions as contributions
from wgcop.drafting import submission
from wgcop.meetings import actions
from wgcop.meetings.arrangements import Arrangements
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


TITLES = {
    "opening": "Opening",
    "clauses": "Clauses of Resolution 67",
    "recalling": "Recalling",
    "invites": "Invites Member States",
    "closing": "Closing",
}


@pytest.fixture
def scene(request):
    """People and a meeting that its chair opens on its day, or these and an agenda, for tests that ask for `room` or `agenda`."""
    if "agenda" in request.fixturenames:
        return agenda_is_drawn_up
    return meeting_is_called if "room" in request.fixturenames else None


def meeting_is_called():
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

    people = [
        ines := person("Ines", Office(group=group, role=GroupRole.SECRETARIAT)),
        person("Helena", Office(group=group, role=GroupRole.CHAIR)),
        person("Elke", Office(group=group, role=GroupRole.RAPPORTEUR)),
        person("Salma", Office(group=group, role=GroupRole.VICE_CHAIR)),
        person("Tomas", Office(group=other_group, role=GroupRole.CHAIR)),
        person("Amina", Membership(delegation=kenya, role=DelegationRole.HEAD)),
        person("Luc", Membership(delegation=switzerland, role=DelegationRole.MEMBER)),
    ]
    db.session.add_all([group, other_group, kenya, switzerland, *people])
    db.session.flush()
    meeting = actions.create_meeting(group, THIRD_MEETING, number=3, by=ines)
    db.session.add(MeetingRoom(meeting=meeting, opened_at=DURING - timedelta(minutes=30)))
    db.session.commit()
    return meeting, ines


def agenda_is_drawn_up():
    meeting, ines = meeting_is_called()

    def add(name, minutes=None, parent=None):
        facts = ItemFacts(title=TITLES[name], planned_minutes=minutes)
        return agenda_actions.add_item(meeting, facts, parent=parent, by=ines)

    add("opening", minutes=15)
    clauses = add("clauses")
    add("recalling", parent=clauses, minutes=30)
    add("invites", parent=clauses, minutes=45)
    add("closing", minutes=10)


@pytest.fixture
def room(session, clock):
    """`room.ines` is of the secretariat, `room.helena` the chair, `room.amina` and `room.luc` are delegates."""
    clock.stop(BEFORE)
    called = session.scalars(select(Person).where(Person.email.like("%@example.org")))
    groups = {group.code: group for group in session.scalars(select(Group))}
    return SimpleNamespace(
        group=groups["WG-COP"],
        other_group=groups["SG1"],
        kenya=session.scalars(select(Delegation).where(Delegation.name == "Kenya")).one(),
        meeting=session.scalars(select(Meeting)).one(),
        **{person.name.lower(): person for person in called},
    )


def call_meeting(room, title, number, day):
    """A later meeting of the group, of two days."""
    later = vars(THIRD_MEETING) | {
        "title": title,
        "starts_on": day,
        "ends_on": day + timedelta(days=1),
        "due": None,
    }
    meeting = actions.create_meeting(room.group, Arrangements(**later), number=number, by=room.ines)
    db.session.commit()
    return meeting


@pytest.fixture
def agenda(room, session):
    """1 Opening · 2 Clauses of Resolution 67 (2.1 recalling, 2.2 invites) · 3 Closing."""
    items = {item.title: item for item in session.scalars(select(AgendaItem))}
    return SimpleNamespace(**{name: items[title] for name, title in TITLES.items()})


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
    submission.submit(draft, by=room.amina)
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
