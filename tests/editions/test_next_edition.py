"""The clean text of a resolution is adopted as its next edition, once, and its clauses stay the same."""

import threading
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from sqlalchemy import func, select

from tests.brackets.acts import act as act_on_bracket
from tests.brackets.acts import opened
from tests.editions.acts import (
    SLUG,
    adopt,
    agree,
    by_hand,
    clauses_on,
    ended_on,
    form_of,
    look,
    named,
    page_of,
    settle,
)
from tests.merging.acts import TEXT
from tests.positions.test_order_of_positions import somebody_waits
from tests.positions.test_positions import agree_on
from tests.proposals.acts import RESOLUTION, WID
from tests.proposals.test_rolling_page import release
from tests.threads.test_comments import say
from wgcop.accounts.models import Person
from wgcop.audit.models import AuditRow
from wgcop.brackets.actions import acting, open_bracket
from wgcop.brackets.models import Bracket
from wgcop.brackets.spans import FoundSpan
from wgcop.brackets.words import plain_words_of
from wgcop.chairing.actions import set_standing
from wgcop.database import db
from wgcop.editions.actions import EditionName, adopt_clean_text
from wgcop.editions.models import EditionAdoption
from wgcop.editions.queries import clean_text, mark_of_next
from wgcop.events.models import Topic
from wgcop.following.models import Follow
from wgcop.merging.actions import open_chairs_text
from wgcop.resolutions.models import Clause, ClauseDescent, DescentKind, Edition, Wording
from wgcop.threads.chairing.standings import ClauseStanding, Standing

RECALLING_E = "wtdc-67.recs_recalling__rec_e"
RECOGNIZING_A = "wtdc-67.recs_recognizing__rec_a"
DUBAI = "67-dubai-2014"
SECOND = "that the workspace is the place where all of them meet each year;"


@pytest.fixture(autouse=True)
def settled(world, http):
    settle(http(world.helena))


def split(words):
    return f"{words}\n{SECOND}"


def wordings(session, slug):
    """The clauses of an edition in reading order, with their labels and words."""
    session.rollback()
    return [
        (row.clause.wid, row.label, row.text)
        for section in session.scalar(select(Edition).where(Edition.slug == slug)).sections
        for row in section.wordings
    ]


def count(session, what):
    session.rollback()
    return session.scalar(select(func.count()).select_from(what))


def test_three_editions_follow_one_another_and_clauses_keep_their_identity(
    world, http, app, session
):
    officers = [http(world.ines), http(world.helena)]
    slug, before = SLUG, wordings(session, SLUG)
    for turn, (place, year) in enumerate(
        (("Dubai", 2014), ("Buenos Aires", 2017), ("Kigali", 2022))
    ):
        words = agree(app, world, WID, f"that *all* children are online, as said in {year};")
        officer = officers[turn % 2]
        answer = adopt(officer, slug, place=place, year=str(year))
        assert answer.status_code == 303, answer.text
        slug = answer.location.rpartition("/")[2]
        after = wordings(session, slug)
        assert [wid for wid, *_ in after] == [wid for wid, *_ in before]
        assert [label for _wid, label, _text in after] == [label for _w, label, _t in before]
        assert {wid: text for wid, _label, text in after}[WID] == words
        for reader in (http(world.ruth), http(world.amina)):
            page = reader.get(f"/clauses/{WID}").text
            assert f"(Rev. {place}, {year})" in page and "children are online" in page
    assert count(session, EditionAdoption) == 3 and count(session, Edition) == 4
    assert count(session, Clause) == len(before)
    deeds = session.scalars(select(AuditRow.deed).where(AuditRow.of_kind == "resolution")).all()
    assert deeds.count("resolution.adopted") == 3
    page = http(world.ruth).get(f"/clauses/{WID}/biography").text
    wordings_part = page.split('id="course-title"')[0]
    for name in (
        "Hyderabad, 2010",
        "Rev. Dubai, 2014",
        "Rev. Buenos Aires, 2017",
        "Rev. Kigali, 2022",
    ):
        assert name in wordings_part
    assert wordings_part.count("adopted Resolution 67") == 3
    assert f'href="/resolutions/{slug}">Go to the latest edition' in officers[0].get(page_of()).text


def test_a_second_press_and_a_second_officer_make_no_second_edition(world, http, session):
    ines, helena = http(world.ines), http(world.helena)
    pages = {ines: look(ines), helena: look(helena)}
    first = adopt(ines, page=pages[ines])
    assert first.status_code == 303
    for _again in range(3):
        answer = adopt(ines, page=pages[ines])
        assert answer.status_code == 303 and answer.location == first.location
        other = adopt(helena, page=pages[helena])
        assert other.status_code == 409
        assert "Ines" in other.text and "Resolution 67 (Rev. Dubai, 2014)" in other.text
        assert first.location in other.text and "Adopt as the next edition" not in other.text
    assert count(session, EditionAdoption) == 1 and count(session, Edition) == 2
    assert "Start from the latest edition" in helena.get(page_of()).text or (
        "This text has been adopted" in helena.get(page_of()).text
    )


@pytest.mark.databases
def test_of_two_officers_in_the_same_moment_one_adopts(world, http, session):
    officers = [http(world.ines), http(world.helena)]
    pages = [look(each) for each in officers]
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda who, page: adopt(who, page=page), officers, pages))
    assert sorted(each.status_code for each in answers) == [303, 409]
    refused = next(each for each in answers if each.status_code == 409)
    assert "This text has been adopted" in refused.text
    assert count(session, EditionAdoption) == 1 and count(session, Edition) == 2


@pytest.mark.databases
def test_two_presses_of_one_officer_in_the_same_moment_lead_to_the_edition(world, http, session):
    officers = [http(world.ines), http(world.ines)]
    page = look(officers[0])
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda who: adopt(who, page=page), officers))
    assert [each.status_code for each in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert count(session, EditionAdoption) == 1 and count(session, Edition) == 2


def adopted_here(world, choices=()):
    """The secretariat adopts, in the session of this moment."""
    last = db.session.scalar(select(Edition).where(Edition.slug == SLUG))
    clean = clean_text(last)
    ines = db.session.get(Person, world.ines.id)
    name = EditionName("Dubai", 2014, last.title, "The Conference (Dubai, 2014),")
    seen = mark_of_next(clean, clean.next(choices))
    [capacity] = [each for each in ines.capacities if not each.delegation][:1]
    return adopt_clean_text(last, name, choices, seen=seen, by=ines, capacity=capacity)


def beside(app, other, act):
    """Act while the `other` one, who has not committed, waits; then let the other one go on."""
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(other()), daemon=True)
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("On SQLite, writers wait for one another.")
        act()
        db.session.flush()
        waiting.start()
        while waiting.is_alive() and not somebody_waits():
            sleep(0.01)
        assert waiting.is_alive(), "the other one did not wait"
        db.session.commit()
    waiting.join(20)
    [answer] = answers
    return answer


def agree_here(clause, helena):
    words = {"words": "that most children are online;", "by": helena}
    set_standing(clause, Standing.AGREED, **words, capacity=helena.capacities[0])


def open_bracket_here(clause, helena):
    words = plain_words_of(clause)
    span = FoundSpan(0, len(words.split()[0]))
    actor = acting(helena, helena.capacities[0], for_delegation=False)
    open_bracket(clause, span, [], words=words, by=actor)


def merge_here(clause, helena):
    open_chairs_text(clause, by=helena, capacity=helena.capacities[0])


@pytest.mark.databases
@pytest.mark.parametrize(
    ("act", "told"),
    [
        (agree_here, "This is not the text that you looked at"),
        (open_bracket_here, "Brackets are still open"),
        (merge_here, "text is still open"),
    ],
)
def test_what_happens_on_a_clause_while_somebody_adopts_is_waited_for(
    app, world, http, session, act, told
):
    ines = http(world.ines)
    page = look(ines)

    def on_a_clause():
        clause = db.session.scalar(select(Clause).where(Clause.wid == WID))
        act(clause, db.session.get(Person, world.helena.id))

    answer = beside(app, lambda: adopt(ines, page=page), on_a_clause)
    assert answer.status_code == 409 and told in answer.text
    assert count(session, Edition) == 1


@pytest.mark.databases
def test_words_that_are_agreed_beside_the_adoption_are_agreed_in_the_next_edition(
    app, world, http, session
):
    words = "that most children are online;"
    beside(app, lambda: agree_on(words, app, world), lambda: adopted_here(world))
    session.rollback()
    last = session.scalars(select(ClauseStanding).order_by(ClauseStanding.id.desc())).first()
    assert last.words == words and last.wording.section.edition.slug == DUBAI
    clean = f"/resolutions/{DUBAI}/rolling-text?view=clean"
    for reader in (http(world.ruth), http(world.helena)):
        assert "most children are online" in reader.get(clean).text


@pytest.mark.databases
def test_a_bracket_that_is_opened_beside_the_adoption_stands_in_the_next_edition(
    app, world, http, session
):
    kenya = http(world.amina)
    before = count(session, Bracket)
    bracket = beside(app, lambda: opened(kenya, "many"), lambda: adopted_here(world))
    assert count(session, Edition) == 2 and count(session, Bracket) == before + 1
    assert f'href="{bracket}"' in http(world.ines).get(page_of(DUBAI)).text


def test_the_next_edition_does_not_bear_the_lines_of_adoption_of_the_last(world, http, session):
    last = session.scalar(select(Edition).where(Edition.slug == SLUG))
    last.signature = "(Adopted at Hyderabad)"
    session.commit()
    assert "(Adopted at Hyderabad)" in http(world.ruth).get(RESOLUTION).text
    assert adopt(http(world.ines)).status_code == 303
    assert "(Adopted at Hyderabad)" not in http(world.ruth).get(f"/resolutions/{DUBAI}").text
    assert "(Adopted at Hyderabad)" in http(world.ruth).get(RESOLUTION).text


def test_open_brackets_and_chairs_texts_are_in_the_way_and_are_led_to(world, http, session):
    ines, kenya, chair = http(world.ines), http(world.amina), http(world.helena)
    page = look(ines)
    for _again in range(3):
        bracket = opened(kenya, "many")
        refused = adopt(ines, page=page)
        assert refused.status_code == 409 and f'href="{bracket}"' in refused.text
        shown = ines.get(page_of()).text
        assert f'href="{bracket}"' in shown and "Adopt as the next edition" not in shown
        assert act_on_bracket(chair, bracket, "lifting", outcome="words").status_code == 303
    assert chair.post(TEXT).status_code == 303
    refused = adopt(ines, page=page)
    assert refused.status_code == 409 and f'href="{TEXT}"' in refused.text
    assert count(session, Edition) == 1


def test_words_that_were_agreed_meanwhile_are_looked_at_again(world, http, app, session):
    ines = http(world.ines)
    page = look(ines)
    agree(app, world, WID, "that most children are online;")
    outdated = adopt(ines, page=page)
    assert outdated.status_code == 409 and "Look at its clauses again" in outdated.text
    assert "This is not the text that you looked at" in outdated.text
    assert "most children" in outdated.text and 'value="Dubai"' in outdated.text
    assert adopt(ines, page=outdated.text).status_code == 303


def test_what_is_missing_is_said_and_what_was_typed_stays(world, http, session):
    ines = http(world.ines)
    page = look(ines)
    for typed, told in (
        ({"place": ""}, "Enter the place of the conference."),
        ({"year": "1999"}, "Enter the year 2010 or a later one."),
        ({"formula": "The Conference,"}, "Name the place, Dubai,"),
        ({"title": "x" * 501}, "at most 500"),
        (by_hand(("nothing there", "left-out", "")), "There is no clause called “nothing there”"),
        (by_hand(("recalling e)", "after", "recalling e)")), "This contradicts another line"),
        (by_hand(("recalling e)", "", "")), "Choose what became of the clause."),
        (by_hand(("", "left-out", "")), "Name the clause."),
        (by_hand(("recalling e)", "merged", "")), "Name both clauses."),
    ):
        answer = ines.post(page_of(), data=named(page) | typed)
        assert answer.status_code == 422, typed
        assert told in answer.text, typed
        assert form_of(answer.text)["year"] == typed.get("year", "2014")
    assert count(session, Edition) == 1


def test_only_chair_and_secretariat_adopt(world, http, session):
    page = named(look(http(world.ines)))
    for person in (world.amina, world.ruth, world.teresa):
        visitor = http(person)
        assert visitor.get(page_of()).status_code == 403
        assert visitor.post(page_of(), data=page).status_code == 403
        assert visitor.post(f"{page_of()}/preview", data=page).status_code == 403
        assert page_of() not in visitor.get(f"{RESOLUTION}/rolling-text?view=clean").text
    assert page_of() in http(world.helena).get(f"{RESOLUTION}/rolling-text?view=clean").text
    assert count(session, Edition) == 1


def test_each_clause_is_shown_as_what_became_of_it(world, http, app, session):
    ines = http(world.ines)
    before = clauses_on(look(ines))
    assert {state for _label, state in before.values()} == {"kept"}
    agree(app, world, WID, split)
    page = look(ines, **by_hand(("recalling e)", "left-out", "")))
    after = clauses_on(page)
    assert after[WID][1] == "kept" and after[f"{WID}/2"][1] == "new"
    assert ended_on(page) == {RECALLING_E: "suppressed"}
    assert any("was recalling f)" in state for _label, state in after.values())
    moved = clauses_on(look(ines, **by_hand(("recognizing b)", "after", "recalling a)"))))
    assert moved[WID][1].startswith("kept moved")


@pytest.fixture
def revised(world, http, app, session):
    """recognizing b) is split, and recognizing a) merged into recalling e)."""
    ines, amina = http(world.ines), http(world.amina)
    say(amina, "Said before it was split.", "k1")
    first = agree(
        app,
        world,
        WID,
        lambda words: split(
            f"{words.rstrip(';')} and that the workspace is the place where all of them meet"
        ),
    )
    assert first
    session.rollback()
    clause = session.scalar(select(Clause).where(Clause.wid == RECOGNIZING_A))
    words = clause.wording.text
    agree(app, world, RECALLING_E, lambda mine: f"{mine} {words}")
    rows = by_hand(
        ("recognizing a)", "merged", "recalling e)"),
        ("recognizing b), line 2", "split", "recognizing b)"),
    )
    answer = adopt(ines, **rows)
    assert answer.status_code == 303, answer.text
    session.rollback()
    [part] = session.scalars(
        select(ClauseDescent).where(ClauseDescent.kind == DescentKind.SPLIT)
    ).all()
    return part.clause.wid


def test_a_part_shows_the_discussion_of_its_ancestor_and_a_merged_clause_both(world, http, revised):
    for reader in (http(world.ruth), http(world.amina), http(world.teresa)):
        page = reader.get(f"/clauses/{revised}").text
        assert f"/clauses/{revised}/earlier" in page and "was split from" in page
        earlier = reader.get(f"/clauses/{revised}/earlier").text
        assert "Said before it was split." in earlier
        merged = reader.get(f"/clauses/{RECALLING_E}").text
        assert "was merged into recalling" in merged
        assert RECOGNIZING_A in reader.get(f"/clauses/{RECALLING_E}/earlier").text
        gone = reader.get(f"/clauses/{RECOGNIZING_A}")
        assert gone.status_code == 200 and f"/clauses/{RECALLING_E}#" in gone.text
    assert http().get(f"/clauses/{revised}/earlier").status_code == 303


def test_what_stays_within_a_delegation_is_shown_to_it_alone_on_the_part(world, http, session, app):
    ines, amina = http(world.ines), http(world.amina)
    secret = "Kenya will not move on this."
    audience = f"delegation:{world.amina.memberships[0].delegation_id}"
    amina.post(f"/clauses/{WID}/comments", data={"body": secret, "audience": audience, "key": "s1"})
    agree(app, world, WID, split)
    assert (
        adopt(ines, **by_hand(("recognizing b), line 2", "split", "recognizing b)"))).status_code
        == 303
    )
    session.rollback()
    part = session.scalar(select(ClauseDescent)).clause.wid
    assert secret in amina.get(f"/clauses/{part}/earlier").text
    for person in (world.teresa, world.ruth, world.helena, world.ines):
        assert secret not in http(person).get(f"/clauses/{part}/earlier").text


def test_whoever_follows_a_clause_follows_its_parts(world, http, app, session):
    amina = http(world.amina)
    say(amina, "Opens the thread.", "k1")
    session.rollback()
    topic = session.scalar(select(Topic).where(Topic.name == f"clause:{WID}"))
    if session.get(Follow, (world.amina.id, topic.id)) is None:
        session.add(Follow(person_id=world.amina.id, topic_id=topic.id))
        session.commit()
    agree(app, world, WID, split)
    assert (
        adopt(
            http(world.ines), **by_hand(("recognizing b), line 2", "split", "recognizing b)"))
        ).status_code
        == 303
    )
    session.rollback()
    part = session.scalar(select(ClauseDescent)).clause
    topic = session.scalar(select(Topic).where(Topic.name == part.topic))
    assert session.get(Follow, (world.amina.id, topic.id)) is not None


def test_open_pages_of_the_last_edition_hear_of_the_next(world, http, listen):
    heard = listen(world.ruth, f"resolution:{SLUG}")
    assert adopt(http(world.ines)).status_code == 303
    entries = [each for each in heard() if each["kind"] == "resolution.adopted"]
    assert len(entries) == 1 and "Rev. Dubai, 2014" in entries[0]["html"]
    fresh = http(world.ruth).get(RESOLUTION).text
    assert "The latest edition is Resolution 67 (Rev. Dubai, 2014)." in fresh
    assert "The latest edition is" not in http(world.ruth).get(f"/resolutions/{DUBAI}").text
    assert "The latest edition is" in http().get(RESOLUTION).text


def test_proposals_that_are_not_in_the_text_are_listed_and_stay(world, http, app):
    amina, ines = http(world.amina), http(world.ines)
    address = release(amina, change=("many", "all"))
    page = ines.get(page_of()).text
    assert f'href="{address}"><bdi>MOD recognizing b): Kenya</bdi></a>' in page
    assert adopt(ines).status_code == 303
    assert http(world.ruth).get(address).status_code == 200


def test_the_page_costs_no_more_statements_for_more_agreed_clauses(world, http, app, statements):
    ines = http(world.ines)
    ines.get(page_of())
    with statements() as few:
        ines.get(page_of())
    agree(app, world, WID, split)
    agree(app, world, RECALLING_E, "recalling other words")
    with statements() as more:
        ines.get(page_of())
    assert len(more) == len(few) <= 30


def test_new_clauses_are_found_by_search_and_the_last_edition_stays(world, http, app, session):
    agree(app, world, WID, split)
    assert adopt(http(world.ines)).status_code == 303
    session.rollback()
    added = session.scalars(select(Wording).where(Wording.text == SECOND)).one()
    assert added.section.edition.slug == DUBAI
    assert http().get(RESOLUTION).status_code == 200
    for view in ("base", "proposals", "brackets", "clean"):
        assert (
            SECOND[:40]
            in http(world.ruth).get(f"/resolutions/{DUBAI}/rolling-text?view={view}").text
        )
