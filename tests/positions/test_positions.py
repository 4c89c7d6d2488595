"""Positions of delegations on a clause: who records them, who reads them, and what a new wording does to them."""

import csv
import io
import re

import pytest
from sqlalchemy import select

from wgcop.database import db
from wgcop.positions.models import Position
from wgcop.resolutions.models import Clause
from wgcop.threads.chairing.standings import ClauseStanding, Standing

WID = "wtdc-67.recs_recognizing__rec_b"
PAGE = f"/clauses/{WID}/positions"
CLAUSE = f"/clauses/{WID}"
TOPIC = f"clause:{WID}"
RESOLUTION = "/resolutions/67-hyderabad-2010"
GRID = f"{RESOLUTION}/positions"
MARKED = "Our capital still checks the third line."


def hidden(page, name):
    return re.search(rf'name="{name}"[^>]*? value="([^"]*)"', page)[1]


def take(visitor, stance, layer="released", reason="", page=None):
    page = page if page is not None else visitor.get(PAGE).text
    return visitor.post(
        PAGE,
        data={
            "stance": stance,
            "layer": layer,
            "reason": reason,
            **{name: hidden(page, name) for name in ("seen", "words_seen", "speaking_as")},
        },
    )


def act(visitor, what, page=None):
    page = page if page is not None else visitor.get(PAGE).text
    names = ("seen", "words_seen", "speaking_as")
    return visitor.post(f"{PAGE}/{what}", data={name: hidden(page, name) for name in names})


def released(page):
    """The delegations in the list of released positions, with what each says."""
    part = page.split('id="released-title"')[1].split("</section>")[0]
    lines = re.findall(
        r'positions__delegation">([^<]*)</bdi>.*?stance__sign"[^>]*>[^<]*</span><span>([^<]*)',
        part,
        re.DOTALL,
    )
    return dict(lines)


def agree_on(words, app, world):
    """The chair agrees to other words of the clause."""
    with app.app_context():
        clause = db.session.scalar(select(Clause).where(Clause.wid == WID))
        db.session.add(
            ClauseStanding(
                clause=clause,
                wording=clause.wording,
                standing=Standing.AD_REFERENDUM,
                words=words,
                person_id=world.helena.id,
                capacity="Chair",
            )
        )
        db.session.commit()


def test_heads_record_positions_three_times_and_everybody_signed_in_reads_the_last(world, http):
    kenya, brazil = http(world.amina), http(world.teresa)
    for stance, name in (
        ("objects", "Objects"),
        ("reserves", "Reserves its position"),
        ("can-live-with", "Can live with it"),
    ):
        assert take(kenya, stance).status_code == 303
        assert take(brazil, "agrees").status_code == 303
        assert released(http(world.ruth).get(PAGE).text) == {"Kenya": name, "Brazil": "Agrees"}
    assert http().get(PAGE).status_code == 303


@pytest.mark.parametrize("name", ["ruth", "caio", "elke", "helena", "ines", "odile"])
def test_only_heads_of_member_states_and_sector_members_record(world, http, session, name):
    page = http(world.teresa).get(PAGE).text
    visitor = http(world[name])
    assert 'name="stance"' not in visitor.get(PAGE).text

    assert take(visitor, "agrees", page=page).status_code == 403
    assert session.scalar(select(Position.id)) is None


def test_what_stays_within_a_delegation_is_on_no_page_or_file_of_others(world, http, listen):
    kenya = http(world.amina)
    hears = listen(world.helena, TOPIC)
    take(kenya, "objects", "within", MARKED)
    take(kenya, "reserves", "red-line", MARKED)

    for address in (PAGE, f"{PAGE}/history", GRID):
        assert MARKED in kenya.get(address).text, address
    for name in ("teresa", "caio", "ruth", "elke", "helena", "ines", None):
        visitor = http(world[name] if name else None)
        for address in (PAGE, f"{PAGE}/history", GRID, CLAUSE, RESOLUTION):
            assert MARKED not in visitor.get(address).text, (name, address)
    for name in ("amina", "teresa", "ines"):
        for ending in ("csv", "xlsx"):
            answer = http(world[name]).get(f"{GRID}.{ending}")
            assert answer.status_code == 200 and MARKED.encode() not in answer.data
            assert b"Kenya" not in http(world.teresa).get(f"{GRID}.csv").data
    assert hears() == []


def test_a_position_is_released_as_it_stands_and_a_red_line_never(world, http):
    kenya = http(world.amina)
    take(kenya, "objects", "within", "Too vague.")
    take(kenya, "objects", "red-line", MARKED)
    assert act(kenya, "release").status_code == 303
    shown = http(world.teresa).get(PAGE).text
    assert released(shown) == {"Kenya": "Objects"} and "Too vague." in shown
    assert MARKED not in shown

    assert act(kenya, "red-line/withdrawal").status_code == 303
    assert act(kenya, "within/withdrawal").status_code == 303
    assert act(kenya, "release").status_code == 409
    assert released(http(world.teresa).get(PAGE).text) == {"Kenya": "Objects"}
    assert act(kenya, "released/withdrawal").status_code == 303
    assert released(http(world.teresa).get(PAGE).text) == {}


def test_a_position_on_an_earlier_wording_says_so_until_it_is_confirmed(app, world, http):
    kenya = http(world.amina)
    take(kenya, "agrees", reason="Fine.")
    for words in ("that children use the Internet,", "that all children use the Internet,"):
        agree_on(words, app, world)
        for visitor in (kenya, http(world.teresa)):
            assert "taken on an earlier wording" in visitor.get(PAGE).text
        assert "on an earlier wording" in http(world.teresa).get(GRID).text
        assert act(kenya, "released/confirmation").status_code == 303
        assert "taken on an earlier wording" not in http(world.teresa).get(PAGE).text
        assert "Fine." in http(world.teresa).get(PAGE).text


def test_a_form_of_an_earlier_wording_comes_back_with_what_was_chosen(app, world, http, session):
    kenya = http(world.amina)
    page = kenya.get(PAGE).text
    agree_on("that children use the Internet,", app, world)

    refused = take(kenya, "objects", reason="Not like this.", page=page)
    assert refused.status_code == 409
    assert "The wording of the clause changed" in refused.text and "Not like this." in refused.text
    assert session.scalar(select(Position.id)) is None
    assert take(kenya, "objects", reason="Not like this.", page=refused.text).status_code == 303


def test_two_heads_do_not_overwrite_each_other_unseen(world, http):
    first, second = http(world.amina), http(world.amina)
    old = second.get(PAGE).text
    take(first, "agrees", reason="From the first.")

    refused = take(second, "objects", reason="From the second.", page=old)
    assert refused.status_code == 409
    assert "From the first." in refused.text and "From the second." in refused.text
    assert released(http(world.teresa).get(PAGE).text) == {"Kenya": "Agrees"}
    assert take(second, "objects", page=refused.text).status_code == 303
    assert released(http(world.teresa).get(PAGE).text) == {"Kenya": "Objects"}


def test_the_same_position_again_is_no_change(world, http, listen):
    kenya = http(world.amina)
    page = kenya.get(PAGE).text
    hears = listen(world.teresa, TOPIC)
    for _again in range(3):
        assert take(kenya, "agrees", page=page).status_code == 303
    assert [each["kind"] for each in hears()] == ["position.taken"]


def test_members_hear_released_positions_as_their_page_shows_them(world, http, listen):
    kenya, brazil = http(world.amina), http(world.teresa)
    hears = listen(world.caio, TOPIC)
    take(kenya, "objects", reason="Too vague.")
    take(brazil, "agrees")
    take(kenya, "can-live-with")
    act(brazil, "released/withdrawal")
    heard = hears()
    assert [each["kind"] for each in heard] == [*["position.taken"] * 3, "position.withdrawn"]
    fresh = http(world.caio).get(PAGE).text
    assert heard[-1]["html"].strip() in fresh


def test_the_grid_has_member_states_first_own_row_on_top_and_leaves_out_who_has_none(world, http):
    take(http(world.amina), "objects", reason="Too vague.")
    take(http(world.teresa), "agrees")
    rows = re.findall(r'<th scope="row"><bdi>([^<]*)', http(world.helena).get(GRID).text)
    assert rows == ["Brazil", "Kenya"]
    own = re.findall(r'<th scope="row"><bdi>([^<]*)', http(world.amina).get(GRID).text)
    assert own == ["Kenya", "Brazil"]
    everybody = http(world.helena).get(f"{GRID}?show=all").text
    assert len(re.findall(r'<th scope="row">', everybody)) > 2
    african = http(world.helena).get(f"{GRID}?region=africa").text
    assert re.findall(r'<th scope="row"><bdi>([^<]*)', african) == ["Kenya"]
    table = list(
        csv.reader(io.StringIO(http(world.helena).get(f"{GRID}.csv").text.lstrip("\ufeff")))
    )
    assert [row[0] for row in table[1:]] == ["Brazil", "Kenya"]
    assert any("Objects: Too vague." in cell for cell in table[2])


def test_the_text_shows_which_stances_there_are_and_never_how_many(world, http):
    assert "data-positions-of" not in http(world.caio).get(RESOLUTION).text
    take(http(world.amina), "objects")
    take(http(world.teresa), "objects")
    for name in ("caio", "helena", "ruth"):
        strip = http(world[name]).get(RESOLUTION).text.split(f'data-positions-of="{TOPIC}"')[1]
        assert "Objects: Brazil, Kenya" in strip.split("</p>")[0]
    assert "data-positions-of" not in http().get(RESOLUTION).text
