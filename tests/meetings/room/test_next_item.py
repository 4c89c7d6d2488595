"""Whoever brought a paper to an item is written to once that it is next."""

import pytest
from sqlalchemy import select

from tests.meetings.conftest import DURING, draft_of
from wgcop import mail
from wgcop.agenda import actions as agenda_actions
from wgcop.agenda.models import AgendaItem
from wgcop.contributions.cover import Cover
from wgcop.contributions.kinds import Purpose
from wgcop.database import db
from wgcop.drafting import actions as contributions
from wgcop.drafting import submission
from wgcop.floor.actions import taking_up
from wgcop.floor.concerned import people_of
from wgcop.mail import Message


@pytest.fixture
def told(session):
    def read():
        messages = session.scalars(select(Message).where(Message.source == "item"))
        return [(each.recipient, each.subject) for each in messages]

    return read


@pytest.fixture
def helplines(room, agenda, paper, session, clock):
    """Kenya's paper stands under the second item that the meeting takes up."""
    agenda_actions.choose_items(paper, [agenda.recalling.id], by=room.ines)
    session.commit()
    clock.stop(DURING)


def test_its_drafters_hear_once_however_often_the_chair_goes_back(
    room, agenda, helplines, session, told
):
    for item in (agenda.opening, agenda.invites, agenda.opening):
        taking_up.take_up_item(item, by=room.helena)
        session.commit()
    subject = "Next in Third meeting of the group: 2.1 Recalling"
    assert told() == [("amina@example.org", subject)]


def test_it_costs_as_many_statements_for_many_papers_as_for_one(
    room, agenda, helplines, session, statements
):
    def cost():
        session.expire_all()
        item = session.get_one(AgendaItem, agenda.recalling.id)
        with statements() as sent:
            assert [person.name for person in people_of(item)] == ["Amina"]
        return len(sent)

    for_one = cost()
    for _ in range(3):
        draft = draft_of(room)
        submission.submit(draft, by=room.amina)
        agenda_actions.choose_items(draft, [agenda.recalling.id], by=room.ines)
        session.commit()
    assert cost() == for_one


def test_whoever_does_not_wish_it_does_not_hear(room, agenda, helplines, session, told):
    room.amina.item_mail = False
    taking_up.take_up_item(agenda.opening, by=room.helena)
    session.commit()
    assert told() == []


@pytest.mark.parametrize("what", ["item is closed", "meeting is over", "reader has left"])
def test_a_letter_that_could_not_leave_in_time_is_dropped(
    app, room, agenda, helplines, session, told, clock, what
):
    taking_up.take_up_item(agenda.opening, by=room.helena)
    if what == "item is closed":
        taking_up.close_item(agenda.recalling, by=room.helena)
    elif what == "reader has left":
        room.amina.memberships.clear()
    session.commit()
    assert len(told()) == 1
    if what == "meeting is over":
        clock.advance(days=3)
    left = []
    app.extensions["mail_carrier"] = left.append
    mail.send_waiting()
    assert not [each for each in left if each.source == "item"]
    db.session.expire_all()
    assert told() == []


def test_who_brings_a_paper_after_the_others_were_told_is_told_too(
    room, agenda, helplines, session, told
):
    taking_up.take_up_item(agenda.opening, by=room.helena)
    session.commit()
    assert [who for who, _subject in told()] == ["amina@example.org"]
    luc = contributions_of(room, room.luc)
    session.commit()
    for item in (agenda.recalling, agenda.closing, agenda.recalling):
        agenda_actions.choose_items(luc, [item.id], by=room.ines)
        session.commit()
    told_by_then = [who for who, _subject in told()]
    assert set(told_by_then) == {"amina@example.org", "luc@example.org"}
    assert told_by_then.count("amina@example.org") == 1
    subject = "Next in Third meeting of the group: 2.1 Recalling"
    assert ("luc@example.org", subject) in told()


def test_who_brings_a_paper_to_an_item_that_is_not_next_is_not_told(
    room, agenda, helplines, session, told
):
    taking_up.take_up_item(agenda.opening, by=room.helena)
    luc = contributions_of(room, room.luc)
    for item in (agenda.closing, agenda.invites):
        agenda_actions.choose_items(luc, [item.id], by=room.ines)
    session.commit()
    taking_up.take_up_item(agenda.recalling, by=room.helena)
    session.commit()
    before = len(told())
    agenda_actions.choose_items(luc, [agenda.recalling.id], by=room.ines)
    session.commit()
    assert len(told()) == before, "it is on the floor already"


def contributions_of(room, person):
    cover = Cover(
        source="Switzerland",
        title="Labels for games",
        purpose=Purpose.ACTION,
        action_required="Discuss.",
    )
    words = {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Words"}]}],
    }
    draft = contributions.start_draft(room.meeting, person.capacities[0], cover, words, by=person)
    submission.submit(draft, by=person)
    return draft
