"""The news of meetings: what became of the agenda, of the time and place, and of the outcomes of
meetings that the reader follows, and the action points that they own.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from wgcop.agenda import policy
from wgcop.agenda.models import AgendaItem, Decision, MeetingMove
from wgcop.agenda.undoing.models import AgendaDeed, AgendaEdit
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.events.models import Entry, Topic
from wgcop.following.news import Asked, News, NewsSource, TargetEvents
from wgcop.markup.comments import shortened
from wgcop.meetings.changed_items import NamedThings, in_words, things_named
from wgcop.outcomes.action_points import ActionPoint
from wgcop.outcomes.policy import can_read_outcomes
from wgcop.outcomes.silence.models import SilenceProcedure

MOST_CHANGES = 12
"""The most changes of one agenda that are listed; the agenda shows the rest."""
LONGEST_DECISION = 300
"""How many characters of a decision are repeated; the agenda shows all of it."""

OF_ITEM = {
    "item-actions": _l("Action points"),
    "item-wordings": _l("Agreed wording"),
    "item-statements": _l("Statements for the record"),
    "item-notes": _l("Notes"),
}

OF_MEETING = {
    "meeting.arranged": _l("The meeting was arranged"),
    "meeting.changed": _l("The meeting was changed"),
    "meeting.opened": _l("The meeting was opened"),
    "meeting.suspended": _l("The meeting was suspended"),
    "meeting.resumed": _l("The meeting was resumed"),
    "meeting.adjourned": _l("The meeting was adjourned"),
    "meeting.closed": _l("The meeting was closed"),
    "agenda.published": _l("The agenda was published"),
    "agenda.changed": _l("The agenda was changed"),
    "agenda.decided": _l("The meeting decided"),
    "agenda.decision-withdrawn": _l("A decision was withdrawn"),
}


def _entries() -> Sequence[ColumnElement[bool]]:
    of_meeting = Entry.target_kind.in_(("members-agenda", "members-meeting"))
    return (
        or_(
            and_(of_meeting, Entry.kind.in_(tuple(OF_MEETING))),
            Entry.target_kind.in_(("silence", *OF_ITEM)),
            and_(
                Entry.target_kind == "action-point",
                Topic.name.startswith("person:", autoescape=True),
            ),
        ),
    )


def _tell(asked: Asked) -> Iterator[News]:
    """Yield the news in a number of SQL statements that does not grow with them."""
    if not (asked.happened and can_read_outcomes(asked.person.audiences)):
        return
    by_kind: dict[str, list[TargetEvents]] = {}
    for each in asked.happened:
        kind = "meeting" if each.target_kind.startswith("members-") else each.target_kind
        by_kind.setdefault("item" if kind in OF_ITEM else kind, []).append(each)
    for kind, events in by_kind.items():
        yield from _TELLERS[kind](asked, events)


def _of_meetings(asked: Asked, events: Sequence[TargetEvents]) -> Iterator[News]:
    ids = {each.target_id for each in events}
    meetings = {
        meeting.id: meeting
        for meeting in db.session.scalars(
            select(Meeting).where(Meeting.id.in_(ids)).options(selectinload(Meeting.sessions))
        )
        if policy.can_read_agenda(asked.person.audiences, meeting)
    }
    since: dict[int, datetime] = {}
    for each in events:
        since[each.target_id] = min(each.since, since.get(each.target_id, each.since))
    earliest = min(since.values())
    moved = _moved(meetings, earliest)
    agendas = _agendas(meetings, earliest)
    things = things_named(chain(*agendas.values()), asked.person.audiences)
    decided = _decided(meetings, earliest) if any(map(_decides, events)) else {}
    for each in events:
        meeting = meetings.get(each.target_id)
        if meeting is None:
            continue
        of_agenda = each.target_kind == "members-agenda"
        told = (
            [
                *_words_of_decisions(decided.get(meeting.id, ()), each, asked),
                *_words_of_agenda(agendas.get(meeting.id, ()), things, each, asked),
            ]
            if of_agenda
            else _words_of_moves(meeting, moved.get(meeting.id, ()), each)
        )
        yield each.as_news(
            url=f"{meeting.url}#agenda" if of_agenda else meeting.url,
            title=meeting.title,
            words=str(OF_MEETING[each.kinds[0]]),
            changes=told,
        )


def _moved(meetings: Collection[int], since: datetime) -> dict[int, list[MeetingMove]]:
    changes: dict[int, list[MeetingMove]] = {}
    for change in db.session.scalars(
        select(MeetingMove)
        .where(MeetingMove.meeting_id.in_(meetings), MeetingMove.changed_at >= since)
        .order_by(MeetingMove.changed_at, MeetingMove.id)
    ):
        changes.setdefault(change.meeting_id, []).append(change)
    return changes


def _agendas(meetings: Collection[int], since: datetime) -> dict[int, list[AgendaEdit]]:
    changes: dict[int, list[AgendaEdit]] = {}
    for change in db.session.scalars(
        select(AgendaEdit)
        .where(
            AgendaEdit.meeting_id.in_(meetings),
            AgendaEdit.at >= since,
            AgendaEdit.undone_at.is_(None),
        )
        .order_by(AgendaEdit.at, AgendaEdit.id)
    ):
        changes.setdefault(change.meeting_id, []).append(change)
    return changes


def _decides(events: TargetEvents) -> bool:
    return "agenda.decided" in events.kinds


def _decided(meetings: Collection[int], since: datetime) -> dict[int, list[Decision]]:
    """Return the decisions that stand, by meeting: neither withdrawn nor corrected."""
    rows = db.session.scalars(
        select(Decision)
        .join(Decision.item)
        .where(
            AgendaItem.meeting_id.in_(meetings),
            Decision.decided_at >= since,
            Decision.withdrawn_at.is_(None),
        )
        .options(contains_eager(Decision.item))
        .order_by(Decision.decided_at, Decision.id)
    ).all()
    corrected = {each.replaces_id for each in rows}
    decisions: dict[int, list[Decision]] = {}
    for decision in rows:
        if decision.id not in corrected:
            decisions.setdefault(decision.item.meeting_id, []).append(decision)
    return decisions


def _words_of_decisions(
    decisions: Sequence[Decision], events: TargetEvents, asked: Asked
) -> list[str]:
    return [
        _words_of_decision(each)
        for each in decisions
        if each.decided_at >= events.since and each.recorded_by_id != asked.person.id
    ][-MOST_CHANGES:]


def _words_of_decision(decision: Decision) -> str:
    item, text = decision.item.title, shortened(decision.text, LONGEST_DECISION)
    if not text:
        return _("“%(item)s”: %(outcome)s.", item=item, outcome=decision.name)
    return _("“%(item)s”: %(outcome)s: %(text)s", item=item, outcome=decision.name, text=text)


def _words_of_moves(
    meeting: Meeting, changes: Sequence[MeetingMove], events: TargetEvents
) -> list[str]:
    """Return the difference from how it was before the first change that is new."""
    before = next((each for each in changes if each.changed_at >= events.since), None)
    return before.in_words(meeting) if before else []


def _words_of_agenda(
    changes: Sequence[AgendaEdit], things: NamedThings, events: TargetEvents, asked: Asked
) -> list[str]:
    told = [
        in_words(each, things)
        for each in changes
        if each.at >= events.since
        and each.by_id != asked.person.id
        and each.deed != AgendaDeed.CONCLUDED  # the decision itself is told
    ]
    return list(dict.fromkeys(filter(None, told)))[-MOST_CHANGES:]


def _of_items(_asked: Asked, events: Sequence[TargetEvents]) -> Iterator[News]:
    items = {
        item.id: item
        for item in db.session.scalars(
            select(AgendaItem)
            .where(AgendaItem.id.in_({each.target_id for each in events}))
            .options(joinedload(AgendaItem.meeting))
        )
    }
    points = _points(items, events)
    for each in events:
        item = items.get(each.target_id)
        if item is None:
            continue
        is_actions = each.target_kind == "item-actions"
        yield each.as_news(
            url=item.url,
            title=item.title,
            words=str(OF_ITEM[each.target_kind]),
            changes=_steps(points.get(item.id, ()), each) if is_actions else (),
        )


def _points(items: Collection[int], events: Sequence[TargetEvents]) -> dict[int, list[ActionPoint]]:
    if not any(each.target_kind == "item-actions" for each in events):
        return {}
    points: dict[int, list[ActionPoint]] = {}
    for point in db.session.scalars(
        ActionPoint.search_query().where(ActionPoint.item_id.in_(items))
    ):
        points.setdefault(point.item_id, []).append(point)
    return points


def _steps(points: Sequence[ActionPoint], events: TargetEvents) -> Iterator[str]:
    """Yield what happened to the action points of an item, each with its current state."""
    for point in points:
        steps = [each.name for each in point.events if each.at >= events.since]
        if steps:
            yield _("%(task)s: %(steps)s", task=point.text, steps=" → ".join(steps))


def _of_silences(_asked: Asked, events: Sequence[TargetEvents]) -> Iterator[News]:
    rows = db.session.scalars(
        select(SilenceProcedure)
        .where(SilenceProcedure.id.in_({each.target_id for each in events}))
        .options(joinedload(SilenceProcedure.meeting))
    )
    procedures = {each.id: each for each in rows}
    for each in events:
        procedure = procedures.get(each.target_id)
        if procedure is not None:
            yield each.as_news(url=procedure.url, title=procedure.title, words=procedure.state_name)


def _of_points(asked: Asked, events: Sequence[TargetEvents]) -> Iterator[News]:
    rows = db.session.scalars(
        ActionPoint.search_query().where(ActionPoint.id.in_({each.target_id for each in events}))
    )
    points = {each.id: each for each in rows if each.is_owned_by(asked.person)}
    for each in events:
        point = points.get(each.target_id)
        if point is not None:
            yield each.as_news(
                url=point.url,
                title=point.text,
                words=_("An action point of yours"),
                changes=[_("Now: %(state)s.", state=point.state_name)],
            )


_TELLERS: Mapping[str, Callable[[Asked, Sequence[TargetEvents]], Iterator[News]]] = {
    "meeting": _of_meetings,
    "item": _of_items,
    "silence": _of_silences,
    "action-point": _of_points,
}

NEWS = NewsSource(
    "meetings",
    _l("Meetings"),
    _tell,
    entries=_entries,
    topics=("meeting:", "person:"),
    on_home=False,
)
