"""The proposal map of a resolution: what is proposed for each clause, by document and delegation."""

import csv
import io
import re
import zipfile

import pytest

from tests.brackets.acts import act as act_on_bracket
from tests.brackets.acts import opened
from tests.positions.test_positions import agree_on
from tests.proposals.acts import RESOLUTION, act, proposed, words_of
from tests.proposals.test_rolling_page import later_edition, release
from wgcop.accounts.models import Person
from wgcop.chairing.actions import set_standing
from wgcop.database import db
from wgcop.resolutions.queries import clause_by_wid
from wgcop.threads.chairing.standings import Standing

MAP = f"{RESOLUTION}/proposals"
ROW = "recs_recognizing__rec_b"


def row(page, name=ROW):
    """What the map has at a clause: each proposal with its source."""
    found = re.search(rf'<tr id="{name}">(.*?)</tr>', page, re.DOTALL)
    return found and re.findall(
        r'data-beside="\d+"[^>]*><bdi>([^<]*)</bdi></a> <bdi[^>]*>([^<]*)', found[1]
    )


def is_open(reader):
    """Whether the clause is still open, of which map and rolling text say the same."""
    on_map = row(reader.get(f"{MAP}?clauses=open").text) is not None
    rolling = f'id="{ROW}"' in reader.get(f"{RESOLUTION}/rolling-text?open=1").text
    assert on_map is rolling, f"the map says {on_map}, the rolling text {rolling}"
    return on_map


def columns(page):
    head = page.split("<thead>")[1].split("</thead>")[0]
    return [
        " ".join(re.sub(r"<[^>]+>", " ", each).split())
        for each in re.findall(r'<th scope="col">(.*?)</th>', head, re.DOTALL)
    ]


@pytest.fixture
def reader(world, http):
    return http(world.ruth)


def test_two_delegations_and_a_document_stand_in_columns_of_their_own(
    world, http, reader, in_paper
):
    wid = f"wtdc-67.{ROW}"
    assert row(reader.get(MAP).text) is None
    kenya = release(http(world.amina), change=("many", "all"))
    release(http(world.teresa), change=("many", "most"))
    in_paper(world.amina, wid, " and their parents,")
    page = reader.get(MAP).text
    found = row(page)
    assert [source for _name, source in found] == ["Brazil", "Kenya", "Kenya"]
    assert re.fullmatch(r"MOD KEN/\d+/1", found[1][0]), "documents come before what is in none"
    assert [found[0][0], found[2][0]] == ["MOD", "MOD"]
    of_kenya = [each for each in columns(page) if each.endswith("Kenya")]
    assert len(of_kenya) == 2 and of_kenya[1] == "In no document Kenya"
    assert columns(page)[0] == "Clause"

    for _again in range(3):
        act(http(world.amina), kenya, "withdrawal")
        assert len(row(reader.get(MAP).text)) == 2
        shown = reader.get(f"{MAP}?withdrawn=with").text
        assert len(row(shown)) == 3 and "Withdrawn" in shown.split(f'id="{ROW}"')[1]
        act(http(world.amina), kenya, "restoration")
        assert len(row(reader.get(MAP).text)) == 3


def test_member_states_come_first(world, http, reader):
    release(http(world.teresa), change=("many", "all"))
    names = [each.removeprefix("In no document ") for each in columns(reader.get(MAP).text)[1:]]
    categories = {"Brazil": 0, "Egypt": 0, "Kenya": 0, "Japan": 0}
    ranks = [categories.get(name, 1) for name in names]
    assert ranks == sorted(ranks)


def test_the_choices_leave_out_clauses_delegations_and_symbols(world, http, reader):
    release(http(world.amina), change=("many", "all"))
    release(http(world.teresa), symbol="NOC", reasons="It was agreed with difficulty.")
    for choice, expected in {
        "symbol=NOC": ["Brazil"],
        "symbol=MOD": ["Kenya"],
        "region=africa": ["Kenya"],
        "region=americas&category=member-state": ["Brazil"],
        "category=academia": None,
        f"delegation={world.amina.memberships[0].delegation_id}": ["Kenya"],
        "delegation=99999": None,
        "region=atlantis&symbol=XYZ&delegation=x&clauses=none": ["Brazil", "Kenya"],
    }.items():
        found = row(reader.get(f"{MAP}?{choice}").text)
        assert found == expected or sorted(of for _name, of in found) == expected, choice
    assert row(reader.get(f"{MAP}?clauses=all").text, "recs_recalling__rec_e") == []
    assert "No proposal matches" in reader.get(f"{MAP}?category=academia").text


def test_what_nobody_wants_changed_is_not_open(world, http, reader, app):
    release(http(world.teresa), symbol="NOC", reasons="It was agreed with difficulty.")
    assert row(reader.get(MAP).text) and not is_open(reader)
    kenya = release(http(world.amina), change=("many", "all"))
    assert len(row(reader.get(f"{MAP}?clauses=open").text)) == 2 and is_open(reader)
    narrowed = reader.get(f"{MAP}?clauses=open&symbol=NOC").text
    assert len(row(narrowed)) == 1, "the clause is open, whatever is asked for"
    act(http(world.amina), kenya, "withdrawal")
    assert not is_open(reader)
    act(http(world.amina), kenya, "restoration")
    agree_on("that most children are online;", app, world)
    page = reader.get(MAP).text
    assert "Earlier wording" in page and "Agreed ad referendum" in page
    assert is_open(reader), "a capital has still to agree"
    with app.app_context():
        clause, helena = clause_by_wid(f"wtdc-67.{ROW}"), db.session.get(Person, world.helena.id)
        words = "that most children are online;"
        set_standing(clause, Standing.AGREED, words=words, by=helena, capacity=helena.capacities[0])
        db.session.commit()
    assert not is_open(reader), "the group has agreed"


def test_a_cell_opens_the_difference_beside_the_table(world, http, reader):
    address = release(http(world.amina), change=("many", "all"), reasons="Nobody is left out.")
    number = address.rpartition("/")[2]
    page = reader.get(MAP).text
    assert f'href="{MAP}?beside={number}#beside"' in page and "Nobody is left out." not in page
    opened = reader.get(f"{MAP}?beside={number}").text
    assert "Nobody is left out." in opened and "<ins" in opened.split('id="beside"')[1]
    part = reader.get(f"{MAP}?beside={number}", headers={"X-Fragment": "1"}).text
    assert part.strip().startswith("<aside") and "Nobody is left out." in part
    for other in ("1", "x", "99999999999999999999"):
        assert 'id="beside" hidden' in reader.get(f"{MAP}?beside={other}").text


def test_what_stays_within_a_delegation_is_in_no_cell_count_or_file(world, http, reader):
    before = reader.get(f"{MAP}?clauses=all&withdrawn=with").text
    kept = proposed(http(world.amina), change=("many", "confidentially"))
    number = kept.rpartition("/")[2]
    asked = f"{MAP}?clauses=all&withdrawn=with&beside={number}"
    for visitor in (reader, http(world.amina), http(world.helena), http(world.teresa)):
        page = visitor.get(asked).text
        assert number not in page.replace(asked, "") and "confidentially" not in page
        count = re.search(r'id="map-caption">([^<]*)', page)[1]
        assert count == re.search(r'id="map-caption">([^<]*)', before)[1]
    assert number not in reader.get(f"{MAP}.csv").text
    assert http().get(MAP).status_code == 303 and http().get(f"{MAP}.csv").status_code == 303


def test_files_hold_what_the_page_shows(world, http, reader):
    kenya = release(http(world.amina), change=("many", "all"))
    release(http(world.teresa), change=("many", "most"))
    rows = list(csv.reader(io.StringIO(reader.get(f"{MAP}.csv?region=africa").text[1:])))
    head, *clauses = rows
    assert head[:3] == ["Part", "Clause", "Negotiation"] and "Brazil" not in "".join(head)
    [found] = [each for each in clauses if each[1] == "recognizing b)"]
    assert found[head.index("Kenya")] == "MOD"
    act(http(world.amina), kenya, "withdrawal")
    assert "MOD (withdrawn)" in reader.get(f"{MAP}.csv?region=africa&withdrawn=with").text
    answer = reader.get(f"{MAP}.xlsx?region=africa&symbol=(MOD)")
    assert "proposals-67-hyderabad-2010-africa-MOD.xlsx" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as workbook:
        words = workbook.read("xl/sharedStrings.xml").decode()
    assert "Region: Africa; Symbol: (MOD)" in words


def test_a_page_that_asks_again_is_told_only_what_is_new(world, http, reader):
    for again in range(3):
        shown = re.search(r'data-shown="([^"]+)"', reader.get(MAP).text)[1]
        assert reader.get(MAP, headers={"X-Shown": shown}).status_code == 204
        release(http(world.amina), change=("many", f"all {again}"))
        assert reader.get(MAP, headers={"X-Shown": shown}).status_code == 200


def test_more_documents_cost_no_more_statements(world, http, reader, statements, in_paper):
    wid = f"wtdc-67.{ROW}"
    in_paper(world.amina, wid, " and parents,")
    reader.get(MAP)
    with statements() as few:
        reader.get(MAP)
    for number in range(3):
        in_paper(world.amina, wid, f" and parents {number},")
        release(http(world.teresa), change=("many", f"all {number}"))
    with statements() as more:
        page = reader.get(MAP).text
    assert len(row(page)) == 7
    assert len(more) == len(few) <= 15


def test_an_earlier_edition_shows_the_same_map_and_hears_of_it(world, http, reader, app):
    later = later_edition(app, "that most children are online;")
    before = http(world.amina).get(f"/clauses/wtdc-67.{ROW}/proposals/new").text
    release(http(world.amina), page=before, change=("most", "all"))
    for slug in ("67-hyderabad-2010", later):
        page = reader.get(f"/resolutions/{slug}/proposals?clauses=open").text
        assert row(page) == [("MOD", "Kenya")], slug
        for topic in ("67-hyderabad-2010", later):
            assert f'data-topic="resolution:{topic}"' in page


def test_it_is_reached_from_the_text_the_rolling_text_and_the_meeting(world, http, reader):
    for page in (RESOLUTION, f"{RESOLUTION}/rolling-text", f"{RESOLUTION}/positions"):
        assert f'href="{MAP}"' in reader.get(page).text, page
    meetings = re.findall(r'href="(/meetings/[\w-]+)"', reader.get("/meetings/").text)
    pages = [reader.get(each).text for each in dict.fromkeys(meetings)]
    assert any(f'href="{MAP}"' in page for page in pages)
    assert not any(f'href="{MAP}"' in http().get(each).text for each in dict.fromkeys(meetings))


def words_now(visitor):
    return words_of(visitor.get(f"/clauses/wtdc-67.{ROW}/proposals/new").text)


def test_what_the_agreed_words_meet_is_not_open(world, http, reader, app):
    now = words_now(http(world.amina))
    release(http(world.amina), change=("many", "all"))
    assert is_open(reader)
    agree_on(now.replace("many", "all"), app, world)
    assert not is_open(reader)
    assert "Met" in reader.get(MAP).text.split(f'id="{ROW}"')[1].split("</tr>")[0]
    assert "(met by the words of today)" in reader.get(f"{MAP}.csv").text


def test_a_new_clause_that_was_adopted_is_not_open(world, http, reader, app):
    now = words_now(http(world.amina))
    release(http(world.amina), words="to train teachers;", place="after")
    assert is_open(reader)
    agree_on(f"{now}\nto train teachers;", app, world)
    assert not is_open(reader)
    assert "Adopted" in reader.get(MAP).text.split(f'id="{ROW}"')[1].split("</tr>")[0]


def test_a_bracket_keeps_its_clause_open(world, http, reader):
    chair = http(world.helena)
    assert not is_open(reader)
    bracket = opened(http(world.amina), "many")
    for _again in range(3):
        assert row(reader.get(f"{MAP}?clauses=open").text) == []
        assert row(reader.get(f"{MAP}?clauses=open&region=africa").text) is None
        assert act_on_bracket(chair, bracket, "lifting", outcome="words").status_code == 303
        assert not is_open(reader)
        assert act_on_bracket(chair, bracket, "reopening").status_code == 303
