"""The chair puts a clause or a document of an item on the floor: who may, and what open pages are told."""

import pytest
from lxml import html
from sqlalchemy import select

from tests.meetings.conftest import DURING, clauses_of_a_resolution, draft_of
from tests.meetings.test_item_pages import revise
from wgcop.agenda import actions
from wgcop.agenda.facts import ItemFacts
from wgcop.agenda.models import ItemCall
from wgcop.agenda.queries import discussions_of

FLOOR = "meeting:wg-cop-3@floor"


@pytest.fixture
def clauses(session):
    """*instructs the Director* 1 and 2."""
    words = {number: f"to do what is written in {number}," for number in (1, 2)}
    return clauses_of_a_resolution(session, words)


@pytest.fixture
def item(room, agenda, session, clauses, paper, clock):
    """2.2 Invites Member States, with two clauses and a paper, while the meeting is on."""
    facts = ItemFacts(title="Invites Member States", planned_minutes=45)
    actions.change_item(
        agenda.invites, facts, clauses=clauses, documents=[paper], version=1, by=room.ines
    )
    session.commit()
    clock.stop(DURING)
    return agenda.invites


@pytest.fixture
def put(room, http):
    """Helena puts a clause or a document of an item on the floor."""

    def post(item, who="helena", **matter):
        address = f"/meetings/wg-cop-3/items/{item.id}/matter"
        return http(getattr(room, who)).post(address, data=matter).status_code

    return post


@pytest.fixture
def on_the_floor(room, http):
    """Where pages that follow the chair go, as a delegate's page says."""

    def read(who="luc"):
        page = http(getattr(room, who)).get("/meetings/wg-cop-3/floor", headers={"X-Fragment": "1"})
        return page.text.partition('data-on-floor="')[2].partition('"')[0].partition("#")[0]

    return read


def test_a_clause_of_an_item_is_on_the_floor_with_its_item(
    item, agenda, clauses, put, on_the_floor
):
    assert put(item, clause=clauses[1].id) == 303
    assert on_the_floor() == "/clauses/wtdc-67.instructs__para_2"
    put(item, clause=clauses[0].id)
    assert on_the_floor() == "/clauses/wtdc-67.instructs__para_1"


def test_a_document_is_on_the_floor_in_the_revision_that_is_discussed(
    item, paper, put, on_the_floor
):
    put(item, document=paper.id)
    assert on_the_floor() == "/documents/WG-COP/3/1"


def test_the_item_as_a_whole_is_on_the_floor_again(item, clauses, put, on_the_floor):
    put(item, clause=clauses[1].id)
    put(item)
    assert "/items/" in on_the_floor() or on_the_floor() == "/meetings/wg-cop-3"


def test_an_item_that_comes_back_has_the_clause_on_the_floor_where_it_stopped(
    item, agenda, clauses, put, on_the_floor, http, room
):
    put(item, clause=clauses[1].id)
    put(agenda.opening)
    assert on_the_floor() != "/clauses/wtdc-67.instructs__para_2"
    http(room.helena).post(f"/meetings/wg-cop-3/items/{item.id}/taking-up")
    assert on_the_floor() == "/clauses/wtdc-67.instructs__para_2"


def test_without_scripts_the_button_leads_back_to_the_page_it_was_pressed_on(item, room, http):
    helena = http(room.helena)
    for page in (item.url, "/meetings/wg-cop-3/live"):
        helena.post(f"{item.url}/taking-up")
        form = html.fromstring(helena.get(page).text).find(".//form[@class='to-floor']")
        answer = helena.post(form.get("action"), data=dict(form.form_values()))
        assert answer.location == page


def test_what_belongs_to_no_item_or_to_another_is_refused(item, agenda, clauses, put):
    assert put(agenda.opening, clause=clauses[0].id) == 404
    assert put(item, clause=10_000) == 404


def test_all_pages_of_members_are_told_and_nobody_else(item, clauses, put, listen, room):
    delegate, guest = listen(room.luc, FLOOR), listen(None, FLOOR)
    put(item, clause=clauses[1].id)
    last = delegate()[-1]
    assert last["target"] == "floor-wg-cop-3"
    assert 'data-on-floor="/clauses/wtdc-67.instructs__para_2#instructs__para_2"' in last["html"]
    assert not guest.answer["ok"]
    assert guest() == []


def test_only_a_call_for_another_item_counts_as_a_call(item, clauses, put, session):
    put(item, clause=clauses[0].id)
    put(item, clause=clauses[1].id)
    assert len(session.scalars(select(ItemCall)).all()) == 1


def test_the_wording_that_was_discussed_stays_in_the_history_of_the_document(
    item, paper, clauses, put, room, http, session
):
    put(item, document=paper.id)
    put(item, clause=clauses[0].id)
    revise(paper, room, session)
    put(item, document=paper.id)
    put(item, document=paper.id)
    [discussion] = discussions_of(paper, frozenset({"public", "members"}))
    assert [wording for _at, wording in discussion.on_the_floor] == ["Original", "Rev.1"]
    history = http(room.luc).get("/documents/WG-COP/3/1").text
    assert history.count("On the floor: 2.2") == 2


def test_a_paper_that_members_may_not_read_is_never_shown_on_the_floor(
    item, room, put, on_the_floor, session, clauses
):
    draft = draft_of(room)
    actions.attach_document(item, draft, by=room.ines)
    session.commit()
    put(item, clause=clauses[0].id)
    put(item, document=draft.id)
    assert "/contributions/" not in on_the_floor()
