"""Confidential notes to those who preside, by the items of the meeting: who reads them, and how
their open pages are notified.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select

from wgcop import live
from wgcop.accounts.models import Person
from wgcop.agenda.actions.announcements import follows_agendas
from wgcop.agenda.models import AgendaClause, AgendaItem
from wgcop.agenda.rows import AgendaRow
from wgcop.agenda.sitting import presiding_in
from wgcop.bodies.models import Group, Meeting, Moment
from wgcop.database import after_commit, db
from wgcop.events.actions import open_topic, record
from wgcop.events.circles import NOBODY, keep_circles
from wgcop.floor.queries import Room
from wgcop.positions.models import ChairNotice
from wgcop.positions.notices import finds_open_items, follows_notices, notices_for_chair
from wgcop.positions.policy import can_read_notices
from wgcop.resolutions.models import Clause

CONFIDED = "confided"


def topic_name(meeting: Meeting) -> str:
    return f"{CONFIDED}:{meeting.id}"


@dataclass(frozen=True)
class Confided:
    """The confidential notes on the clauses of one item."""

    row: AgendaRow
    notices: Sequence[ChairNotice]


def reads_confided(reader: Person, meeting: Meeting) -> bool:
    """Return whether the reader presides over the group of the meeting, or is a deputy in the chair
    of this meeting.
    """
    presiding = presiding_in(meeting) if reader.stands_in_for(meeting.group) else None
    is_in_chair = presiding is not None and presiding.person_id == reader.id
    return can_read_notices(reader, meeting.group, is_in_chair=is_in_chair)


def confided_in(room: Room) -> list[Confided]:
    """Return the confidential notes on the clauses of the items that are not closed, the item on
    the floor first. The caller must check `reads_confided` before.
    """
    still_open = [row for row in room.agenda if not row.item.closed]
    clauses = {row.item.id: [each.clause_id for each in row.clauses] for row in still_open}
    listed = {clause_id for ids in clauses.values() for clause_id in ids}
    told = notices_for_chair(room.meeting.group, listed) if listed else ()
    found = [
        Confided(row, [each for each in told if each.clause_id in clauses[row.item.id]])
        for row in still_open
    ]
    told_of = [each for each in found if each.notices]
    return sorted(told_of, key=lambda each: each.row.item.id != room.item_id)


class PresidingCircles:
    """The people who read confidential notes. They are looked up for each meeting, since a deputy
    is one of them only while in the chair.
    """

    def heard_by(self, reader: Any, key: str) -> Mapping[str, str]:
        is_number = key.isascii() and key.isdigit()
        meeting = db.session.get(Meeting, int(key)) if is_number else None
        if meeting is None or not reads_confided(reader, meeting):
            return NOBODY
        return {topic_name(meeting): _audience(meeting)}

    def with_news(self, reader: Any) -> frozenset[str]:
        return frozenset()

    def followed_by(self, reader: Any) -> frozenset[str]:
        return frozenset()


keep_circles(CONFIDED, PresidingCircles())


@finds_open_items
def _groups_with(clause_id: int) -> Collection[int]:
    return db.session.scalars(
        select(Meeting.group_id)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .join(AgendaClause, AgendaClause.item_id == AgendaItem.id)
        .where(AgendaClause.clause_id == clause_id, ~AgendaItem.closed)
        .distinct()
    ).all()


@follows_notices
def tell_rooms(clause: Clause, group: Group) -> None:
    """Tell those who preside over the meetings of this group that have the clause on their agendas."""
    meetings = db.session.scalars(
        select(Meeting)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .join(AgendaClause, AgendaClause.item_id == AgendaItem.id)
        .where(AgendaClause.clause_id == clause.id, Meeting.group_id == group.id)
        .distinct()
    )
    for meeting in meetings:
        _tell(meeting, "notice.changed")


@follows_agendas
def _tell_of_agenda(meeting: Meeting) -> bool:
    """Let open pages show the notes on the items that are on the agenda now."""
    told = exists().where(
        ChairNotice.group_id == meeting.group_id, ChairNotice.withdrawn_at.is_(None)
    )
    if db.session.scalar(select(told)):
        _tell(meeting, "agenda.changed")
    return False


def change_presiders(meeting: Meeting) -> None:
    """Make the pages that show confidential notes join again, because somebody else is in the chair
    now.
    """
    after_commit(_empty_rooms, topic_name(meeting))


def _empty_rooms(topics: list[str]) -> None:
    for each in dict.fromkeys(topics):
        live.empty_room(each)


def _tell(meeting: Meeting, kind: str) -> None:
    """Record the change. The entry names neither the delegation nor the person."""
    if meeting.moment != Moment.NOW:
        # A deputy who was in the chair until the last day may still have the room open. It is asked
        # again before anything is told, since the day alone decides.
        _empty_rooms([topic_name(meeting)])
    topic = open_topic(
        topic_name(meeting),
        title=meeting.title,
        address=meeting.room_url,
        audience=_audience(meeting),
    )
    record(topic, kind, by=None, target_kind=CONFIDED, target_id=meeting.id)


def _audience(meeting: Meeting) -> str:
    return f"presiding:{meeting.id}"
