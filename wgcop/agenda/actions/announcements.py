"""Announces changes to meetings and agendas, to everybody or to members only.

Everybody and members may see different things, so each group is notified of a change on a topic of
its own. A target kind `x` that is passed to `tell` therefore needs two presenters: one for `x` and
one for `members-x`.
"""

from collections.abc import Callable

from sqlalchemy import ColumnElement, select

from wgcop.accounts.models import Person
from wgcop.agenda.models import AgendaClause, AgendaItem
from wgcop.agenda.queries import meetings_on_now
from wgcop.bodies.models import Meeting
from wgcop.brackets.followers import follows_brackets
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.events.actions import Actor, change_topic, open_topic, record
from wgcop.events.models import Topic
from wgcop.following.topics import opens_topics
from wgcop.proposals.on_the_table import follows_proposals
from wgcop.resolutions.actions import follows_import
from wgcop.resolutions.models import Clause, Edition
from wgcop.threads.chairing.followers import follows_standings

Follow = Callable[[Meeting], bool]
"""A function that follows a change to an agenda, and returns whether another item is now on the
floor.
"""

_followers: list[Follow] = []


def follows_agendas(follow: Follow) -> Follow:
    """Call the function at each change to a meeting's agenda, before pages are notified of it."""
    _followers.append(follow)
    return follow


def tell(meeting: Meeting, kind: str, *target_kinds: str, by: Person) -> None:
    """Record a change on four topics: the public one, the members' one, the floor that members see
    on other pages, and the room.
    """
    moved_on = [follow(meeting) for follow in _followers]
    topics = (
        *((_topic(meeting), target) for target in target_kinds),
        (_floor_topic(meeting), "floor"),
        *((members_topic(meeting), f"members-{target}") for target in target_kinds),
    )
    for topic, target in topics:
        record(topic, kind, by=by, target_kind=target, target_id=meeting.id)
    tell_room(meeting, kind, *(EVERYTHING_IN_ROOM if any(moved_on) else ["room-item"]), by=by)


EVERYTHING_IN_ROOM = ("room-item", "room-item-timer", "room-speakers", "room-times")


def tell_room(meeting: Meeting, kind: str, *parts: str, by: Actor | None) -> None:
    """Record that these parts of the room's page changed. Each part is a target kind."""
    topic = _topic_of_members(meeting, meeting.room_topic)
    for part in parts:
        record(topic, kind, by=by, target_kind=part, target_id=meeting.id)


def tell_rooms_of(clause: Clause, kind: str, *, by: Person) -> None:
    """Record that the item in the rooms changed, where this clause may be on the floor."""
    for meeting in _on_now_with(AgendaClause.clause_id == clause.id):
        tell_room(meeting, kind, "room-item", by=by)


def _on_now_with(which: ColumnElement[bool]) -> list[Meeting]:
    """Return the meetings on now that list one of these clauses."""
    on_now = {meeting.id: meeting for meeting, _seq in meetings_on_now()}
    if not on_now:
        return []
    listing = db.session.scalars(
        select(AgendaItem.meeting_id)
        .join(AgendaClause, AgendaClause.item_id == AgendaItem.id)
        .join(AgendaClause.clause)
        .where(AgendaItem.meeting_id.in_(on_now), which)
        .distinct()
    )
    return [on_now[meeting_id] for meeting_id in sorted(listing)]


@follows_standings
@follows_brackets
@follows_proposals
def _show_alternatives(clause: Clause, by: Person) -> None:
    """Let the rooms show the words of the clause and their alternatives as they are now."""
    tell_rooms_of(clause, "floor.alternatives", by=by)


@follows_import
def _show_words_of_edition(edition: Edition, by: Person | None) -> None:
    """Let the rooms show the words of a new edition, with which what was proposed before is decided."""
    for meeting in _on_now_with(Clause.resolution_id == edition.resolution_id):
        tell_room(meeting, "floor.alternatives", "room-item", by=by)


def tell_floor(meeting: Meeting, kind: str, part: str, *, by: Actor | None) -> None:
    """Record a change in what every page shows to members who are in the meeting."""
    record(_floor_topic(meeting), kind, by=by, target_kind=part, target_id=meeting.id)


def tell_agenda(meeting: Meeting, *, by: Person) -> None:
    tell(meeting, "agenda.changed", "agenda", by=by)


def tell_outcome(item: AgendaItem, kind: str, part: str, *, by: Person) -> None:
    """Record, on the members' topic of the meeting, that an item's speakers, action points, agreed
    wordings or statements changed. `part` is the part of the item's page that changed.
    """
    topic = members_topic(item.meeting)
    record(topic, kind, by=by, target_kind=f"item-{part}", target_id=item.id)


def tell_wordings(item: AgendaItem, kind: str, *, by: Person) -> None:
    """Record a change to the agreed wordings: for the page of the item, and for every screen of the
    room while the item is on the floor.
    """
    tell_outcome(item, kind, "wordings", by=by)
    tell_room(item.meeting, kind, "room-item", by=by)


def tell_of_participants(meeting: Meeting, *, by: Person) -> None:
    """Record that the participants changed, on the topic of members: guests do not see how many
    people come.
    """
    record(
        members_topic(meeting),
        "meeting.registered",
        by=by,
        target_kind="members-meeting",
        target_id=meeting.id,
    )


def tell_of_document(meeting: Meeting, document: Contribution, *, by: Person) -> None:
    """Record a change to the agenda on the topics of people who may see the document, and on no
    others.
    """
    if "public" in document.audience:
        tell_agenda(meeting, by=by)
    elif "members" in document.audience:
        for topic, target in (
            (_floor_topic(meeting), "floor"),
            (members_topic(meeting), "members-agenda"),
        ):
            record(topic, "agenda.changed", by=by, target_kind=target, target_id=meeting.id)
        tell_room(meeting, "agenda.changed", "room-item", by=by)


def tell_of_notes(item: AgendaItem, *, by: Person | None = None) -> None:
    """Record a change to the notes that members read. `by` is None for notes that are published by
    a pause in the writing.
    """
    record(
        members_topic(item.meeting),
        "notes.changed",
        by=by,
        target_kind="item-notes",
        target_id=item.id,
    )


def members_topic(meeting: Meeting) -> Topic:
    """Return the topic on which members are notified of changes to the meeting."""
    return _topic_of_members(meeting, meeting.members_topic)


def _topic(meeting: Meeting) -> Topic:
    topic = open_topic(
        meeting.topic, title=meeting.title, address=meeting.url, audience=meeting.agenda_audience
    )
    change_topic(topic, title=meeting.title, audience=meeting.agenda_audience)
    return topic


def _floor_topic(meeting: Meeting) -> Topic:
    return _topic_of_members(meeting, meeting.floor_topic)


def _topic_of_members(meeting: Meeting, name: str) -> Topic:
    topic = open_topic(
        name,
        title=meeting.title,
        address=meeting.url,
        audience="members",
        parent=meeting.group.topic if name == meeting.members_topic else None,
    )
    change_topic(topic, title=meeting.title, audience="members")
    return topic


def _opened(name: str, _reader: Person) -> Topic | None:
    """Open the members' topic of a meeting for a person who follows it. The other topics cannot be
    followed; pages only listen to them.
    """
    slug = name.partition(":")[2].removesuffix("@members")
    meeting = db.session.scalar(select(Meeting).where(Meeting.slug == slug))
    is_for_members = meeting is not None and name == meeting.members_topic
    return members_topic(meeting) if meeting and is_for_members else None


opens_topics("meeting", _opened)
