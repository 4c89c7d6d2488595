"""Queries for groups with their officers, members and meetings, and for meetings at the same time."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from wgcop import clock
from wgcop.accounts.models import Office, Person
from wgcop.accounts.roles import LEADERS, GroupRole
from wgcop.agenda.group_members import GroupMember, ItemGroup
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.queries import groups, meetings
from wgcop.bodies.body import Body, BodyKind
from wgcop.bodies.models import Group, Meeting, Moment
from wgcop.calendars.days import MeetingDay
from wgcop.calendars.sittings import agenda_times, days_of_meeting
from wgcop.database import db
from wgcop.meetings.collisions import SameTime, TimeOfSitting, same_times
from wgcop.numbering.deadlines.models import rule_of
from wgcop.numbering.deadlines.rule import DeadlineRule
from wgcop.numbering.kinds import DocumentKind
from wgcop.numbering.series import group_numbering
from wgcop.registration.models import Registration

# Groups


@dataclass(frozen=True)
class ListedGroup:
    """A group in the list of all groups, with its depth and its current or next meeting."""

    group: Group
    depth: int
    meeting: Meeting | None
    at_same_time: Sequence["AtSameTime"]
    """The meetings that sit at the same time as that meeting."""


def group_rows(audiences: frozenset[str]) -> list[ListedGroup]:
    """Return all groups, including closed ones, each followed by its subgroups, in four SQL
    statements.
    """
    every = groups()
    known = meetings()
    ahead = [*known.now, *known.coming]
    same_time = all_at_same_time(ahead, audiences)
    nearest: dict[int, Meeting] = {}
    for meeting in ahead:
        nearest.setdefault(meeting.group_id, meeting)
    below: dict[int | None, list[Group]] = {}
    for group in every:
        below.setdefault(group.parent_id, []).append(group)

    def walk(parent: int | None, depth: int) -> Iterable[ListedGroup]:
        for group in below.get(parent, []):
            meeting = nearest.get(group.id)
            yield ListedGroup(
                group, depth, meeting, same_time.get(meeting.id, []) if meeting else []
            )
            yield from walk(group.id, depth + 1)

    return list(walk(None, 0))


def group_by_code(code: str) -> Group | None:
    return db.session.scalar(
        select(Group)
        .where(Group.code == code)
        .options(joinedload(Group.parent), joinedload(Group.question))
    )


def is_code_used(code: str) -> bool:
    """Return whether a group has this code. Case does not count, because addresses of meetings are
    in lower case.
    """
    return bool(db.session.scalar(select(Group.id).where(func.lower(Group.code) == code.lower())))


def groups_below(group: Group) -> Sequence[Group]:
    return db.session.scalars(
        select(Group).where(Group.parent_id == group.id).order_by(Group.id)
    ).all()


def meetings_of_group(group: Group) -> Sequence[Meeting]:
    """Return the meetings of a group, latest first."""
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.group_id == group.id)
        .options(joinedload(Meeting.group))
        .order_by(Meeting.starts_on.desc(), Meeting.id.desc())
    ).all()


def questions() -> Sequence[Body]:
    return db.session.scalars(
        select(Body).where(Body.kind == BodyKind.QUESTION).order_by(Body.period, Body.code)
    ).all()


def officers_of(group: Group) -> list[Office]:
    """Return the offices of active people in the group, those who lead first and the secretariat
    last.
    """
    offices = db.session.scalars(
        select(Office)
        .join(Office.person)
        .where(Office.group_id == group.id, Person.active)
        .options(
            joinedload(Office.person).selectinload(Person.memberships), joinedload(Office.group)
        )
        .order_by(Office.id)
    )
    order = list(GroupRole)
    return sorted(offices, key=lambda office: order.index(office.role))


def members_of(group: Group) -> Sequence[GroupMember]:
    """Return the named members, delegations first, then people, each by name."""
    members = db.session.scalars(
        select(GroupMember)
        .where(GroupMember.group_id == group.id)
        .options(joinedload(GroupMember.delegation), joinedload(GroupMember.person))
    ).all()
    return sorted(
        members, key=lambda member: (member.person_id is not None, member.name.casefold())
    )


def leaders_of(group: Group) -> tuple[list[Person], list[Person]]:
    """Return the people who preside, and their deputies."""
    leader, deputy = LEADERS[group.kind]
    officers = officers_of(group)
    return (
        [officer.person for officer in officers if officer.role == leader],
        [officer.person for officer in officers if officer.role == deputy],
    )


def item_of_group(group: Group) -> AgendaItem | None:
    """Return the item on which the group was set up, or None."""
    return db.session.scalar(
        select(AgendaItem)
        .join(ItemGroup, ItemGroup.item_id == AgendaItem.id)
        .where(ItemGroup.group_id == group.id)
        .options(joinedload(AgendaItem.meeting))
    )


def groups_of_item(item: AgendaItem) -> Sequence[Group]:
    """Return the groups that were set up on the item, oldest first."""
    return db.session.scalars(
        select(Group)
        .join(ItemGroup, ItemGroup.group_id == Group.id)
        .where(ItemGroup.item_id == item.id)
        .order_by(Group.id)
    ).all()


@dataclass(frozen=True)
class PaperRules:
    """The numbering and the deadlines of a group's contributions."""

    example: str
    deadlines: DeadlineRule


def paper_rules(group: Group) -> PaperRules:
    symbol = group_numbering(group).symbol(DocumentKind.CONTRIBUTION, 1)
    return PaperRules(str(symbol), rule_of(group))


# Meetings across groups


@dataclass(frozen=True)
class Own:
    """The groups to which one person belongs, by office or by name, and the meetings for which they
    registered.
    """

    groups: Collection[int] = ()
    meetings: Collection[int] = ()

    def has(self, meeting: Meeting) -> bool:
        return meeting.group_id in self.groups or meeting.id in self.meetings


NOTHING = Own()


def own(person: Person) -> Own:
    named = db.session.scalars(
        select(GroupMember.group_id).where(
            or_(
                GroupMember.person_id == person.id,
                GroupMember.delegation_id.in_(person.delegation_ids),
            )
        )
    )
    registered = db.session.scalars(
        select(Registration.meeting_id).where(Registration.person_id == person.id)
    )
    return Own(
        {*named, *(office.group_id for office in person.offices)},
        set(registered),
    )


@dataclass(frozen=True)
class AtSameTime:
    """Another meeting at the same time as a given one, with the time that both have in common."""

    meeting: Meeting
    start: datetime
    end: datetime


@dataclass(frozen=True)
class DayRow:
    """One day of a meeting, with start and end of each session in UTC."""

    meeting: Meeting
    times: Sequence[tuple[datetime, datetime]]
    is_own: bool
    at_same_time: Sequence[AtSameTime]

    @property
    def start(self) -> datetime:
        return self.times[0][0]


@dataclass(frozen=True)
class DayOfMeetings:
    """A day by the clocks of the meetings' places, with the reader's own meetings first."""

    day: date
    rows: Sequence[DayRow]


def days_of_meetings(audiences: frozenset[str], mine: Own) -> list[DayOfMeetings]:
    """Return the days from today on with the meetings of all groups."""
    known = meetings(selectinload(Meeting.sessions))
    by_id = _by_id([*known.now, *known.coming])
    found: dict[date, dict[int, list[tuple[TimeOfSitting, list[SameTime]]]]] = {}
    for sitting, others in _same_times(by_id.values(), audiences).items():
        zone = by_id[sitting.meeting].time_zone
        day = sitting.start.astimezone(zone).date()
        if day >= clock.now().astimezone(zone).date():
            found.setdefault(day, {}).setdefault(sitting.meeting, []).append((sitting, others))
    return [
        DayOfMeetings(
            day,
            sorted(
                (_row(sittings, by_id, mine) for sittings in of_day.values()),
                key=lambda row: (not row.is_own, row.start),
            ),
        )
        for day, of_day in sorted(found.items())
    ]


def at_same_time(meeting: Meeting, audiences: frozenset[str]) -> list[AtSameTime]:
    """Return the meetings that sit at the same time as this one. It takes one SQL statement if
    there are none nearby, otherwise three.
    """
    if meeting.moment == Moment.PAST:
        return []
    others = db.session.scalars(
        select(Meeting)
        .where(
            Meeting.id != meeting.id,
            # One day more on both sides, since days begin at other moments in other time zones.
            Meeting.starts_on <= meeting.ends_on + timedelta(days=1),
            Meeting.ends_on >= meeting.starts_on - timedelta(days=1),
        )
        .options(joinedload(Meeting.group), selectinload(Meeting.sessions))
    ).all()
    if not others:
        return []
    return all_at_same_time([meeting, *others], audiences)[meeting.id]


def all_at_same_time(
    meetings: Collection[Meeting], audiences: frozenset[str]
) -> dict[int, list[AtSameTime]]:
    """Return, by id, for each of these meetings the others that sit at the same time, in one SQL
    statement. Their sessions must be loaded.
    """
    by_id = _by_id(meetings)
    found: dict[int, list[AtSameTime]] = {meeting.id: [] for meeting in meetings}
    for sitting, others in _same_times(meetings, audiences).items():
        found[sitting.meeting] += [
            AtSameTime(by_id[other.meeting], other.start, other.end) for other in others
        ]
    return found


def _same_times(
    meetings: Collection[Meeting], audiences: frozenset[str]
) -> dict[TimeOfSitting, list[SameTime]]:
    agendas = agenda_times(meetings, audiences)
    return same_times(
        sitting
        for meeting in meetings
        for sitting in _sittings(meeting, days_of_meeting(meeting, agendas.get(meeting.id)))
    )


def _sittings(meeting: Meeting, days: Iterable[MeetingDay]) -> Iterator[TimeOfSitting]:
    """Yield the sessions of a meeting, so that a meeting in the breaks does not collide, or the
    whole day if it has no session.
    """
    with_sessions = {session.day for session in meeting.sessions}
    for session in meeting.sessions:
        yield TimeOfSitting(meeting.id, session.start, session.end)
    for day in days:
        if day.start.date() not in with_sessions:
            yield TimeOfSitting(meeting.id, day.start, day.end)


def _row(
    sittings: Sequence[tuple[TimeOfSitting, list[SameTime]]],
    by_id: Mapping[int, Meeting],
    mine: Own,
) -> DayRow:
    meeting = by_id[sittings[0][0].meeting]
    return DayRow(
        meeting=meeting,
        times=[
            (sitting.start.astimezone(UTC), sitting.end.astimezone(UTC)) for sitting, _ in sittings
        ],
        is_own=mine.has(meeting),
        at_same_time=[
            AtSameTime(by_id[other.meeting], other.start, other.end)
            for _, others in sittings
            for other in others
        ],
    )


def _by_id(meetings: Iterable[Meeting]) -> Mapping[int, Meeting]:
    return {meeting.id: meeting for meeting in meetings}


# Choices of forms


def working_groups() -> list[Group]:
    """Return the groups that are not closed: they can meet, and other groups can be set up below
    them.
    """
    return [group for group in groups() if not group.is_closed]
