"""What an editor did to the agenda is undone, unless others have changed the same thing since."""

from datetime import date, time

import pytest
from lxml import html
from sqlalchemy import select

from tests.audit.noted import noted
from tests.meetings.conftest import draft_of
from wgcop.agenda import actions
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import AgendaItem, Outcome
from wgcop.agenda.outline import ItemMove
from wgcop.agenda.undoing.queries import last_change
from wgcop.bodies.models import GroupKind
from wgcop.drafting import submission
from wgcop.errors import Refused
from wgcop.meetings import actions as meetings_actions
from wgcop.meetings.groups.queries import item_of_group
from wgcop.outcomes import actions as outcomes_actions

PAGE = "/meetings/wg-cop-3"


@pytest.fixture
def undo(room, session):
    """The last change of a person is undone."""

    def do(by):
        session.flush()
        actions.undo(last_change(room.meeting, by), by=by)
        session.commit()

    return do


@pytest.fixture
def paper(room, session):
    draft = draft_of(room)
    submission.submit(draft, by=room.amina)
    session.commit()
    return draft


def change(room, item, by=None, **facts):
    actions.change_item(
        item,
        ItemFacts(**(vars(ItemFacts.of(item)) | facts)),
        clauses=item.clauses,
        documents=[link.contribution for link in item.document_links],
        version=item.version,
        by=by or room.ines,
    )


def test_a_move_is_undone_and_then_the_one_before_it(room, agenda, numbers, undo):
    before = numbers()
    actions.place_item(agenda.invites, parent=None, after=None, by=room.ines)
    between = numbers()
    actions.move_item(agenda.closing, ItemMove.UP, by=room.ines)
    undo(room.ines)
    assert numbers() == between
    undo(room.ines)
    assert numbers() == before


def test_what_another_moves_elsewhere_stays(room, agenda, numbers, undo):
    actions.move_item(agenda.invites, ItemMove.UP, by=room.ines)
    actions.move_item(agenda.closing, ItemMove.UP, by=room.helena)
    undo(room.ines)
    assert numbers() == {
        "Opening": "1",
        "Closing": "2",
        "Clauses of Resolution 67": "3",
        "Recalling": "3.1",
        "Invites Member States": "3.2",
    }


def test_who_moved_the_same_item_since_is_named(room, agenda, numbers, undo):
    actions.move_item(agenda.closing, ItemMove.UP, by=room.ines)
    actions.move_item(agenda.closing, ItemMove.UP, by=room.helena)
    now = numbers()
    with pytest.raises(Refused, match="Helena has changed “Closing” since"):
        undo(room.ines)
    assert numbers() == now
    undo(room.helena)
    undo(room.ines)
    assert numbers()["Closing"] == "3"


def test_an_item_whose_old_place_is_gone_is_not_moved_back(room, agenda, undo):
    actions.place_item(agenda.invites, parent=None, after=None, by=room.ines)
    actions.remove_item(agenda.clauses, by=room.helena)
    with pytest.raises(Refused, match="that contained"):
        undo(room.ines)


def test_a_change_is_undone_where_nobody_else_changed_it(room, agenda, session, undo):
    change(room, agenda.opening, title="Opening of the meeting", note="By the chair")
    change(room, agenda.opening, planned_minutes=30, by=room.helena)
    undo(room.ines)
    session.refresh(agenda.opening)
    facts = ItemFacts.of(agenda.opening)
    assert (facts.title, facts.note, facts.planned_minutes) == ("Opening", "", 30)


def test_a_change_of_the_same_field_by_another_stays(room, agenda, undo):
    change(room, agenda.opening, title="Opening of the meeting")
    change(room, agenda.opening, title="Welcome", by=room.helena)
    with pytest.raises(Refused, match="Helena has changed"):
        undo(room.ines)


def test_dates_clauses_and_documents_of_a_change_come_back(
    room, agenda, session, clause, paper, undo
):
    item = actions.add_item(
        room.meeting,
        ItemFacts(title="Report", fixed_on=date(2026, 6, 3), fixed_at=time(9, 0)),
        clauses=[clause],
        documents=[paper],
        by=room.ines,
    )
    session.commit()
    actions.change_item(
        item, ItemFacts(title="Report"), clauses=[], documents=[], version=1, by=room.helena
    )
    undo(room.helena)
    session.refresh(item)
    assert (item.fixed_on, item.fixed_at) == (date(2026, 6, 3), time(9, 0))
    assert item.clauses == [clause]
    assert [link.contribution for link in item.document_links] == [paper]


def test_what_was_added_leaves_again_unless_somebody_worked_on_it(
    room, agenda, session, paper, numbers, undo
):
    before = numbers()
    coffee = actions.add_item(room.meeting, ItemFacts(title="Coffee"), by=room.ines)
    undo(room.ines)
    assert numbers() == before
    gone = ("item.removed", room.ines.id, room.meeting.title, "1")
    assert noted(session, "item.removed", "item.brought-back") == [gone]

    coffee = actions.add_item(room.meeting, ItemFacts(title="Coffee"), by=room.ines)
    actions.attach_document(coffee, paper, by=room.amina)
    with pytest.raises(Refused, match="has been edited"):
        undo(room.ines)


def test_nothing_that_another_put_below_an_added_item_is_removed_with_it(room, agenda, undo):
    heading = actions.add_item(room.meeting, ItemFacts(title="Reports"), by=room.ines)
    actions.place_item(agenda.closing, parent=heading, after=None, by=room.helena)
    with pytest.raises(Refused):
        undo(room.ines)


def test_what_was_removed_comes_back_with_all_that_hangs_on_it(
    room, agenda, session, clause, paper, numbers, undo
):
    director = actions.add_item(
        room.meeting,
        ItemFacts(title="The Director", fixed_on=date(2026, 6, 3), fixed_at=time(9, 0)),
        parent=agenda.clauses,
        clauses=[clause],
        documents=[paper],
        by=room.helena,
    )
    session.commit()
    before, key = numbers(), director.id
    actions.remove_item(agenda.clauses, by=room.ines)
    session.commit()
    actions.move_item(agenda.closing, ItemMove.UP, by=room.helena)
    undo(room.ines)
    now = numbers()
    assert now.keys() == before.keys()
    assert (now["Closing"], now["The Director"]) == ("1", "3.3")
    again = session.get(AgendaItem, key)
    assert again.fixed_at == time(9, 0)
    assert again.clauses == [clause]
    assert [link.contribution for link in again.document_links] == [paper]
    there = (room.ines.id, room.meeting.title, "4")
    assert noted(session, "item.removed", "item.brought-back") == [
        ("item.removed", *there),
        ("item.brought-back", *there),
    ]


def test_a_group_that_was_set_up_on_what_comes_back_reports_there_again(
    room, agenda, session, undo
):
    group = meetings_actions.set_up_on_item(
        agenda.closing, GroupKind.AD_HOC_GROUP, [room.salma], by=room.helena
    )
    actions.remove_item(agenda.closing, by=room.ines)
    session.commit()
    session.expire_all()
    assert item_of_group(group) is None
    undo(room.ines)
    assert item_of_group(group).title == "Closing"


def test_no_item_gets_the_number_of_one_that_may_come_back(room, agenda, session, undo):
    key = agenda.closing.id
    actions.remove_item(agenda.closing, by=room.ines)
    session.commit()
    new = actions.add_item(room.meeting, ItemFacts(title="Coffee"), by=room.helena)
    session.flush()
    assert new.id != key
    undo(room.ines)
    titles = session.scalars(select(AgendaItem.title).where(AgendaItem.id.in_([key, new.id])))
    assert set(titles) == {"Closing", "Coffee"}


def test_the_page_offers_it_to_the_editor_who_made_the_change_and_to_nobody_else(
    room, agenda, session, http
):
    http(room.ines).post(f"{PAGE}/items/{agenda.closing.id}/moves", data={"step": "up"})

    def offer(person):
        page = html.fromstring(http(person).get(PAGE).text)
        return page.xpath("//form[@data-undo]")

    assert "You moved “Closing”." in offer(room.ines)[0].text_content()
    # Helena drew up nothing; Luc may not.
    assert offer(room.helena) == offer(room.luc) == []
    address = offer(room.ines)[0].get("action")
    assert http(room.helena).post(address).status_code == 404
    assert http(room.luc).post(address).status_code == 403
    assert http(room.ines).post(address).status_code == 303
    assert "You moved" not in http(room.ines).get(PAGE).text
    assert http(room.ines).post(address).status_code == 409


def test_the_page_says_why_it_can_no_longer_be_undone(room, agenda, http):
    for person in (room.ines, room.helena):
        http(person).post(f"{PAGE}/items/{agenda.closing.id}/moves", data={"step": "up"})
    page = html.fromstring(http(room.ines).get(PAGE).text)
    [form] = page.xpath("//form[@data-undo]")
    assert "Helena has changed “Closing” since" in form.text_content()
    assert form.xpath(".//button") == []


def test_what_the_meeting_decided_on_is_not_undone(room, agenda, undo):
    coffee = actions.add_item(room.meeting, ItemFacts(title="Coffee"), by=room.ines)
    outcomes_actions.record_outcome(coffee, Outcome.NOTED, "Noted.", by=room.helena)
    with pytest.raises(Refused, match="edited"):
        undo(room.ines)
