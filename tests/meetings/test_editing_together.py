"""Several editors write on one item at once: what did not collide is joined, what did is shown and asked about."""

import pytest
from lxml import html

from tests.meetings.conftest import clauses_of_a_resolution, draft_of
from wgcop.agenda import actions
from wgcop.agenda.facts import ItemFacts

JSON = {"Accept": "application/json"}


@pytest.fixture
def form(room, agenda, http):
    """What the form of the opening holds when somebody opens it in the agenda, with some of it typed over."""

    def opened(person):
        answer = http(person).get(address(agenda), headers={"X-Fragment": "1"})
        [element] = html.fromstring(f"<div>{answer.text}</div>").xpath(".//form[@data-edit-item]")
        held = dict(element.form_values())
        return lambda **typed: http(person).post(
            element.get("action"), data=held | typed, headers=JSON
        )

    return opened


def address(agenda):
    return f"/meetings/wg-cop-3/items/{agenda.opening.id}/edit"


def facts(agenda, session):
    session.expire_all()
    return ItemFacts.of(agenda.opening)


def test_different_fields_are_joined(agenda, room, form, session):
    ines, helena = form(room.ines), form(room.helena)
    assert ines(title="Opening of the meeting").status_code == 200
    assert helena(minutes="25", note="The chair welcomes all.").status_code == 200
    now = facts(agenda, session)
    assert (now.title, now.planned_minutes) == ("Opening of the meeting", 25)
    assert now.note == "The chair welcomes all."


def test_the_same_field_shows_both_texts_and_stores_nothing(agenda, room, form, session):
    ines, helena = form(room.ines), form(room.helena)
    ines(title="Opening of the meeting", minutes="20")
    answer = helena(title="Welcome", note="Coffee is served.")
    assert answer.status_code == 409
    notes = html.fromstring(answer.json["notes"]).text_content()
    assert "Ines saved this item" in notes
    assert "Opening of the meeting" in notes
    assert "Welcome" in notes
    assert facts(agenda, session).note == ""

    # Sent again as it stands, the form is meant: the minutes, which Helena did not touch, stay those of Ines.
    again = helena(title="Welcome", note="Coffee is served.", marks=answer.json["marks"])
    assert again.status_code == 200
    now = facts(agenda, session)
    assert (now.title, now.planned_minutes, now.note) == ("Welcome", 20, "Coffee is served.")


def test_what_was_saved_can_be_taken_field_by_field(agenda, room, form, session):
    ines, helena = form(room.ines), form(room.helena)
    ines(title="Opening of the meeting", note="Coffee")
    typed = {"title": "Welcome", "note": "Tea"}
    marks = helena(**typed).json["marks"]
    assert helena(**typed, marks=marks, take="title").status_code == 200
    now = facts(agenda, session)
    assert (now.title, now.note) == ("Opening of the meeting", "Tea")


def test_a_third_text_is_not_overwritten_by_who_saw_the_second(agenda, room, form, session):
    ines, helena = form(room.ines), form(room.helena)
    ines(title="Opening of the meeting")
    marks = helena(title="Welcome").json["marks"]
    form(room.ines)(title="First of all")
    answer = helena(title="Welcome", marks=marks)
    assert answer.status_code == 409
    assert "First of all" in answer.json["notes"]


def test_without_scripts_the_page_shows_both_and_the_form_as_typed(agenda, room, http, session):
    ines, helena = http(room.ines), http(room.helena)

    def opened(browser):
        page = html.fromstring(browser.get(address(agenda)).text)
        return dict(page.xpath("//form[.//input[@name='marks']]")[0].form_values())

    first, second = opened(ines), opened(helena)
    ines.post(address(agenda), data=first | {"note": "Coffee", "minutes": "20"})
    answer = helena.post(address(agenda), data=second | {"note": "Tea"})
    assert answer.status_code == 409
    page = html.fromstring(answer.text)
    assert (
        "Coffee" in page.xpath("//fieldset[contains(@class, 'item-conflicts')]")[0].text_content()
    )
    sent_back = dict(page.xpath("//form[.//input[@name='marks']]")[0].form_values())
    assert (sent_back["note"].strip(), sent_back["minutes"]) == ("Tea", "20")
    assert helena.post(address(agenda), data=sent_back).status_code == 303
    assert facts(agenda, session).note == "Tea"


def test_clauses_that_two_editors_choose_are_named(agenda, room, clause, form, session):
    ines, helena = form(room.ines), form(room.helena)
    ines(clauses=clause.id)
    assert helena(title="Welcome").status_code == 200
    session.expire_all()
    assert agenda.opening.clauses == [clause], "Helena did not touch them"


def test_clauses_that_two_editors_choose_otherwise_are_shown_by_their_names(
    agenda, room, form, session
):
    first, second = clauses_of_a_resolution(session, {1: "to report", 2: "to work with the group"})
    ines, helena = form(room.ines), form(room.helena)
    assert ines(clauses=[first.id, second.id]).status_code == 200
    answer = helena(clauses=[second.id])
    assert answer.status_code == 409
    saved, typed = html.fromstring(answer.json["notes"]).xpath("//dd/text()")
    assert saved.split("\n") == ["instructs the Director 1", "instructs the Director 2"]
    assert typed == "instructs the Director 2"


def test_a_draft_that_the_editor_cannot_see_makes_no_conflict(agenda, room, form, session):
    ines = form(room.ines)
    actions.attach_document(agenda.opening, draft_of(room), by=room.amina)
    session.commit()
    assert ines(title="Welcome").status_code == 200
    session.expire_all()
    assert len(agenda.opening.document_links) == 1


def test_a_form_that_cannot_be_saved_says_why_and_is_kept(agenda, room, form):
    answer = form(room.ines)(title=" ")
    assert answer.status_code == 422
    assert "Enter a title for the item." in answer.json["notes"]


def test_whoever_writes_on_after_they_saved_undoes_nothing_that_others_saved(
    agenda, room, form, session
):
    ines, helena = form(room.ines), form(room.helena)
    ines(minutes="20")
    known = {}
    for title in ("Welcome", "Welcome to all", "Welcome to all of you"):
        answer = helena(title=title, **known)
        assert answer.status_code == 200
        known = {"marks": answer.json["marks"]}
        now = facts(agenda, session)
        assert (now.title, now.planned_minutes) == (title, 20)
