"""The discussion of a clause goes on in every edition that has the clause."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from wgcop import resolutions
from wgcop.resolutions.actions import import_resolution
from wgcop.resolutions.models import Clause
from wgcop.resolutions.parse import parse
from wgcop.search import indexer

WID = "wtdc-67.recs_recognizing__rec_a"
CLAUSE, TOPIC = f"/clauses/{WID}", f"clause:{WID}"
OLD, NEW = "/resolutions/67-hyderabad-2010", "/resolutions/67-dubai-2014"
TEXTS = Path(resolutions.__file__).parent / "texts"


@pytest.fixture
def second_edition(second_edition_later):
    return second_edition_later()


@pytest.fixture
def second_edition_later(world, session):
    """As the conference after the next might have adopted it: the first clause is worded anew."""

    def bring_in():
        edition = import_resolution(parse(text_of_the_next_conference()), by=None)
        session.commit()
        return edition

    return bring_in


def text_of_the_next_conference():
    text = (TEXTS / "resolution-67-hyderabad-2010.txt").read_text()
    text = text.replace("RESOLUTION 67 (Hyderabad, 2010)", "RESOLUTION 67 (Rev. Dubai, 2014)")
    text = text.replace("Conference (Hyderabad, 2010)", "Conference (Dubai, 2014)")
    text = text.replace("an urgent need and global demand", "an urgent and growing need")
    return text


def say(visitor, body, **fields):
    answer = visitor.post(
        f"{CLAUSE}/comments",
        data={"body": body, "key": body, **fields},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 201, answer.text
    return answer.json["id"]


def bubbles(page):
    counts = re.findall(
        r'data-open-thread="(clause:[^"]+)".*?<span data-count>(\d+)', page, re.DOTALL
    )
    return {topic: int(count) for topic, count in counts}


def test_both_editions_show_the_counts_the_comments_and_what_is_new(
    world, http, second_edition, session
):
    haruko = http(world.haruko)
    say(http(world.amina), "Marmalade for both.")
    say(http(world.amina), "Among us.", audience="delegation")

    old, new = (haruko.get(address) for address in (OLD, NEW))
    before, after = bubbles(old.text), bubbles(new.text)
    assert before[TOPIC] == after[TOPIC] > 0
    assert sum(before.values()) == sum(after.values()) > 20
    for address in (OLD, NEW):
        counts = haruko.get(f"{address}/counts").json
        assert counts["comments"][TOPIC] == before[TOPIC] and TOPIC in counts["new"]
        discussion = haruko.get(f"{address}/discussion").text
        assert "Among us." not in discussion
        assert len(re.findall(r">Marmalade for both\.<", discussion)) == 1
    page = haruko.get(CLAUSE).text
    assert "(Rev. Dubai, 2014)" in page and "an urgent and growing need" in page
    assert "Marmalade for both." in page
    kenya = http(world.wanjiru)
    assert bubbles(kenya.get(NEW).text)[TOPIC] == before[TOPIC] + 1


def test_pages_of_both_editions_hear_of_a_comment(world, http, listen, second_edition):
    pages = [
        listen(world.haruko, f"resolution:{one}")
        for one in ("67-hyderabad-2010", second_edition.slug)
    ]
    guest = listen(None, f"resolution:{second_edition.slug}")
    say(http(world.amina), "For both.")
    assert [page.hear("changed") for page in pages] == [[{"topic": TOPIC}]] * 2
    say(http(world.amina), "Among us.", audience="delegation")
    assert [page.hear("changed") for page in pages] == [[], []]
    assert guest.hear("changed") == []


def test_links_and_search_lead_to_the_clause_as_it_stands_now(
    app, world, http, second_edition, session
):
    comment = say(http(world.amina), "Marmalade, please.")
    with app.app_context():
        indexer.drain_all()
    haruko = http(world.haruko)

    assert f"{CLAUSE}?comment={comment}#comment-{comment}" in haruko.get("/search?q=marmalade").text
    hits = haruko.get("/api/v1/search?q=growing+need&kind=clause").json["hits"]
    assert any("Dubai" in hit["title"] for hit in hits)
    assert "Marmalade, please." in haruko.get(f"{CLAUSE}?comment={comment}").text


def test_a_clause_of_two_editions_needs_no_more_statements(world, http, statements, second_edition):
    haruko = http(world.haruko)
    with statements() as sent:
        haruko.get(NEW)
    assert len(sent) <= 16


def test_a_clause_is_one_in_both_editions(world, session, second_edition):
    session.expire_all()
    clause = session.scalars(select(Clause).where(Clause.wid == WID)).one()
    assert [w.section.edition.slug for w in clause.wordings] == [
        "67-hyderabad-2010",
        second_edition.slug,
    ]
    assert len({wording.text for wording in clause.wordings}) == 2


def test_a_clause_agreed_in_an_earlier_wording_is_open_again_and_says_so(
    world, http, session, second_edition_later
):
    chair, reader = http(world.helena), http(world.luc)
    for wid in (WID, WID.replace("rec_a", "rec_b")):
        chair.post(f"/clauses/{wid}/standing", data={"standing": "agreed"})
    assert reader.get(f"{OLD}/counts").json["standings"][TOPIC][0] == "agreed"
    second_edition_later()

    standings = reader.get(f"{NEW}/counts").json["standings"]
    assert standings[TOPIC][0] == "open"
    assert standings[TOPIC.replace("rec_a", "rec_b")][0] == "agreed"  # its words are the same
    page = reader.get(CLAUSE).text
    assert "An earlier wording was: Agreed" in " ".join(page.split())
    chair.post(f"/clauses/{WID}/standing", data={"standing": "agreed"})
    assert reader.get(f"{NEW}/counts").json["standings"][TOPIC][0] == "agreed"
    assert "An earlier wording was" not in reader.get(CLAUSE).text


def test_a_thread_shows_the_new_wording_of_its_clause_and_which_edition_has_it(
    world, http, second_edition_later
):
    say(http(world.amina), "Said on the first wording.")
    for name in ("amina", "haruko", "ruth"):
        assert "data-reworded" not in http(world[name]).get(CLAUSE).text
    second_edition_later()
    for name in ("amina", "haruko", "ruth"):
        page = http(world[name]).get(CLAUSE).text
        shown = page.split("data-reworded")[1].split("</details>")[0]
        assert "New wording since Resolution 67 (Rev. Dubai, 2014)" in shown
        assert "Please say whether they still hold." in shown
        removed, added = (re.findall(rf"<{tag}>(.*?)</{tag}>", shown) for tag in ("del", "ins"))
        assert "global demand" in " ".join(removed) and "growing need" in " ".join(added)
        other = http(world[name]).get(CLAUSE.replace("rec_a", "rec_b")).text
        assert "data-reworded" not in other, "its words are the same"


def test_a_count_is_announced_correctly_for_every_number(world, http):
    page = http(world.haruko).get(OLD).text
    announcements = [
        re.sub(r"<[^>]+>", "", link)
        for link in re.findall(r"<a [^>]*data-open-thread=.*?</a>", page, re.DOTALL)
    ]
    assert announcements
    assert all(
        re.match(r"\s*Comments on [^:]+: \d+\s*(new comments)?\s*$", one) for one in announcements
    )
