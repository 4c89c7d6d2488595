"""The notes of an agenda item: the officers of the group write them together, and members read them once they are published."""

import html
import re

import pytest
from sqlalchemy import select

from tests.contributions.test_writing import Writer, typed_at
from wgcop.agenda.models import AgendaItem
from wgcop.database import db
from wgcop.records.notes.models import ItemNotes, NotesVersion
from wgcop.records.notes.showing import ShownNotes
from wgcop.writing.jobs import keep_paused

OFFICERS = ("elke", "salma", "helena", "ines")
OTHERS = ("ruth", "caio", "wanjiru", "amina")


@pytest.fixture
def item(app, world):
    """An open item of the third meeting, by its address."""
    with app.app_context():
        row = db.session.scalars(
            select(AgendaItem).where(AgendaItem.title == "Awareness campaigns")
        )
        return row.one().url


@pytest.fixture
def notes(item, world, http):
    """The secretariat has begun them."""
    data = {"text": "Kenya took the floor."}
    assert http(world.ines).post(f"{item}/notes", data=data).status_code == 303
    return f"{item}/notes"


class NotesWriter(Writer):
    """A page on which notes are open."""

    def open(self, **_):
        self.page.emit = self.with_desk(self.page.emit)
        return super().open()

    @staticmethod
    def with_desk(emit):
        return lambda name, payload: emit(name, {"desk": "notes", **payload})


@pytest.fixture
def write(listen, notes):
    clients = iter("abcdefgh")
    number = int(notes.split("/")[-2])
    return lambda person: NotesWriter(listen(person, person.topic), number, next(clients))


def words(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def steps(browser, notes):
    """The version of the text that the form is filled with."""
    return re.search(r'name="steps" value="(\d+)"', browser.get(notes).text)[1]


def test_what_one_officer_types_in_the_notes_another_has_at_once(app, world, write):
    helena, elke = write(world.helena), write(world.elke)
    assert helena.push(typed_at(1, "At ten "))["ok"]
    [heard] = elke.heard()
    assert heard["desk"] == "notes"
    assert [entry["step"]["slice"]["content"][0]["text"] for entry in heard["steps"]] == ["At ten "]
    with app.app_context():
        assert (
            db.session.scalars(select(ItemNotes.plain)).all()[-1] == "At ten Kenya took the floor."
        )


def test_notes_and_a_draft_with_the_same_number_are_two_texts(world, write, listen):
    """Nobody gets into a draft by naming it as notes, or the other way round."""
    helena = write(world.helena)
    number = helena.document
    answer = Writer(listen(world.helena, world.helena.topic), number, "z").answer
    assert (answer["ok"], answer["reason"]) == (False, "forbidden")


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_but_the_officers_of_the_group_writes_or_opens_notes(
    world, write, http, notes, name
):
    http(world.ines).post(f"{notes}/publication")
    writer = write(world[name])
    assert writer.answer["reason"] == "forbidden"
    writer.revision, writer.version = writer.document, 0
    assert writer.push(typed_at(1, "No "))["reason"] == "forbidden"
    assert http(world[name]).get(notes).status_code == 403


def test_members_read_notes_once_they_are_published_and_guests_never_do(world, http, notes, item):
    def readers():
        people = {name: http(world[name]) for name in (*OFFICERS, *OTHERS)} | {"guest": http()}
        return {
            name for name, each in people.items() if "Kenya took the floor" in each.get(item).text
        }

    assert readers() == set(OFFICERS)
    http(world.helena).post(f"{notes}/publication")
    assert readers() == {*OFFICERS, *OTHERS}
    http(world.helena).post(f"{notes}/publication/withdrawal")
    assert readers() == set(OFFICERS)
    trail = http(world.ines).get("/audit").text
    assert "Published notes of an item" in trail and "Withdrew published notes" in trail
    assert "Kenya took the floor" not in trail


def test_an_open_page_of_the_item_hears_of_published_notes_at_the_next_pause(
    app, world, http, listen, notes, write, clock
):
    room, outside = (
        listen(world.amina, "meeting:wg-cop-3@members"),
        listen(None, "meeting:wg-cop-3"),
    )
    http(world.ines).post(f"{notes}/publication")
    [published] = room()
    assert "Kenya took the floor." in published["html"]
    write(world.helena).push(typed_at(1, "At ten "))
    room()
    clock.advance(minutes=2)
    with app.app_context():
        keep_paused()
    [kept] = room()
    assert "At ten Kenya took the floor." in kept["html"]
    assert outside() == []


def test_a_pause_before_publication_tells_nobody(app, world, listen, write, clock):
    room = listen(world.amina, "meeting:wg-cop-3@members")
    write(world.helena).push(typed_at(1, "At ten "))
    clock.advance(minutes=2)
    with app.app_context():
        keep_paused()
        assert db.session.scalars(select(NotesVersion.plain)).all()[-1].startswith("At ten")
    assert room() == []


def test_two_who_change_the_same_paragraph_in_forms_see_both_wordings(world, http, notes):
    helena, elke = http(world.helena), http(world.elke)
    before = steps(helena, notes)
    typed = {"steps": before, "text": "Kenya spoke of helplines."}
    assert helena.post(notes, data=typed).status_code == 303
    answer = elke.post(notes, data={"steps": before, "text": "Kenya spoke of radio plays."})
    assert answer.status_code == 409
    assert "Kenya spoke of radio plays." in words(answer)
    assert "helplines" in words(answer)


def test_notes_in_forms_are_joined_where_the_paragraphs_differ(world, http, notes, item):
    helena, elke = http(world.helena), http(world.elke)
    helena.post(notes, data={"steps": steps(helena, notes), "text": "One.\n\nTwo."})
    before = steps(helena, notes)
    helena.post(notes, data={"steps": before, "text": "One more.\n\nTwo."})
    assert elke.post(notes, data={"steps": before, "text": "One.\n\nTwo too."}).status_code == 303
    assert "One more. Two too." in words(elke.get(item))


def test_an_item_whose_notes_its_reader_may_not_read_shows_no_words_of_them():
    assert ShownNotes(11, None).body == ""


def test_nothing_is_published_while_there_is_not_a_word(world, http, item):
    ines = http(world.ines)
    ines.post(f"{item}/notes")
    assert ines.post(f"{item}/notes/publication").status_code == 409


def test_the_room_leads_its_officers_to_the_notes_of_the_item_on_the_floor(world, http, item):
    helena = http(world.helena)
    assert helena.post(f"{item}/taking-up").status_code == 303
    assert "/meetings/wg-cop-3/notes" in helena.get("/meetings/wg-cop-3/live").text
    assert "/meetings/wg-cop-3/notes" not in http(world.amina).get("/meetings/wg-cop-3/live").text
    assert helena.get("/meetings/wg-cop-3/notes").headers["Location"] == f"{item}/notes"


def test_a_version_of_the_notes_comes_back_and_what_it_replaces_is_kept(world, http, notes, item):
    helena, elke = http(world.helena), http(world.elke)
    helena.post(notes, data={"steps": steps(helena, notes), "text": "Kenya spoke of helplines."})
    elke.post(notes, data={"steps": steps(elke, notes), "text": "Nobody spoke."})
    versions = helena.get(f"{notes}/versions")
    assert f"{notes}/versions/4" in versions.text
    assert "Helena Tavira · 3 words added, 3 removed" in words(versions)
    page = helena.get(f"{notes}/versions/3")
    assert "Kenya spoke of helplines." in words(page)
    assert "What restoring it would change" in words(page)
    answer = helena.post(f"{notes}/versions/3/restoration")
    assert answer.status_code == 303
    assert "Kenya spoke of helplines." in words(helena.get(item))
    assert "version 3 restored" in words(helena.get(answer.headers["Location"]))
    assert "Nobody spoke." in words(helena.get(f"{notes}/versions/4"))
    assert helena.post(f"{notes}/versions/9/restoration").status_code == 404


def test_what_a_version_says_now_needs_no_restoring(world, http, notes):
    helena = http(world.helena)
    helena.post(notes, data={"steps": steps(helena, notes), "text": "Kenya spoke of helplines."})
    page = helena.get(f"{notes}/versions/3")
    assert "The current notes are the same." in words(page)
    assert "/restoration" not in page.text
