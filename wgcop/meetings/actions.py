"""What people do with meetings and agendas. Every change of an agenda is told to those who have it open."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, time

from flask_babel import gettext as _
from sqlalchemy import func, select

from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.bodies.models import Group, Meeting
from wgcop.contributions.models import Contribution
from wgcop.db import db
from wgcop.errors import Invalid, Refused
from wgcop.history.actions import open_topic, record
from wgcop.history.models import Topic
from wgcop.meetings.arrangements import Arrangements
from wgcop.meetings.models import (
    AgendaClause,
    AgendaDocument,
    AgendaItem,
    Decision,
    MeetingChange,
    Outcome,
)
from wgcop.meetings.outline import BelowItself, Impossible, Outline, Step, TooDeep
from wgcop.meetings.queries import outline_of
from wgcop.resolutions.models import Clause


class Outdated(Refused):
    """Somebody else changed it first; the form comes back with what was typed."""


def create_meeting(
    group: Group, arrangements: Arrangements, *, by: Person, number: int | None = None
) -> Meeting:
    """The group's next meeting, or the one of that number."""
    arrangements.check()
    # Two meetings arranged at once shall not get one number.
    db.session.execute(select(Group.id).where(Group.id == group.id).with_for_update())
    if number is None:
        number = next_number(group)
    elif is_taken(group, number):
        raise Invalid(
            _("%(code)s has a meeting %(number)s already.", code=group.code, number=number)
        )
    meeting = Meeting(group=group, number=number, slug=f"{group.code.lower()}-{number}")
    _arrange(meeting, arrangements)
    db.session.add(meeting)
    db.session.flush()
    _tell(meeting, "meeting.arranged", "meeting", by=by)
    return meeting


def next_number(group: Group) -> int:
    last = db.session.scalar(select(func.max(Meeting.number)).where(Meeting.group_id == group.id))
    return (last or 0) + 1


def is_taken(group: Group, number: int) -> bool:
    return bool(
        db.session.scalar(
            select(Meeting.id).where(Meeting.group_id == group.id, Meeting.number == number)
        )
    )


def change_meeting(
    meeting: Meeting, arrangements: Arrangements, *, version: int, by: Person
) -> Meeting:
    """A change of time or place is kept beside the meeting; fixed times of the agenda move with its days."""
    arrangements.check()
    _lock(meeting)
    if version != meeting.version:
        raise Outdated(_("Somebody else changed this meeting while you were writing."))
    before = MeetingChange(
        meeting_id=meeting.id,
        place=meeting.place,
        zone=meeting.zone,
        starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
        opens_at=meeting.opens_at,
    )
    _arrange(meeting, arrangements)
    if before.differs_from(meeting):
        db.session.add(before)
        for item in _items(meeting):
            if item.fixed_on:
                item.fixed_on += meeting.starts_on - before.starts_on
    _tell(meeting, "meeting.changed", "meeting", by=by)
    if before.opens != meeting.opens:
        _tell(meeting, "agenda.changed", "agenda", by=by)
    return meeting


def add_item(
    meeting: Meeting,
    *,
    title: str,
    by: Person,
    parent: AgendaItem | None = None,
    minutes: int | None = None,
    fixed_on: date | None = None,
    fixed_at: time | None = None,
    note: str = "",
    clauses: Collection[Clause] = (),
    documents: Collection[Contribution] = (),
) -> AgendaItem:
    """The last item of the agenda, or the last below `parent`."""
    _lock(meeting)
    below = parent.id if parent else None
    outline = outline_of(_items(meeting))
    with possible_places():
        place = outline.next_below(below)
    item = AgendaItem(
        meeting=meeting,
        parent_id=place.parent,
        position=place.position,
        title=_title(title),
        minutes=minutes,
        fixed_on=fixed_on,
        fixed_at=fixed_at,
        note=note.strip(),
    )
    db.session.add(item)
    db.session.flush()
    _point_to_clauses(item, clauses)
    _take_up(item, documents, by=by)
    _tell_agenda(meeting, by=by)
    return item


def change_item(
    item: AgendaItem,
    *,
    title: str,
    minutes: int | None,
    fixed_on: date | None,
    fixed_at: time | None,
    note: str,
    clauses: Collection[Clause],
    documents: Collection[Contribution],
    version: int,
    by: Person,
) -> AgendaItem:
    _lock(item.meeting)
    db.session.refresh(item)
    if version != item.version:
        raise Outdated(_("Somebody else changed this item while you were writing."))
    item.title = _title(title)
    item.minutes = minutes
    item.fixed_on, item.fixed_at = fixed_on, fixed_at
    item.note = note.strip()
    item.version += 1
    _point_to_clauses(item, clauses)
    _take_up(item, documents, by=by)
    _tell_agenda(item.meeting, by=by)
    return item


def move_item(item: AgendaItem, step: Step, *, by: Person) -> None:
    """One place up or down among its like, below the one before, or out of its parent."""
    _lock(item.meeting)
    items = _items(item.meeting)
    outline = outline_of(items)
    moved = outline.step(item.id, step)
    if moved != outline:
        _rearrange(items, moved)
        _tell_agenda(item.meeting, by=by)


def place_item(
    item: AgendaItem, *, parent: AgendaItem | None, after: AgendaItem | None, by: Person
) -> None:
    """Below `parent`, behind `after` or, without one, in front."""
    _lock(item.meeting)
    items = _items(item.meeting)
    outline = outline_of(items)
    if after is not None and after.parent_id != (parent.id if parent else None):
        raise Refused(_("The agenda has changed meanwhile. Look at it again, then move the item."))
    with possible_places():
        if after is not None:
            moved = outline.after(item.id, after.id)
        else:
            moved = outline.into(item.id, parent.id if parent else None, at=0)
    if moved != outline:
        _rearrange(items, moved)
        _tell_agenda(item.meeting, by=by)


def remove_item(item: AgendaItem, *, by: Person) -> None:
    """With everything below it; what the meeting has decided on stays."""
    meeting = item.meeting
    _lock(meeting)
    items = {each.id: each for each in _items(meeting)}
    outline = outline_of(list(items.values()))
    branch = [items[each] for each in outline.branch(item.id)]
    if any(each.decisions for each in branch):
        raise Refused(
            _("The meeting has decided on this item or on one below it, so it stays on the agenda.")
        )
    for each in reversed(branch):
        db.session.delete(each)
    _rearrange([each for each in items.values() if each not in branch], outline.without(item.id))
    _tell_agenda(meeting, by=by)


def record_outcome(item: AgendaItem, outcome: Outcome, text: str, *, by: Person) -> Decision:
    """What the meeting decided; the item is through. An earlier wording stays behind the new one."""
    _lock(item.meeting)
    db.session.refresh(item)
    standing = item.decision
    if standing and (standing.outcome, standing.text) == (outcome, text.strip()):
        return standing
    decision = Decision(outcome=outcome, text=text.strip(), recorded_by=by)
    item.decisions.append(decision)
    item.closed = True
    db.session.flush()
    _tell(item.meeting, "agenda.decided", "agenda", by=by)
    return decision


def withdraw_outcome(item: AgendaItem, *, by: Person) -> None:
    """Recorded in error: it no longer stands, and the item is open again."""
    _lock(item.meeting)
    db.session.refresh(item)
    if item.decision is None:
        raise Refused(_("No outcome stands on this item."))
    item.decision.withdrawn_at = clock.now()
    item.closed = False
    _tell_agenda(item.meeting, by=by)


def close_item(item: AgendaItem, *, by: Person) -> None:
    if not item.closed:
        item.closed = True
        _tell_agenda(item.meeting, by=by)


def reopen_item(item: AgendaItem, *, by: Person) -> None:
    if item.closed:
        item.closed = False
        _tell_agenda(item.meeting, by=by)


def publish_agenda(meeting: Meeting, *, by: Person) -> None:
    """From now on everybody reads it, and hears of its changes."""
    _lock(meeting)
    db.session.refresh(meeting)
    if meeting.agenda_published:
        raise Refused(_("This agenda is published already."))
    if not _items(meeting):
        raise Refused(_("There is nothing on this agenda yet. Add an item first."))
    meeting.agenda_published = True
    _tell(meeting, "agenda.published", "agenda", by=by)


def attach_document(item: AgendaItem, contribution: Contribution, *, by: Person) -> None:
    """The item takes the document up; it is seen there by those who may read it."""
    _lock(item.meeting)
    db.session.refresh(item, ["document_links"])
    if contribution not in [link.contribution for link in item.document_links]:
        item.document_links.append(AgendaDocument(contribution=contribution))
        tell_of_document(item.meeting, contribution, by=by)


def detach_document(item: AgendaItem, contribution: Contribution, *, by: Person) -> None:
    _lock(item.meeting)
    db.session.refresh(item, ["document_links"])
    for link in item.document_links:
        if link.contribution == contribution:
            item.document_links.remove(link)
            tell_of_document(item.meeting, contribution, by=by)
            return


def _arrange(meeting: Meeting, arrangements: Arrangements) -> None:
    meeting.title = arrangements.title.strip()
    meeting.place = arrangements.place.strip()
    meeting.zone = arrangements.zone
    meeting.starts_on, meeting.ends_on = arrangements.starts_on, arrangements.ends_on
    meeting.opens_at = arrangements.opens_at
    meeting.join_url = arrangements.join_url.strip()
    meeting.contributions_due = arrangements.contributions_due


def _lock(meeting: Meeting) -> None:
    """Until the commit nobody else rearranges this meeting."""
    db.session.flush()
    db.session.execute(select(Meeting.id).where(Meeting.id == meeting.id).with_for_update())


def _items(meeting: Meeting) -> list[AgendaItem]:
    return list(
        db.session.scalars(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == meeting.id)
            .execution_options(populate_existing=True)
        )
    )


def _rearrange(items: Iterable[AgendaItem], outline: Outline) -> None:
    places = outline.places()
    for item in items:
        item.parent_id, item.position = places[item.id]


@contextmanager
def possible_places() -> Iterator[None]:
    try:
        yield
    except BelowItself as error:
        raise Refused(_("An item cannot be moved below itself.")) from error
    except TooDeep as error:
        raise Refused(_("An agenda has no more than four levels.")) from error
    except Impossible as error:
        raise Refused(
            _("The agenda has changed meanwhile. Look at it again, then move the item.")
        ) from error


def _title(typed: str) -> str:
    title = " ".join(typed.split())
    if not title:
        raise Invalid(_("An agenda item needs a title."))
    return title


def _point_to_clauses(item: AgendaItem, clauses: Collection[Clause]) -> None:
    links = {link.clause_id: link for link in item.clause_links}
    item.clause_links = [
        links.get(clause.id) or AgendaClause(clause=clause, position=position)
        for position, clause in enumerate(clauses)
    ]
    for position, link in enumerate(item.clause_links):
        link.position = position


def _take_up(item: AgendaItem, documents: Collection[Contribution], *, by: Person) -> None:
    """Documents that the editor cannot see are left where they are."""
    links = {link.contribution: link for link in item.document_links}
    unseen = [document for document in links if document.audience.isdisjoint(by.audiences)]
    item.document_links = [
        links.get(document) or AgendaDocument(contribution=document)
        for document in dict.fromkeys([*unseen, *documents])
    ]


def tell_of_document(meeting: Meeting, document: Contribution, *, by: Person) -> None:
    """Nobody is told of a change that he could not see."""
    if "public" in document.audience:
        _tell_agenda(meeting, by=by)
    elif "members" in document.audience:
        topic = _members_topic(meeting)
        record(topic, "agenda.changed", by=by, target_kind="members-agenda", target_id=meeting.id)


def _tell_agenda(meeting: Meeting, *, by: Person | None) -> None:
    _tell(meeting, "agenda.changed", "agenda", by=by)


def _tell(meeting: Meeting, kind: str, target_kind: str, *, by: Person | None) -> None:
    """Two layers, two topics: what everybody may see of it, and the same with what only members may."""
    for topic, target in (
        (_topic(meeting), target_kind),
        (_members_topic(meeting), f"members-{target_kind}"),
    ):
        record(topic, kind, by=by, target_kind=target, target_id=meeting.id)


def _topic(meeting: Meeting) -> Topic:
    topic = open_topic(
        meeting.topic, title=meeting.title, address=meeting.url, audience=meeting.agenda_audience
    )
    topic.title, topic.audience = meeting.title, meeting.agenda_audience
    return topic


def _members_topic(meeting: Meeting) -> Topic:
    topic = open_topic(
        meeting.members_topic, title=meeting.title, address=meeting.url, audience="members"
    )
    topic.title = meeting.title
    return topic
