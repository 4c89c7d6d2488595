"""The rolling text of a resolution: four views of its words with all proposals that stand."""

import re

import pytest
from sqlalchemy import select

from tests.positions.test_positions import agree_on
from tests.proposals.acts import RESOLUTION, WID, act, proposed
from wgcop.chairing.actions import set_standing
from wgcop.database import db
from wgcop.events.actions import open_topic
from wgcop.resolutions.models import Clause, Edition, Section, SectionKind, Wording
from wgcop.threads.chairing.standings import Standing

ROLLING = f"{RESOLUTION}/rolling-text"


def plain(html):
    """The words that are seen: a screen reader says besides what is inserted and deleted."""
    html = re.sub(r'<span class="visually-hidden"[^>]*>[^<]*</span>', "", html)
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def clause(visitor, view, name="recs_recognizing__rec_b"):
    """What the view shows of one clause."""
    page = visitor.get(f"{ROLLING}?view={view}").text
    return plain(re.search(rf'id="{name}".*?</a> <span>(.*?)</span></p>', page, re.DOTALL)[1])


def open_places(visitor):
    return int(re.search(r"(\d+) places? (?:is|are) open", visitor.get(ROLLING).text)[1])


def later_edition(app, words, *new):
    """The slug of an edition after that of the demo world, with other words of one clause, and with
    new clauses.
    """
    with app.app_context():
        clause = db.session.scalar(select(Clause).where(Clause.wid == WID))
        edition = Edition(
            resolution=clause.resolution,
            slug="67-dubai-2014",
            title="Child online protection",
            place="Dubai",
            year=2014,
            formula="The Conference,",
        )
        section = Section(
            edition=edition, position=0, kind=SectionKind.PREAMBULAR, heading="recognizing"
        )
        db.session.add(
            Wording(
                clause=clause, section=section, position=0, citation="recognizing b)", text=words
            )
        )
        for position, text in enumerate(new, start=1):
            added = Clause(resolution=clause.resolution, wid=f"wtdc-67.new_{position}")
            db.session.add(
                Wording(
                    clause=added,
                    section=section,
                    position=position,
                    citation=f"recognizing new {position})",
                    text=text,
                )
            )
        open_topic(edition.topic, title=edition.name, address=edition.url, audience="public")
        db.session.commit()
        return edition.slug


def release(visitor, **named):
    address = proposed(visitor, **named)
    assert act(visitor, address, "release").status_code == 303
    return address


@pytest.fixture
def reader(world, http):
    return http(world.ruth)


def test_two_delegations_propose_and_each_view_says_what_it_is_for(world, http, reader):
    before, base = open_places(reader), clause(reader, "base")
    assert clause(reader, "clean") == base == clause(reader, "proposals")

    kenya = release(http(world.amina), change=("many", "all"))
    release(http(world.teresa), change=("many", "most"))
    assert open_places(reader) == before + 1
    assert "many all (Kenya) most (Brazil)" in clause(reader, "proposals")
    assert "[many / all (Kenya) / most (Brazil)]" in clause(reader, "brackets")
    assert clause(reader, "base") == clause(reader, "clean") == base

    act(http(world.amina), kenya, "withdrawal")
    assert "[many / most (Brazil)]" in clause(reader, "brackets")
    act(http(world.amina), kenya, "restoration")
    assert "[many / all (Kenya) / most (Brazil)]" in clause(reader, "brackets")


def test_a_suppression_a_new_clause_and_a_wish_to_keep_the_words(world, http, reader):
    before = open_places(reader)
    release(http(world.amina), words="", symbol="SUP")
    release(http(world.teresa), symbol="NOC", reasons="It was agreed with difficulty.")
    release(http(world.amina), words="to train teachers;", place="after")
    assert open_places(reader) == before + 2
    assert clause(reader, "brackets").endswith("(Brazil) / nothing (Kenya)]")
    assert "deleted (Kenya)" in clause(reader, "proposals")
    page = plain(reader.get(f"{ROLLING}?view=brackets").text)
    assert "[to train teachers; (Kenya)]" in page
    assert "to train teachers" not in reader.get(f"{ROLLING}?view=clean").text


def test_what_stays_within_a_delegation_is_in_no_view_of_anybody(world, http, reader):
    kept = proposed(http(world.amina), change=("many", "confidentially"))
    for visitor in (reader, http(world.amina), http(world.helena), http(world.teresa)):
        for view in ("base", "proposals", "brackets", "clean"):
            assert "confidentially" not in visitor.get(f"{ROLLING}?view={view}").text
    assert act(http(world.amina), kept, "release").status_code == 303
    assert "confidentially (Kenya)" in clause(reader, "proposals")
    assert http().get(ROLLING).status_code in (302, 303)


def test_agreed_words_are_the_clean_text_and_earlier_proposals_wait_beside_it(
    world, http, reader, app
):
    base = clause(reader, "base")
    release(http(world.amina), change=("many", "all"))
    agree_on("that most children are online;", app, world)
    assert clause(reader, "clean") == "that most children are online;"
    assert clause(reader, "base") == base
    assert clause(reader, "brackets") == "that most children are online;"
    assert "Written on an earlier wording" in reader.get(ROLLING).text


def test_only_what_is_still_open_is_shown_on_request(world, http, reader):
    release(http(world.amina), change=("many", "all"))
    whole, narrowed = reader.get(ROLLING).text, reader.get(f"{ROLLING}?open=1").text
    assert 'id="recs_recognizing__rec_b"' in narrowed
    assert narrowed.count("rolling__clause") < whole.count("rolling__clause")
    assert "Show the whole text" in narrowed


def test_a_text_on_which_nothing_is_open_says_so_and_leads_back(world, http, reader, app):
    later = later_edition(app, "that most children are online;")
    page = reader.get(f"/resolutions/{later}/rolling-text?open=1").text
    assert "Nothing in this text is open." in page and "Show the whole text" in page
    assert "rolling__clause" not in page
    assert "Nothing in this text is open." not in reader.get(f"{ROLLING}?open=1").text
    assert "Nothing in this text is open." not in reader.get(ROLLING).text


def test_the_clean_text_says_how_far_each_clause_is_agreed_and_leads_to_its_biography(
    world, http, reader, app
):
    def said():
        page = reader.get(f"{ROLLING}?view=clean").text
        part = page.split('id="recs_recognizing__rec_b"')[1].split('class="rolling__clause')[0]
        assert f'href="/clauses/{WID}/biography"' in part
        found = re.search(r'class="tag[^"]*">([^<]*)<', part)[1]
        return found, re.search(r'data-shown="([^"]+)"', page)[1]

    first, shown = said()
    assert first == "Not agreed"
    for standing, name in (
        (Standing.AD_REFERENDUM, "Agreed ad referendum"),
        (Standing.AGREED, "Agreed"),
        (Standing.PARKED, "Not agreed"),
    ):
        with app.app_context():
            row = db.session.scalar(select(Clause).where(Clause.wid == WID))
            helena = db.session.merge(world.helena)
            set_standing(row, standing, by=helena, capacity=helena.capacities[0])
            db.session.commit()
        asks = {"X-Shown": shown}
        assert reader.get(f"{ROLLING}?view=clean", headers=asks).status_code == 200
        now, shown = said()
        assert now == name
    assert "Not agreed" not in reader.get(f"{ROLLING}?view=base").text


def test_a_page_that_asks_again_is_told_only_what_is_new(world, http, reader):
    page = reader.get(ROLLING).text
    shown = re.search(r'data-shown="([^"]+)"', page)[1]
    assert reader.get(ROLLING, headers={"X-Shown": shown}).status_code == 204
    release(http(world.amina), change=("many", "all"))
    assert reader.get(ROLLING, headers={"X-Shown": shown}).status_code == 200


def test_more_proposals_cost_no_more_statements(world, http, reader, statements):
    release(http(world.amina), change=("many", "all"))
    reader.get(ROLLING)
    with statements() as few:
        reader.get(ROLLING)
    for number in range(5):
        release(http(world.teresa), change=("many", f"all {number}"))
    with statements() as more:
        reader.get(ROLLING)
    assert len(more) == len(few) <= 16


def test_changes_are_said_in_words_too(reader, http, world):
    release(http(world.amina), change=("many", "all"))
    page = reader.get(ROLLING).text
    for sign in ("deleted:", "inserted:"):
        assert re.search(rf'<(?:del|ins)><span class="visually-hidden"[^>]*>\[{sign} </span>', page)


def test_an_earlier_edition_leads_to_the_words_of_today_and_hears_of_them(world, http, reader, app):
    later = later_edition(app, "that most children are online;")
    before = http(world.amina).get(f"/clauses/{WID}/proposals/new").text
    release(http(world.amina), page=before, change=("most", "all"))
    for slug in ("67-hyderabad-2010", later):
        page = reader.get(f"/resolutions/{slug}/rolling-text?view=proposals").text
        shown = re.search(r'id="recs_recognizing__rec_b".*?</a> <span>(.*?)</span></p>', page, re.S)
        assert "most all (Kenya)" in plain(shown[1]), slug
        assert "Written on an earlier wording" not in page
        for topic in ("67-hyderabad-2010", later):
            assert f'data-topic="resolution:{topic}"' in page


def test_a_new_clause_is_open_until_a_later_edition_is_adopted(
    world, http, reader, app, statements
):
    before = open_places(reader)
    added = "that *parents* take part,"
    address = release(http(world.amina), words=added, place="after")
    other = release(http(world.teresa), words="that schools take part,", place="after")
    assert open_places(reader) == before + 2
    base = clause(reader, "base")
    later = later_edition(app, base, "that parents take part;", "that nobody asked;")
    in_brackets = reader.get(f"{ROLLING}?view=brackets").text.count('class="rolling__number"')
    for slug, still_open in (("67-hyderabad-2010", in_brackets), (later, 0)):
        page = reader.get(f"/resolutions/{slug}/rolling-text").text
        assert re.search(rf"\b{still_open} places? (?:is|are) open", page), slug
        assert "recognizing new 1)" in page and plain(page).count("Adopted") == 1
    for visitor in (reader, http(world.amina)):
        assert "recognizing new 1)" in visitor.get(address).text
        assert "Adopted" not in visitor.get(other).text
        assert "was adopted without it" in visitor.get(other).text
        assert plain(visitor.get(f"/clauses/{WID}/proposals").text).count("Adopted") == 1
    with statements() as seen:
        reader.get(ROLLING)
    assert len(seen) <= 19  # two more where there is a later edition


def test_a_new_clause_whose_words_were_agreed_within_another_is_no_longer_open(
    world, http, reader, app
):
    before = open_places(reader)
    address = release(http(world.amina), words="that parents take part,", place="after")
    agree_on("that most children are online;\nthat parents take part.", app, world)
    assert open_places(reader) == before
    assert "in the words of this clause" in reader.get(address).text
    again = release(http(world.amina), words="that parents take part,", place="after")
    assert "in the words of this clause" not in reader.get(again).text
    assert open_places(reader) == before + 1


def test_the_grid_of_each_edition_hears_of_positions_whenever_their_thread_began(
    world, http, reader, app, listen
):
    """A thread tells on the topic of the edition that was the latest when it began."""
    later = later_edition(app, "that most children are online;")
    for slug in ("67-hyderabad-2010", later):
        page = reader.get(f"/resolutions/{slug}/positions").text
        heard = re.findall(r'data-topic="(resolution:[^"]+)"', page)
        assert sorted(heard) == ["resolution:67-dubai-2014", "resolution:67-hyderabad-2010"]
