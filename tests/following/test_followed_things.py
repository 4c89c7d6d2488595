"""Meetings, papers, bodies and entries that somebody follows: what becomes of them is in the inbox."""

import pytest
from sqlalchemy import select

from tests.following.inboxes import emptied, mark_all, page_of, things
from wgcop.accounts.models import Person
from wgcop.agenda.models import AgendaItem, Outcome
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.outcomes.actions import record_outcome, withdraw_outcome

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
