"""Verbs of papers and agendas lock rows and topics in one order, so that no two wait for each other."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from tests.lock_order import watched
from wgcop.accounts.models import Person
from wgcop.agenda import actions as agenda
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import AgendaItem
from wgcop.agenda.outline import ItemMove
from wgcop.agenda.sitting import Sitting, sitting_of
from wgcop.bodies.models import Meeting
from wgcop.contributions.cover import Cover
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.drafting import actions as papers
from wgcop.drafting import submission
from wgcop.floor import actions as room
from wgcop.paper import from_text

COVER = Cover(title="Radio plays", action_required="The group is invited to note the trial.")
TEXT = from_text("A trial in four districts.")
MEETING = [f"meeting:wg-cop-3{part}" for part in ("", "@floor", "@members", "@room")]
AGENDA = MEETING[1:]
"""Of a document that members alone may read."""


@pytest.fixture
def locks(session):
    with watched(session) as do:
        yield do


def test_verbs_of_papers_and_agendas_lock_topics_in_one_order(session, world, meeting, locks):
    amina, wanjiru, ines = world.amina, world.wanjiru, world.ines
    third = session.get_one(Meeting, meeting.id)
    people = sorted([amina.topic, wanjiru.topic])
    orders: dict[str, list[str]] = {}

    def run(name, verb, *args, **kwargs):
        orders[name] = locks(verb, *args, **kwargs)
        return locks.result

    def save(item):
        return papers.save_draft(
            paper, COVER, TEXT, version=paper.draft.version, by=amina, items=[item]
        )

    one = run("add item", agenda.add_item, third, ItemFacts(title="One"), by=ines)
    two = run("add another", agenda.add_item, third, ItemFacts(title="Two"), by=ines)
    paper = run(
        "start",
        papers.start_draft,
        third,
        amina.capacities[0],
        COVER,
        TEXT,
        items=[one.id],
        by=amina,
    )
    run("name drafter", papers.name_drafter, paper, wanjiru, by=amina)
    run("save", save, two.id)
    run("submit", papers.send_out, paper, [], by=amina)
    document = paper.topic
    run("revise", papers.revise, paper, by=amina)
    run("save a revision under another item", save, one.id)
    run("issue", papers.send_out, paper, [], by=amina)
    run("take off", agenda.detach_document, one, paper, by=ines)
    run("put on", agenda.attach_document, one, paper, by=ines)
    run("move item", agenda.move_item, two, ItemMove.UP, by=ines)
    run(
        "edit item",
        agenda.change_item,
        one,
        ItemFacts(title="First"),
        clauses=[],
        documents=[paper],
        version=one.version,
        by=ines,
    )
    run("withdraw", papers.withdraw, paper, by=amina)
    meeting.after()
    paper = run("start late", papers.start_draft, third, amina.capacities[0], COVER, TEXT, by=amina)
    run("submit late", papers.send_out, paper, [], by=amina)
    run("hold", submission.hold, paper, "Too late.", by=ines)
    run("ask for a change", submission.ask_for_change, paper, "Name the item.", by=ines)
    run("save what is changed under an item", save, one.id)
    assert papers.agendas().items_of(paper) == []
    run("submit again", papers.send_out, paper, [], by=amina)
    assert papers.agendas().items_of(paper) == [one.id]
    run("ask once more", submission.ask_for_change, paper, "Name the other.", by=ines)
    run("save it under the other item", save, two.id)
    run("give back", submission.give_back, paper, "Too late.", by=ines)
    assert papers.agendas().items_of(paper) == [one.id, two.id]

    assert orders["submit"] == orders["issue"] == [document, *AGENDA, *people]
    assert orders["withdraw"] == [document, *AGENDA, *people]
    assert orders["save a revision under another item"] == people
    assert orders["take off"] == orders["put on"] == AGENDA
    for deed in ("edit item", "move item", "add item"):
        # Those who preside also hear of what delegations have told them about its clauses.
        assert [each for each in orders[deed] if not each.startswith("confided:")] == MEETING
        assert orders[deed] == sorted(orders[deed])
    waiting = ["meeting:wg-cop-3@officers", f"paper-conversation:{paper.id}", amina.topic]
    assert orders["submit late"] == orders["hold"] == waiting
    assert orders["submit again"] == orders["give back"] == waiting
    assert orders["save what is changed under an item"] == [amina.topic]


def test_a_draft_that_moves_to_another_meeting_keeps_the_order(
    session, world, meeting, fourth_meeting, locks
):
    keys = meeting.id, fourth_meeting()
    session.commit()
    third, fourth = (session.get_one(Meeting, key) for key in keys)
    amina, ines = world.amina, world.ines
    locks(agenda.add_item, fourth, ItemFacts(title="One"), by=ines)
    item = locks.result
    locks(papers.start_draft, third, amina.capacities[0], COVER, TEXT, by=amina)
    paper = locks.result
    order = locks(
        papers.save_draft,
        paper,
        COVER,
        TEXT,
        version=paper.draft.version,
        by=amina,
        meeting=fourth,
        items=[item.id],
    )
    assert order == [amina.topic]
    assert papers.agendas().items_of(paper) == [item.id]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_paper_is_put_on_the_agenda_while_its_drafters_change_it(app, session, world, meeting):
    amina, ines = world.amina, world.ines.id
    third = session.get_one(Meeting, meeting.id)
    item = agenda.add_item(third, ItemFacts(title="One"), by=world.ines)
    paper = papers.start_draft(third, amina.capacities[0], COVER, TEXT, by=amina)
    session.commit()
    keys = item.id, paper.id
    papers.name_drafter(paper, world.wanjiru, by=amina)

    with app.app_context():
        db.session.execute(text("SET LOCAL lock_timeout = '1s'"))
        placed, document = db.session.get_one(AgendaItem, keys[0]), keys[1]
        agenda.attach_document(
            placed, db.session.get_one(Contribution, document), by=db.session.get_one(Person, ines)
        )
        db.session.commit()
    session.commit()

    assert papers.agendas().items_of(paper) == [item.id]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_paper_is_begun_while_the_agenda_of_its_meeting_changes(app, session, world, meeting):
    amina = world.amina.id
    third = session.get_one(Meeting, meeting.id)
    item = agenda.add_item(third, ItemFacts(title="One"), by=world.ines)

    with app.app_context():
        db.session.execute(text("SET LOCAL lock_timeout = '1s'"))
        writer = db.session.get_one(Person, amina)
        third = db.session.get_one(Meeting, meeting.id)
        paper = papers.start_draft(third, writer.capacities[0], COVER, TEXT, by=writer)
        db.session.commit()
        begun = paper.id
    assert is_held(app, meeting), "The item is not stored yet: nobody waited for it."
    session.commit()

    assert not is_held(app, meeting)
    paper = session.get_one(Contribution, begun)
    assert (paper.meeting_id, paper.draft.title) == (meeting.id, COVER.title)
    assert item in session.scalars(select(AgendaItem).filter_by(meeting_id=meeting.id)).all()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_paper_is_submitted_while_the_chair_suspends_the_meeting(app, session, world, meeting):
    amina, helena = world.amina, world.helena
    third = session.get_one(Meeting, meeting.id)
    paper = papers.start_draft(third, amina.capacities[0], COVER, TEXT, by=amina)
    session.commit()
    keys = paper.id, amina.id
    room.begin_break(third, None, by=helena)

    with app.app_context():
        db.session.execute(text("SET LOCAL lock_timeout = '1s'"))
        drafted, writer = (
            db.session.get_one(kind, key)
            for kind, key in zip((Contribution, Person), keys, strict=True)
        )
        papers.send_out(drafted, [], by=writer)
        db.session.commit()
    session.commit()

    assert paper.is_numbered
    assert sitting_of(third) == Sitting.SUSPENDED


def is_held(app, meeting):
    """Whether somebody has still to commit what they change in it."""
    with app.app_context():
        look = select(Meeting.id).where(Meeting.id == meeting.id).with_for_update(nowait=True)
        try:
            db.session.execute(look).one()
        except OperationalError:
            return True
        finally:
            db.session.rollback()
        return False
