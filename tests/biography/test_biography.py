"""The biography of a clause: its wording in every edition, and what led from one to the next."""

import re

from sqlalchemy import select

from tests.brackets.acts import act as act_on_bracket
from tests.brackets.acts import opened
from tests.editions.acts import adopt, agree, settle
from tests.positions.test_positions import agree_on
from tests.proposals.acts import CLAUSE, WID, act, proposed
from tests.proposals.test_rolling_page import later_edition, release
from wgcop.resolutions.models import Clause, Wording

PAGE = f"{CLAUSE}/biography"


def lines(visitor):
    course = visitor.get(PAGE).text.split('id="course-title"')[1].split("</section>")[0]
    return re.findall(r'<a href="([^"]*)"><bdi>([^<]*)', course)


def test_each_edition_shows_its_wording_and_what_changed(world, http, app):
    later_edition(app, "that most children are online;")
    page = http(world.ruth).get(PAGE).text.split('id="wordings-title"')[1].split("</section>")[0]
    names = re.findall(r"<h3><a[^>]*><bdi>([^<]*)", page)
    assert names == ["Resolution 67 (Hyderabad, 2010)", "Resolution 67 (Dubai, 2014)"]
    assert "that most children are online;" in page
    second = page.split("Resolution 67 (Dubai, 2014)")[1]
    assert "<del>" in second and "<ins>" in second


def test_an_edition_without_the_clause_says_so(world, http, app):
    later_edition(app, "that most children are online;")
    other = http(world.ruth).get("/clauses/wtdc-67.recs_recalling__rec_e/biography").text
    assert "This edition does not have the clause." in other


def test_proposals_agreements_and_withdrawals_are_lines_with_links(world, http, app):
    amina, reader = http(world.amina), http(world.ruth)
    before = len(lines(reader))
    for again in range(3):
        address = release(amina, change=("many", f"all {again}"))
        assert (address, "Kenya proposed MOD recognizing b)") in lines(reader)
        assert act(amina, address, "withdrawal").status_code == 303
        assert (address, "Kenya withdrew MOD recognizing b)") in lines(reader)
    agree_on("that most children are online;", app, world)
    found = lines(reader)
    assert len(found) == before + 7 and any("Agreed" in sentence for _url, sentence in found)
    for address in {url.partition("#")[0] for url, _sentence in found}:
        assert reader.get(address).status_code == 200, address


def test_an_edition_names_what_led_to_its_words_and_nothing_else(world, http, app):
    amina, teresa, reader = http(world.amina), http(world.teresa), http(world.ruth)
    settle(http(world.helena))
    first = release(amina, change=("many", "all"))
    same = release(teresa, change=("many", "all"))
    other = release(teresa, change=("will participate", "may participate"))
    within = proposed(amina, change=("many", "all"))
    agree(app, world, WID, lambda words: words.replace("many", "all"))
    assert adopt(http(world.ines)).status_code == 303
    for visitor in (reader, amina, teresa):
        page = visitor.get(PAGE).text.split('id="course-title"')[0]
        _head, hyderabad, dubai = page.split("<article")
        assert "(Rev. Dubai, 2014)" not in hyderabad and "proposed it" not in hyderabad
        led = re.findall(r'<a href="(/proposals/\d+)"><bdi>([^<]*) proposed it', dubai)
        assert sorted(led) == sorted([(first, "Kenya"), (same, "Brazil")])
        assert other not in dubai and within not in dubai
        assert "negotiation set to" in dubai and "adopted Resolution 67" in dubai


def test_a_new_clause_names_who_proposed_it(world, http, app, session):
    amina, teresa, reader = http(world.amina), http(world.teresa), http(world.ruth)
    settle(http(world.helena))
    new = "that *teachers* are trained in every school of the country;"
    mine = release(amina, words=new, place="after")
    other = release(teresa, words="that nobody is trained;", place="after")
    agree(app, world, WID, lambda words: f"{words}\n{new}")
    assert adopt(http(world.ines)).status_code == 303
    session.rollback()
    wid = session.scalars(select(Clause.wid).join(Wording).where(Wording.text == new)).one()
    for visitor in (reader, amina, teresa):
        page = visitor.get(f"/clauses/{wid}/biography").text.split('id="course-title"')[0]
        assert re.findall(r'href="(/proposals/\d+)"><bdi>([^<]*) proposed it', page) == [
            (mine, "Kenya")
        ]
        assert other not in visitor.get(f"/clauses/{WID}/biography").text.split("course-title")[0]


def test_what_stays_within_a_delegation_is_in_no_biography(world, http):
    before = lines(http(world.amina))
    address = proposed(http(world.amina), change=("many", "confidentially"))
    for person in (world.amina, world.ruth, world.helena, world.teresa):
        assert lines(http(person)) == before
        assert address not in http(person).get(PAGE).text
    assert http().get(PAGE).status_code == 303


def test_more_proposals_cost_no_more_statements(world, http, statements):
    reader = http(world.ruth)
    release(http(world.amina), change=("many", "all"))
    reader.get(PAGE)
    with statements() as few:
        reader.get(PAGE)
    for number in range(4):
        release(http(world.teresa), change=("many", f"all {number}"))
    with statements() as more:
        reader.get(PAGE)
    assert len(more) == len(few) <= 20


def test_what_is_done_with_brackets_are_lines_three_times(world, http):
    reader, kenya, chair = http(world.ruth), http(world.amina), http(world.helena)
    address = opened(kenya, "many")
    for again in range(3):
        assert act_on_bracket(chair, address, "lifting", outcome="words").status_code == 303
        assert act_on_bracket(chair, address, "reopening").status_code == 303
        found = [sentence for url, sentence in lines(reader) if url == address]
        assert len(found) == 3 + 2 * again
    assert found[0].endswith("Kenya: Opened") and found[1].endswith(": Lifted")
