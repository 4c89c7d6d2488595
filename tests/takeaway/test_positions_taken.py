"""Positions are taken away with a clause and as a grid: what is released, and to its own people what is not."""

import json

import pytest

from tests.positions.test_positions import GRID, MARKED, WID, take
from tests.takeaway.test_taking import FORMS, rows_in, squeezed, text_in
from wgcop.takeaway import scopes
from wgcop.takeaway.jobs import make_waiting

EDITION = "67-hyderabad-2010"
RED = "Our ministry would never agree to that."


@pytest.fixture
def positions(world, http):
    """Kenya reserves, keeps a red line to itself and one more position; Brazil agrees."""
    amina, teresa = http(world.amina), http(world.teresa)
    assert take(amina, "reserves", reason="A date is missing.").status_code == 303
    assert take(amina, "can-live-with", layer="within", reason=MARKED).status_code == 303
    assert take(amina, "objects", layer="red-line", reason=RED).status_code == 303
    assert take(teresa, "agrees").status_code == 303


@pytest.fixture
def get(world, http):
    def file(who, of, form="json", private=""):
        query = {"of": of, "form": form, "private": private}
        return http(world[who]).get("/takeaway/file", query_string=query)

    return file


@pytest.mark.parametrize("of", [f"clause:{WID}", f"positions:{EDITION}"])
@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_released_is_only_in_the_files_of_the_own_people(positions, get, of, form):
    for who, private, is_in in [
        *((who, "yes", who in ("amina", "wanjiru")) for who in ("amina", "wanjiru", "haruko")),
        *((who, "yes", False) for who in ("ruth", "ines", "elke")),
        *((who, "", False) for who in ("amina", "helena")),
    ]:
        read = squeezed(text_in(get(who, of, form, private).data, form))
        assert squeezed("A date is missing.") in read
        for secret in (MARKED, RED):
            assert (squeezed(secret) in read) is is_in, (who, private)


def test_the_grid_is_the_one_of_the_page(world, http, positions, get):
    page = http(world.haruko).get(GRID).text
    rows = rows_in(get("haruko", f"positions:{EDITION}", "xlsx").data)
    [kenya] = [row for row in rows if row[0] == "Kenya" and "Reserves its position" in str(row[1:])]
    assert any("A date is missing." in str(cell) for cell in kenya)
    assert "A date is missing." in page
    held = json.loads(get("haruko", f"positions:{EDITION}").data)
    names = {each["delegation"] for part in held["parts"] for each in part["positions"]}
    assert names and all(name in page for name in names)
    assert all(not part["comments"] for part in held["parts"])


def test_a_clause_is_taken_away_with_its_papers(get, world, http):
    held = json.loads(get("amina", "resolution:" + EDITION).data)
    papers = {each["symbol"]: each for part in held["parts"] for each in part["papers"]}
    assert papers
    for paper in papers.values():
        path = paper["permalink"].partition("//")[2].partition("/")[2]
        page = http(world.amina).get(f"/{path}").text
        assert paper["symbol"] in page and paper["source"].split("\n")[0] in page


def test_a_resolution_as_a_word_file_has_its_positions(positions, get):
    read = text_in(get("amina", f"resolution:{EDITION}", "docx").data, "docx")
    assert "A date is missing." in read and MARKED not in read


@pytest.mark.parametrize("form", FORMS)
def test_the_grid_is_taken_away_as_it_was_narrowed_and_its_cover_says_so(
    world, http, positions, get, form
):
    of = f"positions:{EDITION}?region=africa&category=member-state"
    read = squeezed(text_in(get("haruko", of, form).data, form))
    assert squeezed("A date is missing.") in read and "Brazil" not in read
    assert squeezed("Region: Africa; Category: Member State") in read
    whole = squeezed(text_in(get("haruko", f"positions:{EDITION}", form).data, form))
    assert "Brazil" in whole and squeezed("Region: Africa") not in whole
    page = http(world.haruko).get("/takeaway", query_string={"of": of}).text
    assert "Region: Africa; Category: Member State" in page
    grid = http(world.haruko).get(f"{GRID}?region=africa&show=all").text
    assert "of=positions:67-hyderabad-2010?region%3Dafrica" in grid


def test_a_long_grid_is_made_in_the_background_as_it_was_narrowed(
    app, world, http, positions, monkeypatch
):
    monkeypatch.setattr(scopes, "LONG", 0)
    haruko = http(world.haruko)
    of = f"positions:{EDITION}?region=africa"
    answer = haruko.post("/takeaway", data={"of": of, "form": "json", "private": ""})
    with app.app_context():
        make_waiting()
    with haruko.get(f"{answer.location}/file") as taken:
        held = json.loads(taken.data)
    names = {each["delegation"] for part in held["parts"] for each in part["positions"]}
    assert names == {"Kenya"} and held["cover"]["narrowed_to"] == "Region: Africa"
    assert "region-africa" in taken.headers["Content-Disposition"]


def test_a_discussion_without_comments_says_so_in_words(world, http):
    page = http(world.haruko).get("/takeaway?of=clause:wtdc-67.recs_recalling__rec_d").text
    assert "0 comments" not in page and "Nobody has said anything here yet" in page
