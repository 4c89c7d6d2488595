"""Meetings, papers, bodies and entries that somebody follows: what becomes of them is in the inbox."""

from datetime import date, time

import pytest
from sqlalchemy import select

from tests.following.inboxes import emptied, mark_all, page_of, things
from wgcop.accounts.models import Person
from wgcop.agenda.actions import change_item
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.fields import FIELDS
from wgcop.agenda.kinds import ItemKind, NoteReaders
from wgcop.agenda.models import AgendaItem, Outcome
from wgcop.bodies.models import Meeting
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.outcomes.actions import record_outcome, withdraw_outcome
from wgcop.resolutions.models import Clause

MEETING = "/meetings/wg-cop-3"
TOPIC = "meeting:wg-cop-3@members"


def begin(visitor, topic):
    assert visitor.post("/follows", data={"topic": topic}).status_code == 204
    emptied(visitor)


def rows_with(visitor, words):
    return [row for rows in things(visitor).values() for row in rows if words in row]


def add_item(visitor, title):
    data = {"title": title, "minutes": "", "parent": ""}
    assert visitor.post(f"{MEETING}/items/new", data=data).status_code == 303


def test_who_follows_a_meeting_is_told_what_was_done_to_its_agenda(world, http):
    caio, ines = http(world.caio), http(world.ines)
    begin(caio, TOPIC)
    for number in range(3):
        add_item(ines, f"Quokka {number}")
        [row] = rows_with(caio, f"“Quokka {number}” was added.")
        assert "The agenda was changed" in row
        mark_all(caio)
        assert not rows_with(caio, "Quokka")


@pytest.fixture
def change(app, world, clock):
    """Change some facts of the item Quokka as the secretariat; its links stay if none are given."""

    def change_(clauses=None, documents=None, **values):
        clock.advance(minutes=1)
        with app.app_context():
            item = db.session.scalars(
                select(AgendaItem).where(AgendaItem.title.startswith("Quokka"))
            ).one()
            stored = [link.contribution for link in item.document_links]
            change_item(
                item,
                ItemFacts.of(item).but(**values),
                clauses=item.clauses if clauses is None else clauses(),
                documents=stored if documents is None else documents(),
                version=item.version,
                by=db.session.get_one(Person, world.ines.id),
            )
            db.session.commit()

    return change_


def test_of_each_field_of_an_item_they_are_told_from_what_to_what(world, http, change):
    add_item(http(world.ines), "Quokka")
    caio = http(world.caio)
    begin(caio, TOPIC)
    day = date(2026, 11, 24)
    steps = {
        "title": (("Quokka one", "Quokka two"), "From “Quokka one” to “Quokka two”."),
        "planned_minutes": ((30, 90), "Duration in minutes: from “30 min” to “1 h 30”."),
        "fixed_on": ((None, day), f"Day: now “{day:%-d %B %Y}”."),
        "fixed_at": ((time(9), time(14, 30)), "Fixed start: from “09:00” to “14:30”."),
        "kind": ((ItemKind.REPORT, None), "Kind: no longer “Report”."),
        "presenter": (("Kenya", "Japan"), "Presented by: from “Kenya” to “Japan”."),
        "note": (("Quoll", "Numbat"), "“Note” has changed."),
        "note_for": (
            (NoteReaders.EVERYBODY, NoteReaders.MEMBERS),
            "Who reads the note: from “Everybody who reads the agenda” to “Members only”.",
        ),
    }
    assert steps.keys() == {field.name for field in FIELDS}
    for name, ((first, then), told) in steps.items():
        change(**{name: first})
        emptied(caio)
        change(**{name: then})
        [row] = rows_with(caio, told)
        assert "Quokka two" in row or name == "title"
        assert "Numbat" not in row and "Quoll" not in row


@pytest.mark.settings(LANGUAGES=("en", "fr"))
def test_several_fields_are_told_at_once_and_in_the_language_of_the_reader(world, http, change):
    add_item(http(world.ines), "Quokka")
    caio = http(world.caio)
    begin(caio, TOPIC)
    caio.post("/language", data={"language": "fr"})
    change(title="Quokka two", presenter="Kenya", note="Quoll")
    assert rows_with(
        caio,
        "De « Quokka » à « Quokka two ». Présenté par : désormais « Kenya ». « Note » a changé.",
    )


def test_of_a_note_for_officers_nobody_else_is_told(world, http, change):
    add_item(http(world.ines), "Quokka")
    caio, helena = http(world.caio), http(world.helena)
    change(note="Quoll", note_for=NoteReaders.OFFICERS)
    for each in (caio, helena):
        begin(each, TOPIC)
    for number in range(3):
        change(note=f"Numbat {number}")
        assert not rows_with(caio, "Quokka") and not rows_with(caio, "Note")
        [row] = rows_with(helena, "“Quokka” was changed. “Note” has changed.")
        assert "Numbat" not in row and "Quoll" not in row
        emptied(helena)
    change(note="Wombat", note_for=NoteReaders.EVERYBODY)
    for each in (caio, helena):
        assert rows_with(each, "Who reads the note: from “Officers of the group only” to")
        assert not rows_with(each, "Numbat") and not rows_with(each, "Wombat")


def test_clauses_and_documents_are_named_and_drafts_are_not(world, http, change):
    add_item(http(world.ines), "Quokka")
    caio = http(world.caio)
    begin(caio, TOPIC)

    def papers(is_numbered):
        number = Contribution.number
        where = number.is_not(None) if is_numbered else number.is_(None)
        return db.session.scalars(select(Contribution).where(where).limit(1)).all()

    change(documents=lambda: papers(is_numbered=False))
    assert not rows_with(caio, "“Quokka” was changed")
    change(documents=lambda: papers(is_numbered=True))
    [row] = rows_with(caio, "“Quokka” was changed. Documents: now “")
    assert "draft" not in row.lower()
    emptied(caio)
    wid = "wtdc-67.recs_recognizing__rec_b"
    change(clauses=lambda: [db.session.scalars(select(Clause).where(Clause.wid == wid)).one()])
    assert rows_with(caio, "“Quokka” was changed. Clauses: now “recognizing b)”.")
    change(clauses=list)
    assert rows_with(caio, "Clauses: no longer “recognizing b)”.")


@pytest.fixture
def decide(app, world):
    """Record a conclusion of one item of the meeting, or a correction of the last one."""

    def decide_(text, *, corrects=False, withdraws=False):
        with app.app_context():
            item = db.session.scalars(
                select(AgendaItem)
                .join(Meeting)
                .where(Meeting.slug == "wg-cop-3", AgendaItem.title == "Quokka")
            ).one()
            helena = db.session.get_one(Person, world.helena.id)
            if withdraws:
                withdraw_outcome(item, by=helena)
            else:
                record_outcome(
                    item,
                    Outcome.AGREED,
                    text,
                    replaces=item.decision if corrects else None,
                    stays_open=True,
                    by=helena,
                )
            db.session.commit()

    return decide_


def test_who_follows_a_meeting_is_told_what_it_decided(world, http, decide):
    add_item(http(world.ines), "Quokka")
    followers = [http(world.caio), http(world.farid)]
    for each in followers:
        begin(each, TOPIC)
    for number in range(3):
        decide(f"The text {number} goes to the editors.")
        for each in followers:
            [row] = rows_with(each, f"“Quokka”: Agreed: The text {number} goes to the editors.")
            assert "The meeting decided" in row
            mark_all(each)
            assert not rows_with(each, "Quokka")
    decide("Said too early.")
    decide("Said again.", corrects=True)
    assert rows_with(followers[0], "“Quokka”: Agreed: Said again.")
    assert not rows_with(followers[0], "Said too early.")
    decide("", withdraws=True)
    assert not rows_with(followers[0], "Said again.")


def test_who_follows_a_group_is_told_of_its_meetings(world, http):
    caio = http(world.caio)
    begin(caio, "group:WG-COP")
    add_item(http(world.ines), "Quokka")
    assert rows_with(caio, "“Quokka” was added.")


def test_who_follows_nothing_of_a_meeting_is_told_nothing(world, http):
    caio = http(world.caio)
    caio.post("/follows", data={"topic": TOPIC, "level": "nothing"})
    add_item(http(world.ines), "Quokka")
    assert not rows_with(caio, "Quokka")


def test_every_row_leads_to_a_page_that_its_reader_may_see(world, http):
    for name in ("ines", "amina", "caio"):
        visitor = http(world[name])
        links = page_of(visitor).xpath("//main//section//li/p[@class='row__title']/a/@href")
        for link in dict.fromkeys(links):
            assert visitor.get(link.partition("#")[0]).status_code in (200, 303), (name, link)
