"""Whatever several editors do to one agenda at the same moment, it stays one: nothing is lost, doubled or out of order."""

import threading

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from wgcop.accounts.models import Person
from wgcop.agenda import actions
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.outline import DEEPEST, ItemMove
from wgcop.agenda.queries import items_of, outline_of
from wgcop.agenda.undoing.models import AgendaDeed, AgendaEdit
from wgcop.agenda.undoing.queries import last_change
from wgcop.bodies.models import Meeting
from wgcop.database import db, writing
from wgcop.errors import Refused

NUMBER = st.integers(0, 9)
ACT = st.one_of(
    st.tuples(st.just("step"), NUMBER, st.sampled_from(list(ItemMove))),
    st.tuples(st.just("place"), NUMBER, NUMBER),
    st.tuples(st.just("add"), NUMBER, NUMBER),
    st.tuples(st.just("change"), NUMBER, NUMBER),
    st.tuples(st.just("remove"), NUMBER, NUMBER),
    st.tuples(st.just("undo"), NUMBER, NUMBER),
    st.tuples(st.just("undo"), NUMBER, NUMBER),
)
ACTS = st.lists(ACT, min_size=1, max_size=5)


def do(meeting, person, act):
    """One act on the agenda as it stands now; `one` and `other` count its items."""
    verb, one, other = act
    items = items_of(meeting)
    order = [items[key] for key, _ in outline_of(items).walk()]
    item = order[one % len(order)] if order else None
    if verb == "undo":
        change = last_change(meeting, person)
        if change:
            actions.undo(change, by=person)
    elif verb == "add" or item is None:
        parent = item if one % 2 else None
        actions.add_item(
            meeting, ItemFacts(title=f"{person.name} {one}{other}"), parent=parent, by=person
        )
    elif verb == "step":
        actions.move_item(item, other, by=person)
    elif verb == "place":
        actions.place_item(item, parent=order[other % len(order)], after=None, by=person)
    elif verb == "change":
        facts = ItemFacts(title=f"{person.name} again", planned_minutes=other)
        actions.change_item(item, facts, clauses=[], documents=[], version=item.version, by=person)
    else:
        actions.remove_item(item, by=person)


def edit(app, meeting_id, person_id, acts, failures):
    for act in acts:
        with app.app_context(), writing():
            try:
                do(db.session.get(Meeting, meeting_id), db.session.get(Person, person_id), act)
                db.session.commit()
            except Refused:
                db.session.rollback()
            except Exception as error:
                failures.append(error)
                db.session.rollback()
                raise


def empty(room, session):
    session.rollback()
    session.expire_all()
    session.execute(delete(AgendaEdit))
    items = items_of(room.meeting)
    for key, _ in reversed(list(outline_of(items).walk())):
        session.delete(items[key])
        session.flush()


def stands(meeting):
    """An outline with consistent places that holds exactly what was added, came back, and was not removed."""
    db.session.expire_all()
    items = items_of(meeting)
    outline = outline_of(items)
    walked = list(outline.walk())
    assert sorted(key for key, _ in walked) == sorted(items), (
        "a branch hangs on nothing, or in a circle"
    )
    assert all(depth < DEEPEST for _, depth in walked)
    numbers = outline.numbers()
    assert len(set(numbers.values())) == len(items)
    for item in items.values():
        assert outline.place_of(item.id) == (item.parent_id, item.position)

    expected: set[int] = set()
    for change in db.session.scalars(
        select(AgendaEdit)
        .where(AgendaEdit.meeting_id == meeting.id, AgendaEdit.undone_at.is_(None))
        .order_by(AgendaEdit.id)
    ):
        if change.deed in (AgendaDeed.ADDED, AgendaDeed.COPIED):
            expected |= set(change.items)
        elif change.deed == AgendaDeed.REMOVED:
            expected -= set(change.items)
    assert set(items) == expected


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(acts=st.tuples(ACTS, ACTS, ACTS))
def test_no_interleaving_of_editors_breaks_an_agenda(app, room, session, acts):
    empty(room, session)
    opening = actions.add_item(room.meeting, ItemFacts(title="Opening"), by=room.salma)
    for title in ("Reports", "Clauses", "Closing"):
        actions.add_item(room.meeting, ItemFacts(title=title), by=room.salma)
        actions.add_item(
            room.meeting, ItemFacts(title=f"{title}: more"), parent=opening, by=room.salma
        )
    session.commit()

    failures: list[Exception] = []
    editors = [
        threading.Thread(target=edit, args=(app, room.meeting.id, person.id, each, failures))
        for person, each in zip((room.ines, room.helena, room.elke), acts, strict=True)
    ]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()
    assert failures == []
    stands(room.meeting)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(acts=ACTS)
def test_undoing_everything_leads_back_to_where_it_began(room, session, acts):
    empty(room, session)
    for title in ("Opening", "Reports", "Closing"):
        actions.add_item(room.meeting, ItemFacts(title=title), by=room.salma)
    session.commit()

    def picture():
        session.expire_all()
        items = items_of(room.meeting)
        return sorted(
            (i.id, i.parent_id, i.position, i.title, i.planned_minutes) for i in items.values()
        )

    before = picture()
    for act in acts:
        if act[0] == "undo":
            continue
        try:
            do(room.meeting, room.ines, act)
            session.commit()
        except Refused:
            session.rollback()
    while change := last_change(room.meeting, room.ines):
        actions.undo(change, by=room.ines)
        session.commit()
    assert picture() == before
