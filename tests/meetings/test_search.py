"""What of meetings is found, and by whom."""

import re
from datetime import date

import pytest
from sqlalchemy import exists, select

from tests.meetings.conftest import THIRD_MEETING
from wgcop import paper
from wgcop.agenda import actions
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.kinds import NoteReaders
from wgcop.agenda.models import AgendaItem, Outcome
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.meetings import actions as meetings_actions
from wgcop.outcomes import actions as outcomes_actions
from wgcop.outcomes.action_points import ActionFacts, ActionOwner, OwnerKind
from wgcop.outcomes.statements import StatementKind
from wgcop.records.notes.actions import begin_notes, publish_notes
from wgcop.records.notes.models import ItemNotes
from wgcop.search.outbox import StaleRecord
from wgcop.search.records import load


def records(session):
    items = session.scalars(select(AgendaItem)).all()
    rows = load(session, [f"agenda-item:{item.id}" for item in items])
    return {row.title: row.search_record() for row in rows.values()}


def stale(session):
    """Records noted since the last look."""
    noted = set(session.scalars(select(StaleRecord.record_id)))
    session.query(StaleRecord).delete()
    session.commit()
    return noted


def test_items_of_a_draft_agenda_are_found_by_members_and_published_ones_by_all(
    room, agenda, session
):
    assert records(session)["Opening"].audience == {"members"}
    actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    assert records(session)["Opening"].audience == {"public"}


def test_an_item_is_found_by_its_note_and_its_decision_and_leads_to_its_line(room, agenda, session):
    outcomes_actions.record_outcome(
        agenda.opening, Outcome.ADOPTED, "The agenda is adopted.", by=room.ines
    )
    session.commit()
    record = records(session)["Opening"]
    assert "The agenda is adopted." in record.text
    assert record.url == f"/meetings/wg-cop-3/items/{agenda.opening.id}"
    assert (record.year, record.body) == (2026, "WG-COP")


def test_publishing_makes_all_items_stale(room, agenda, session):
    stale(session)
    actions.publish_agenda(room.meeting, by=room.ines)
    session.commit()
    assert {f"agenda-item:{item.id}" for item in vars(agenda).values()} <= stale(session)


def test_other_days_make_all_items_stale(room, agenda, session):
    stale(session)
    later = THIRD_MEETING.but(starts_on=date(2027, 6, 2), ends_on=date(2027, 6, 3))
    meetings_actions.change_meeting(room.meeting, later, version=room.meeting.version, by=room.ines)
    session.commit()
    assert f"agenda-item:{agenda.opening.id}" in stale(session)


def test_a_decision_makes_its_item_stale(room, agenda, session):
    stale(session)
    outcomes_actions.record_outcome(agenda.opening, Outcome.NOTED, "Noted.", by=room.ines)
    session.commit()
    assert f"agenda-item:{agenda.opening.id}" in stale(session)


def test_an_item_that_left_is_not_found(room, agenda, session):
    item = f"agenda-item:{agenda.opening.id}"
    stale(session)
    actions.remove_item(agenda.opening, by=room.ines)
    session.commit()
    assert item in stale(session)
    assert load(session, [item]) == {}


@pytest.mark.parametrize(
    "readers, own",
    [
        (NoteReaders.EVERYBODY, None),
        (NoteReaders.MEMBERS, "members"),
        (NoteReaders.OFFICERS, "officers:WG-COP"),
    ],
)
def test_a_note_is_found_only_by_those_who_may_read_it(room, agenda, session, readers, own):
    actions.publish_agenda(room.meeting, by=room.ines)
    stale(session)
    facts = ItemFacts(title="Opening", note="Quokkas first", note_for=readers)
    actions.change_item(agenda.opening, facts, clauses=[], documents=[], version=1, by=room.ines)
    session.commit()
    name = f"agenda-note:{agenda.opening.id}"
    assert name in stale(session)
    item, note = records(session)["Opening"], load(session, [name])[name].search_record()
    assert ("Quokkas" in item.text) is (own is None)
    assert (note and (note.text, note.audience, note.url)) == (
        own and ("Quokkas first", {own}, agenda.opening.url)
    )


# What was asked for, noted and put on record


@pytest.fixture
def told(app, world, clock):
    """A word each that stands in an action point, a statement, published notes and notes that are not, and their pages."""
    with app.app_context():
        meeting = db.session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-3")).one()
        item, other = db.session.scalars(
            select(AgendaItem)
            .where(
                AgendaItem.meeting_id == meeting.id,
                ~exists().where(ItemNotes.item_id == AgendaItem.id),
            )
            .order_by(AgendaItem.id)
        ).all()[:2]
        ines, farid = world.ines, world.farid
        facts = ActionFacts(text="Count the quokkas.", owner=ActionOwner(OwnerKind.SECRETARIAT))
        asked = outcomes_actions.add_action_point(item, facts, by=ines)
        said = outcomes_actions.deliver_statement(
            item,
            StatementKind.RESERVATION,
            "Egypt reserves its position on numbats.",
            delegation=world.delegation("Egypt"),
            by=farid,
        )
        publish_notes(begin_notes(item, paper.from_text("All like wombats."), by=ines), by=ines)
        begin_notes(other, paper.from_text("Nobody knows of bandicoots."), by=ines)
        db.session.commit()
        return {
            "quokkas": asked.url,
            "numbats": said.url,
            "wombats": item.url,
            "bandicoots": other.url,
        }


FOUND_BY = {
    "guest": set(),
    "ruth": {"quokkas", "numbats", "wombats"},
    "caio": {"quokkas", "numbats", "wombats"},
    "farid": {"quokkas", "numbats", "wombats"},
    "elke": {"quokkas", "numbats", "wombats", "bandicoots"},
    "helena": {"quokkas", "numbats", "wombats", "bandicoots"},
    "ines": {"quokkas", "numbats", "wombats", "bandicoots"},
}
"""An observer, a delegate, a head, the rapporteur, the chair, the secretariat."""


def of_the_word(browser, word):
    """Addresses of what has the word itself: a word that nothing has may be taken for a typing error of another one."""
    found = browser.get(f"/search.json?q={word}").json
    if found["correction"]:
        return []
    assert found["total"] == len(found["hits"])
    return [hit["url"] for hit in found["hits"]]


def test_search_finds_what_its_pages_show_to_each_reader_and_nothing_else(world, http, index, told):
    index()
    for name, finds in FOUND_BY.items():
        browser = http() if name == "guest" else http(world[name])
        for word, page in told.items():
            found = of_the_word(browser, word)
            shown = browser.get(page)
            assert (shown.status_code == 200 and word in shown.text) == (word in finds), (
                name,
                word,
            )
            assert [address.partition("#")[0] for address in found] == (
                [page] if word in finds else []
            ), (name, word)
            if word not in finds:
                for address in (
                    f"/search?q={word[1:]}*",
                    f"/search?q={word[:3]}{word[4:]}",
                    f"/search/suggestions?q={word[:4]}",
                    "/search.csv?q=reserves+count+like+knows",
                    "/search.atom?q=reserves+count+like+knows",
                ):
                    assert word not in browser.get(address).text.replace(address, ""), (
                        name,
                        address,
                    )


def test_the_secretariat_finds_action_points_by_their_state_and_whose_they_are(
    world, http, index, told
):
    index()
    ines = http(world.ines)
    asked = ines.get("/search.json?q=kind:actions+state:open+source:secretariat").json["hits"]
    assert told["quokkas"] in [hit["url"] for hit in asked]
    ines.post(f"{told['quokkas']}/completion", data={"remark": "There are nine."})
    index()
    done = ines.get("/search.json?q=nine+kind:actions&state=done").json["hits"]
    assert [hit["url"] for hit in done] == [told["quokkas"]]
    assert "State: Done" in ines.get("/search?q=nine&state=done").text


def test_the_words_of_a_withdrawn_statement_are_found_no_more(world, http, index, told):
    http(world.farid).post(f"{told['numbats']}/withdrawal")
    index()
    assert of_the_word(http(world.farid), "numbats") == []


def test_notes_that_are_closed_again_are_found_only_by_those_who_write_them(
    world, http, index, told
):
    http(world.ines).post(f"{told['wombats']}/notes/publication/withdrawal")
    index()
    finds = {name: len(of_the_word(http(world[name]), "wombats")) for name in ("caio", "elke")}
    assert finds == {"caio": 0, "elke": 1}


def test_what_is_written_in_notes_is_found_at_the_next_pause(app, world, http, index, told):
    ines, address = http(world.ines), f"{told['wombats']}/notes"
    version = re.search(r'name="steps"[^>]*value="(\d+)"', ines.get(address).text)[1]
    ines.post(address, data={"text": "All like echidnas.", "steps": version})
    index()
    finds = {word: len(of_the_word(ines, word)) for word in ("wombats", "echidnas")}
    assert finds == {"wombats": 0, "echidnas": 1}
