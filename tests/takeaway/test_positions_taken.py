"""Positions are taken away with a clause and as a grid: what is released, and to its own people what is not."""

import json

import pytest

from tests.accounts.test_regional_groups import remove
from tests.positions.test_positions import GRID, MARKED, WID, take
from tests.positions.test_positions_of_groups import take as take_for_group
from tests.proposals.acts import WID as PROPOSED
from tests.proposals.acts import act, proposed
from tests.proposals.test_positions_on_proposals import take as take_on
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


def one_of_each(asked, form):
    """Of those who ask for a PDF, which takes long to make, the first who reads it, who does not, and who leaves it out.

    A form writes what it is given: who is given what has been asked in each of the others.
    """
    kinds = {(private, is_in): ask for ask in reversed(asked) for _, private, is_in in [ask]}
    return list(kinds.values()) if form == "pdf" else asked


@pytest.mark.parametrize("of", [f"clause:{WID}", f"positions:{EDITION}"])
@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_released_is_only_in_the_files_of_the_own_people(positions, get, of, form):
    asked = [
        *((who, "yes", who in ("amina", "wanjiru")) for who in ("amina", "wanjiru", "haruko")),
        *((who, "yes", False) for who in ("ruth", "ines", "elke")),
        *((who, "", False) for who in ("amina", "helena")),
    ]
    for who, private, is_in in one_of_each(asked, form):
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


@pytest.fixture
def of_group(world, http):
    """ATU objects, keeps a red line to itself and one more position within; Kenya agrees."""
    amina = http(world.amina)
    take_for_group(amina, "objects", "released", "The group waits for a date.")
    take_for_group(amina, "can-live-with", "within", MARKED)
    take_for_group(amina, "objects", "red-line", RED)
    assert take(amina, "agrees").status_code == 303


@pytest.mark.parametrize("of", [f"clause:{WID}", f"positions:{EDITION}", f"resolution:{EDITION}"])
@pytest.mark.parametrize("form", FORMS)
def test_what_a_group_released_is_in_all_files_and_the_rest_only_in_those_of_its_members(
    of_group, get, of, form
):
    asked = [
        *((who, "yes", True) for who in ("amina", "wanjiru", "farid")),
        *((who, "yes", False) for who in ("haruko", "caio", "ruth", "ines", "elke")),
        *((who, "", False) for who in ("amina", "farid", "helena")),
    ]
    for who, private, is_in in one_of_each(asked, form):
        read = squeezed(text_in(get(who, of, form, private).data, form))
        assert squeezed("The group waits for a date.") in read and "ATU" in read
        for secret in (MARKED, RED):
            assert (squeezed(secret) in read) is is_in, (who, private)


def test_a_position_of_a_group_names_its_kind_its_readers_and_its_page(of_group, get, http, world):
    held = json.loads(get("farid", f"clause:{WID}", private="yes").data)
    (part,) = held["parts"]
    assert [(each["delegation"], each["category"]) for each in part["positions"]] == [
        *[("ATU", "Regional group")] * 3,
        ("Kenya", "Member State"),
    ]
    released, within, red_line, _kenya = part["positions"]
    assert released["readers"] == "" and released["recorded_by"] == ""
    assert within["readers"] == "Within the regional group" and within["recorded_by"]
    assert "Red line" in red_line["readers"]
    for each, shown in ((released, "The group waits for a date."), (within, MARKED)):
        path = each["permalink"].partition("//")[2].partition("/")[2]
        assert shown in http(world.farid).get(f"/{path}").text


def test_the_grid_has_its_groups_below_the_delegations_and_is_narrowed_as_the_page(of_group, get):
    rows = rows_in(get("haruko", f"positions:{EDITION}", "xlsx").data)
    names = [row[0] for row in rows if row[0] in ("ATU", "Kenya")]
    assert names[:2] == ["Kenya", "ATU"]
    for asked, is_in in (("region=africa", True), ("region=americas", False)):
        held = get("haruko", f"positions:{EDITION}?{asked}").data.decode()
        assert ("The group waits for a date." in held) is is_in


def test_a_file_with_what_stays_within_a_group_ends_for_whoever_leaves_it(
    app, world, http, of_group, monkeypatch
):
    monkeypatch.setattr(scopes, "LONG", 0)
    farid, answers = http(world.farid), {}
    for private in ("", "yes"):
        data = {"of": f"positions:{EDITION}", "form": "json", "private": private}
        answers[private] = farid.post("/takeaway", data=data).location
    with app.app_context():
        make_waiting()
    for private, location in answers.items():
        with farid.get(f"{location}/file") as taken:
            assert (MARKED in taken.get_data(as_text=True)) is bool(private)
    remove(world, http(world.ines), "Egypt")
    with farid.get(f"{answers['']}/file") as taken:
        assert taken.status_code == 200
    with farid.get(f"{answers['yes']}/file") as taken:
        assert taken.status_code != 200 and MARKED not in taken.get_data(as_text=True)


def test_a_released_position_that_the_group_changes_stays_in_files_made_before(
    app, world, http, of_group, monkeypatch
):
    monkeypatch.setattr(scopes, "LONG", 0)
    haruko = http(world.haruko)
    data = {"of": f"positions:{EDITION}", "form": "json", "private": ""}
    location = haruko.post("/takeaway", data=data).location
    with app.app_context():
        make_waiting()
    take_for_group(http(world.amina), "agrees", "released")
    with haruko.get(f"{location}/file") as taken:
        assert "The group waits for a date." in taken.get_data(as_text=True)


def test_what_an_address_adds_is_not_kept(world, http):
    page = http(world.haruko).get(f"/takeaway?of=resolution:{EDITION}?junk=1").text
    assert f'value="resolution:{EDITION}"' in page and "junk" not in page.split("<form", 2)[-1]
    answer = http(world.haruko).get(f"/takeaway/file?of=resolution:{EDITION}?junk=1&form=json")
    assert "junk" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("form", FORMS)
def test_positions_on_proposals_go_along_with_their_clause_and_what_is_not_released_stays(
    world, http, get, form
):
    kenya, brazil = http(world.amina), http(world.teresa)
    offered = proposed(kenya, change=("youth programmes", "programmes for young people"))
    assert act(kenya, offered, "release").status_code == 303
    within = proposed(kenya, change=("youth programmes", "marmots"))
    assert take_on(brazil, offered, "objects", reason="A word is missing.").status_code == 303
    assert take_on(kenya, offered, "agrees", "red-line", reason=RED).status_code == 303
    assert take_on(kenya, within, "agrees", "within", reason=MARKED).status_code == 303
    of = f"clause:{PROPOSED}"
    asked = [
        ("amina", "yes", True),
        ("amina", "", False),
        ("teresa", "yes", False),
        ("ruth", "yes", False),
        ("ines", "yes", False),
    ]
    for who, private, is_in in one_of_each(asked, form):
        read = squeezed(text_in(get(who, of, form, private).data, form))
        assert squeezed("A word is missing.") in read, who
        assert squeezed("MOD recognizing b): Kenya") in read, who
        for secret in (RED, MARKED):
            assert (squeezed(secret) in read) is is_in, (who, private)
    assert "A word is missing." not in text_in(get("ruth", f"positions:{EDITION}", form).data, form)
