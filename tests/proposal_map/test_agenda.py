"""Agenda items that are made from proposals: what is open is chosen, shown first, and added once."""

import re

import pytest

from tests.proposals.acts import WID, act
from tests.proposals.test_rolling_page import release

FORM = {"item_for": "clause", "parent": "", "resolution": "67-hyderabad-2010"}


def clauses(page):
    return re.findall(r'name="clauses" value="(\d+)" checked', page)


def hidden(page, name):
    return re.search(rf'name="{name}"[^>]*? value="([^"]*)"', page)[1]


@pytest.fixture
def coming(http, world):
    """The address of a coming meeting."""
    page = http(world.helena).get("/meetings/").text
    for address in dict.fromkeys(re.findall(r'href="(/meetings/[\w-]+)"', page)):
        shown = http(world.helena).get(address).text
        if f"{address}/items/from-proposals" in shown:
            return address
    raise AssertionError("The chair prepares no meeting.")


def previewed(officer, meeting, page, **changed):
    data = FORM | {"clauses": clauses(page)} | changed
    return officer.post(f"{meeting}/items/from-proposals/preview", data=data)


def added(officer, meeting, page, **changed):
    data = FORM | {"clauses": clauses(page), "shown": hidden(page, "shown")} | changed
    return officer.post(f"{meeting}/items/from-proposals", data=data)


def titles(visitor, meeting):
    return re.findall(r'data-title="([^"]*)"', visitor.get(meeting).text)


def test_items_are_made_of_what_is_open_shown_first_and_undone_as_a_whole(
    world,
    http,
    coming,
    in_paper,
):
    chair, secretariat = http(world.helena), http(world.ines)
    release(http(world.teresa), change=("many", "most"))
    in_paper(world.amina, WID, " and their parents,")
    before = titles(chair, coming)
    for officer in (chair, secretariat, chair):
        page = officer.get(f"{coming}/items/from-proposals").text
        assert len(clauses(page)) >= 2 and "checked" in page
        shown = previewed(officer, coming, page)
        assert shown.status_code == 200
        card = shown.text.split('id="planned-title"')[1].split("</section>")[0]
        assert "Resolution 67 (Hyderabad, 2010): recognizing b)" in card
        assert card.index("MOD</bdi> <bdi>Brazil") < card.index("MOD KEN/")
        assert "Documents:" in card
        assert titles(officer, coming) == before, "nothing is saved yet"
        answer = added(officer, coming, shown.text)
        assert answer.status_code == 303, answer.text
        now = titles(officer, coming)
        assert len(now) == len(before) + len(clauses(page))
        item = re.search(
            rf'href="({coming}/items/\d+)"[^>]*>[^<]*(?:<[^>]*>)*[^<]*recognizing b\)',
            officer.get(coming).text,
        )
        assert item, "the clause has an item"
        of_item = officer.get(item[1]).text
        assert "Proposals:" in of_item and "KEN/" in of_item and "Documents" in of_item
        offer = officer.get(coming).text
        assert re.search(r"You added \d+ items, the first of them", offer)
        undo = re.search(rf'action="({coming}/undo/\d+|{coming}[^"]*)"[^>]*data-undo', offer)[1]
        assert officer.post(undo).status_code == 303
        assert titles(officer, coming) == before


def test_two_officers_and_two_presses_add_none_twice(world, http, coming):
    release(http(world.amina), change=("many", "all"))
    chair, secretariat = http(world.helena), http(world.ines)
    pages = {each: each.get(f"{coming}/items/from-proposals").text for each in (chair, secretariat)}
    shown = {each: previewed(each, coming, page).text for each, page in pages.items()}
    before = titles(chair, coming)
    for officer in (chair, chair, secretariat, secretariat):
        assert added(officer, coming, shown[officer]).status_code == 303
        assert len(titles(chair, coming)) == len(before) + len(clauses(pages[chair]))
    told = secretariat.get(coming).text
    assert "on the agenda already" in told
    again = chair.get(f"{coming}/items/from-proposals").text
    assert "On the agenda already:" in again and clauses(again) == []
    assert previewed(chair, coming, again).status_code == 422
    both = previewed(chair, coming, again, clauses=clauses(pages[chair])).text
    assert "All clauses that you chose are on the agenda already." in both


def test_one_item_for_each_part_has_all_its_clauses(world, http, coming):
    release(http(world.amina), change=("many", "all"))
    chair = http(world.helena)
    page = chair.get(f"{coming}/items/from-proposals").text
    shown = previewed(chair, coming, page, item_for="section").text
    answer = added(chair, coming, shown, item_for="section")
    assert answer.status_code == 303
    assert any(each.endswith("2010): recognizing") for each in titles(chair, coming))


def test_what_was_not_shown_is_not_added(world, http, coming):
    release(http(world.amina), change=("many", "all"))
    chair = http(world.helena)
    page = chair.get(f"{coming}/items/from-proposals").text
    before, shown = titles(chair, coming), previewed(chair, coming, page).text
    for changed in ({"item_for": "section"}, {"shown": ""}, {"clauses": clauses(page)[:1]}):
        assert added(chair, coming, shown, **changed).status_code in (200, 422), changed
    for wrong in ({"clauses": []}, {"item_for": "page"}, {"parent": "99999"}, {"clauses": ["x"]}):
        answer = previewed(chair, coming, page, **wrong)
        assert answer.status_code == 422 and "error-summary" in answer.text, wrong
    assert titles(chair, coming) == before


def test_only_who_draws_up_the_agenda_makes_items(world, http, coming):
    release(http(world.amina), change=("many", "all"))
    for person in (world.amina, world.ruth, world.teresa):
        assert http(person).get(f"{coming}/items/from-proposals").status_code == 403
        assert http(person).post(f"{coming}/items/from-proposals").status_code == 403
        assert (
            "from-proposals"
            not in http(person).get("/resolutions/67-hyderabad-2010/proposals").text
        )
    assert (
        "from-proposals" in http(world.helena).get("/resolutions/67-hyderabad-2010/proposals").text
    )


def test_a_draft_of_a_delegation_is_in_no_item(world, http, coming):
    address = release(http(world.amina), change=("many", "confidentially"))
    act(http(world.amina), address, "withdrawal")
    page = http(world.helena).get(f"{coming}/items/from-proposals").text
    assert "recognizing b)" not in page, "withdrawn proposals ask for nothing"
