"""Somebody removes an item between the moment when another looked it up and the lock: a plain refusal, nothing half done."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from tests.meetings.conftest import DURING, draft_of
from wgcop import clock as now_on
from wgcop.agenda import actions
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import AgendaItem, Outcome
from wgcop.agenda.outline import ItemMove
from wgcop.bodies.models import GroupKind
from wgcop.errors import Refused
from wgcop.floor import actions as in_room
from wgcop.floor.actions import taking_up
from wgcop.floor.speakers import FloorKind
from wgcop.meetings import actions as meetings_actions
from wgcop.outcomes import actions as outcomes_actions
from wgcop.outcomes.action_points import ActionFacts, ActionOwner, OwnerKind
from wgcop.outcomes.statements import StatementKind
from wgcop.records.notes.actions import begin_notes
from wgcop.threads.chairing.standings import Standing


@pytest.fixture
def removed(room, agenda, clause, clock, session):
    """The closing, with a clause, looked up here and removed by somebody else."""
    clock.stop(DURING)
    item = actions.add_item(
        room.meeting, ItemFacts(title="Last words"), clauses=[clause], by=room.ines
    )
    session.commit()
    session.refresh(item, ["id", "meeting_id", "closed", "version", "clause_links"])
    items = AgendaItem.__table__
    session.execute(delete(items).where(items.c.id == item.id))
    return item


VERBS = {
    "change": lambda item, room, agenda: actions.change_item(
        item, ItemFacts(title="Farewell"), clauses=[], documents=[], version=1, by=room.ines
    ),
    "move": lambda item, room, agenda: actions.move_item(item, ItemMove.UP, by=room.ines),
    "place": lambda item, room, agenda: actions.place_item(
        item, parent=None, after=agenda.opening, by=room.ines
    ),
    "remove": lambda item, room, agenda: actions.remove_item(item, by=room.ines),
    "decide": lambda item, room, agenda: outcomes_actions.record_outcome(
        item, Outcome.NOTED, "", by=room.helena
    ),
    "withdraw a decision": lambda item, room, agenda: outcomes_actions.withdraw_outcome(
        item, by=room.helena
    ),
    "close": lambda item, room, agenda: taking_up.close_item(item, by=room.helena),
    "reopen": lambda item, room, agenda: taking_up.reopen_item(item, by=room.helena),
    "take up": lambda item, room, agenda: taking_up.take_up_item(item, by=room.helena),
    "put on the floor": lambda item, room, agenda: taking_up.put_on_floor(
        item, None, by=room.helena
    ),
    "attach": lambda item, room, agenda: actions.attach_document(
        item, draft_of(room), by=room.ines
    ),
    "detach": lambda item, room, agenda: actions.detach_document(
        item, draft_of(room), by=room.ines
    ),
    "choose a revision": lambda item, room, agenda: actions.choose_revision(
        item, draft_of(room), None, by=room.ines
    ),
    "assign": lambda item, room, agenda: outcomes_actions.add_action_point(
        item,
        ActionFacts(text="Translate it.", owner=ActionOwner(OwnerKind.SECRETARIAT), due_on=None),
        by=room.ines,
    ),
    "agree to words": lambda item, room, agenda: outcomes_actions.agree_wording(
        item,
        item.clauses[0],
        Standing.AGREED,
        "Agreed words.",
        by=room.helena,
        capacity=room.helena.capacities[0],
    ),
    "state": lambda item, room, agenda: outcomes_actions.deliver_statement(
        item, StatementKind.STATEMENT, "Kenya holds.", delegation=room.kenya, by=room.amina
    ),
    "take notes": lambda item, room, agenda: begin_notes(item, by=room.ines),
    "set up a group": lambda item, room, agenda: meetings_actions.set_up_on_item(
        item, GroupKind.AD_HOC_GROUP, [room.salma], by=room.helena
    ),
    "circulate": lambda item, room, agenda: outcomes_actions.circulate(
        room.meeting,
        "Words",
        "Agreed words.",
        Outcome.AGREED,
        ends_at=now_on.now() + timedelta(days=7),
        zone="UTC",
        place="",
        item=item,
        by=room.helena,
        capacity=None,
    ),
    "ask for the floor": lambda item, room, agenda: in_room.ask_for_floor(
        item, FloorKind.INTERVENTION, delegation=room.kenya, by=room.helena
    ),
    "close the list": lambda item, room, agenda: in_room.close_list(item, by=room.helena),
}


def test_whatever_is_done_to_an_item_that_is_gone_is_refused(removed, room, agenda):
    for name, verb in VERBS.items():
        with pytest.raises(Refused) as refusal:
            verb(removed, room, agenda)
        assert "removed this item" in str(refusal.value), name


def test_a_paper_loses_only_the_item_that_is_gone(removed, room, agenda):
    paper = draft_of(room)
    actions.add_to_items(paper, [removed.id, agenda.opening.id], by=room.amina)
    assert [link.contribution for link in agenda.opening.document_links] == [paper]
