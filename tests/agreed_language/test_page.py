"""Whoever drafts sees how adopted texts say it, with citation, year and how often."""

from pathlib import Path

import pytest
from lxml import html
from sqlalchemy import select

from tests.priorwork import longs
from wgcop import resolutions
from wgcop.agreed_language import queries
from wgcop.database import db, writing
from wgcop.priorwork.kinds import WorkKind
from wgcop.priorwork.models import Document
from wgcop.resolutions.actions import import_resolution
from wgcop.resolutions.parse import parse

TEXT = Path(resolutions.__file__).parent / "texts" / "resolution-67-hyderabad-2010.txt"
CLAUSE = "wtdc-67.invites_member-states__para_2"
WORDS = "consumer-awareness campaigns targeting parents, teachers, industry and the population in general"


@pytest.fixture
def second_edition(world, session, index):
    """Words the second clause for Member States as before, and the first of its paragraphs otherwise."""
    text = TEXT.read_text("utf-8")
    text = text.replace("RESOLUTION 67 (Hyderabad, 2010)", "RESOLUTION 67 (Rev. Dubai, 2014)")
    text = text.replace("Conference (Hyderabad, 2010)", "Conference (Dubai, 2014)")
    text = text.replace("to join and participate actively", "to participate actively")
    edition = import_resolution(parse(text), by=world.ines)
    session.commit()
    index()
    return edition


def looked_for(visitor, words):
    answer = visitor.post("/agreed-language", data={"words": words})
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def cards(page):
    """The state, the counts and the citations of each formulation."""
    return [
        (
            " ".join(card.xpath("./p")[0].text_content().split()),
            [link.text_content() for link in card.xpath(".//li/a")],
        )
        for card in page.xpath('//section[@aria-labelledby="found-title"]//article')
    ]


def test_a_formulation_is_shown_once_with_all_editions_that_have_it(second_edition, world, http):
    for visitor in (http(world.amina), http()):
        state, uses = cards(looked_for(visitor, WORDS))[0]
        assert state == "In these words Used in 2 texts, last in 2014"
        assert [each.partition(" · ")[2] for each in uses] == [
            "Resolution 67 (Rev. Dubai, 2014)",
            "Resolution 67 (Hyderabad, 2010)",
        ]


def test_where_not_all_texts_were_looked_at_the_numbers_say_at_least(
    second_edition, world, http, monkeypatch
):
    monkeypatch.setattr(queries, "_MOST_RECORDS", 1)
    state, uses = cards(looked_for(http(world.amina), WORDS))[0]
    year = uses[0][-5:-1]
    assert state == f"In these words Used in at least 1 text, last in {year} or later"


def test_two_wordings_are_two_formulations_the_closest_first(second_edition, world, http):
    found = cards(
        looked_for(
            http(world.amina), "to join and participate actively in the Council Working Group"
        )
    )
    assert found[0][0] == "In these words Used in 1 text, last in 2010"
    assert found[1][0].startswith("In similar words Used in 1 text, last in 2014")


def test_a_cited_edition_that_has_a_newer_one_is_told(second_edition, world, http):
    page = looked_for(
        http(world.amina),
        "recalling Resolution 67 (Hyderabad, 2010) on the online protection of children",
    )
    (outdated,) = page.xpath('//section[@aria-labelledby="outdated-title"]//li')
    assert " ".join(outdated.text_content().split()) == (
        "Resolution 67 (Hyderabad, 2010): newer edition: Resolution 67 (Rev. Dubai, 2014)"
    )
    for current in (
        "Resolution 67 (Rev. Dubai, 2014)",
        "Resolution 67 (Rev. Kigali, 2010)",
        "Resolution 68 (Hyderabad, 2010)",
    ):
        page = looked_for(
            http(world.amina), f"recalling {current} on the online protection of children"
        )
        assert not page.xpath('//section[@aria-labelledby="outdated-title"]'), current


def test_a_draft_and_words_of_a_discussion_are_no_adopted_texts(world, http, index):
    amina = http(world.amina)
    words = "lanterns for every lighthouse keeper on the coast"
    amina.post(
        f"/clauses/{CLAUSE}/comments", data={"body": words, "audience": "members", "key": "k"}
    )
    index()
    page = looked_for(amina, words)
    assert cards(page) == [] and "No adopted text here" in page.text_content()


def test_a_recommendation_of_prior_work_is_adopted_and_a_report_is_not(app, world, http, index):
    words = "shared lanterns guide every ship along the coast"
    longs.bring(app, lines=[f"Paragraph 0. That {words}."])
    assert cards(looked_for(http(), words)) == [], "a document of any other kind"
    for audience, readers in (("public", 1), ("members", 0)):
        with app.app_context(), writing():
            document = db.session.scalars(select(Document).where(Document.key == "long")).one()
            document.kind, document.audience = WorkKind.RECOMMENDATION, audience
            db.session.commit()
        index()
        assert len(cards(looked_for(http(), words))) == readers, audience
        [(state, uses)] = cards(looked_for(http(world.amina), words))
        assert state.startswith("In these words") and uses == ["A long report"]


def test_the_words_of_a_clause_are_where_it_begins(world, http):
    page = html.fromstring(http().get(f"/agreed-language?clause={CLAUSE}").text)
    assert WORDS in page.get_element_by_id("words").text
    assert http().get("/agreed-language?clause=wtdc-67.nothing").status_code == 404
    assert (
        f'href="/agreed-language?clause={CLAUSE}"'
        in http(world.amina).get(f"/clauses/{CLAUSE}").text
    )


def test_too_few_or_too_many_words_come_back_with_the_reason(world, http):
    for words, reason in (
        ("two words", "at least three"),
        ("many words here " * 200, "fewer words"),
    ):
        answer = http(world.amina).post("/agreed-language", data={"words": words})
        assert (
            answer.status_code == 422 and reason in answer.text and words.split()[0] in answer.text
        )


def test_a_page_takes_few_statements_however_much_is_found(second_edition, world, http, statements):
    amina = http(world.amina)
    amina.get("/agreed-language")
    with statements() as some:
        looked_for(amina, "lanterns for every lighthouse keeper")
    with statements() as many:
        looked_for(amina, WORDS)
    assert len(many) <= len(some) + 4
