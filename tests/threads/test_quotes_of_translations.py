"""Quoting words of a clause in another language: they keep their language, and are shown in it."""

import re

import pytest
from sqlalchemy import select

from tests.resolutions.test_side_by_side import put
from wgcop.threads.comments.quotes import Quote
from wgcop.threads.models import Comment, CommentType

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE, TOPIC = f"/clauses/{WID}", f"clause:{WID}"
RESOLUTION = "/resolutions/67-hyderabad-2010"
FRENCH, ARABIC = f"{RESOLUTION}/in/fr", f"{RESOLUTION}/in/ar"
IN_FRENCH = "que beaucoup participeront aux programmes pour la jeunesse,"
IN_ARABIC = "أن كثيرين سيشاركون في برامج الشباب،"
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def texts(world, http):
    assert put(http(world.ines), {WID: IN_FRENCH}).status_code == 303
    assert put(http(world.ines), {WID: IN_ARABIC}, at=ARABIC).status_code == 303


def quote(visitor, words, key="q", *, body="On these words.", **fields):
    return visitor.post(
        f"{CLAUSE}/comments",
        data={"body": body, "quote": words, "key": key, **fields},
        headers=JSON,
    )


def shown(visitor, name, at=CLAUSE):
    return visitor.get(at).text.split(f'id="comment-{name}"')[1].split("</article>")[0]


def test_words_of_each_language_are_quoted_three_times_by_two_people(world, http, listen, session):
    members = [world.amina, world.haruko]
    heard = [listen(each, TOPIC) for each in members]
    for again in range(3):
        for who in members:
            for block, words, direction in (
                ("fr", "participeront aux programmes", "ltr"),
                ("ar", "برامج الشباب", "rtl"),
            ):
                answer = quote(http(who), words, f"{block}{again}", block=block)
                assert answer.status_code == 201, answer.text
                name = answer.json["id"]
                start = {"fr": IN_FRENCH, "ar": IN_ARABIC}[block].index(words)
                mark = f'lang="{block}" dir="{direction}" data-quote data-start="{start}"'
                assert mark in answer.json["html"]
                assert f'data-block="{block}"' in answer.json["html"]
                for told in heard:
                    [entry] = told()
                    assert mark in entry["html"]
                for reader in members:
                    page = shown(http(reader), name)
                    assert mark in page and "From the text in another language" in page
                stored = session.scalar(select(Quote).join(Comment).where(Comment.name == name))
                assert (stored.language, stored.block, stored.said) == (block, block, words)


def test_words_of_the_text_itself_name_no_language_but_say_it_to_machines(world, http, session):
    name = quote(http(world.amina), "youth programmes").json["id"]
    page = shown(http(world.haruko), name)
    assert '<blockquote class="comment__quote" lang="en" dir="auto"' in page
    assert "another language" not in page and "data-block" not in page
    stored = session.scalar(select(Quote).join(Comment).where(Comment.name == name))
    assert (stored.language, stored.block) == ("en", "")
    stored.language = ""  # as it was stored before languages were
    session.commit()
    assert '<blockquote class="comment__quote" lang="en"' in shown(http(world.haruko), name)


def test_copied_words_are_found_in_whatever_language_they_are(world, http, session):
    for block, words in (("fr", "la jeunesse"), ("ar", "كثيرين"), ("", "youth programmes")):
        answer = http(world.amina).post(
            f"{CLAUSE}/comments", data={"body": "Typed.", "quote": words, "key": words}
        )
        assert answer.status_code == 303
        stored = session.scalar(select(Quote).where(Quote.said == words))
        assert (stored.block, stored.language) == (block, block or "en")


@pytest.mark.parametrize(
    "words, block, why",
    [
        ("les vieillards", "", "These words are not in the clause."),
        ("les vieillards", "fr", "These words are not in this translation of the clause."),
        ("youth programmes", "fr", "These words are not in this translation of the clause."),
        ("participeront", "es", "These words are not in this translation of the clause."),
    ],
)
def test_words_that_are_not_there_are_refused(world, http, words, block, why):
    answer = quote(http(world.amina), words, block=block)
    assert answer.status_code == 422 and why in answer.json["error"]


def test_only_a_quote_of_the_text_that_changed_is_of_an_earlier_wording(world, http):
    said = "Taken from an earlier wording of the text in this language."
    amina = http(world.amina)
    french = quote(amina, "participeront aux programmes", "1", block="fr").json["id"]
    arabic = quote(amina, "برامج الشباب", "2", block="ar").json["id"]
    english = quote(amina, "youth programmes", "3").json["id"]
    http(world.haruko).get(CLAUSE)  # what is kept of the page does not stay as it is
    assert put(http(world.ines), {WID: "que tous les enfants jouent,"}).status_code == 303
    for reader in (world.amina, world.haruko):
        page = shown(http(reader), french)
        assert said in page and "data-orphan" in page and "participeront aux programmes" in page
        for other in (arabic, english):
            assert said not in shown(http(reader), other)
            assert "data-orphan" not in shown(http(reader), other)


def test_it_is_attached_again_to_words_of_the_same_text(world, http, session):
    amina = http(world.amina)
    name = quote(amina, "participeront aux programmes", block="fr").json["id"]
    assert put(http(world.ines), {WID: "que tous les enfants jouent,"}).status_code == 303
    page = amina.get(f"/comments/{name}").text
    assert 'data-words data-block="fr">que tous les enfants jouent,<' in page
    answer = amina.post(f"/comments/{name}/quote", data={"quote": "enfants jouent", "block": "fr"})
    assert answer.status_code == 303
    page = shown(http(world.haruko), name)
    assert 'lang="fr"' in page and "enfants jouent" in page and "data-orphan" not in page


def suggest(visitor, words, instead, key="s", **fields):
    return quote(visitor, words, key, suggests="y", instead=instead, **fields)


def test_other_words_for_a_translation_are_a_remark_on_it_and_no_proposal(world, http, session):
    for again in range(3):
        for who, other in ((world.amina, world.haruko), (world.haruko, world.amina)):
            answer = suggest(
                http(who), "pour la jeunesse", "destinés aux jeunes", f"s{again}", block="fr"
            )
            name = answer.json["id"]
            for reader in (who, other, world.helena):
                page = shown(http(reader), name)
                assert "Suggests other words for the translation:" in page
                assert "This is a remark on the translation." in page
                assert re.search(r'<div lang="fr">\s*<div class="difference"', page)
                assert "youth programmes" not in page
            comment = session.scalar(select(Comment).where(Comment.name == name))
            assert comment.type == CommentType.TRANSLATION
            decided = http(world.helena).post(
                f"/comments/{name}/suggestion/decision", data={"outcome": "accepted"}
            )
            assert decided.status_code == 403
            proposed = http(other).post(f"/comments/{name}/proposal", data={"wording": "1"})
            assert proposed.status_code == 409 and "a remark on a translation" in proposed.text
            # Supporting a remark decides nothing.
            supported = http(other).post(f"/comments/{name}/suggestion/support")
            assert supported.status_code in (200, 303)


def test_its_writer_rewords_it_in_the_same_translation(world, http, session):
    amina = http(world.amina)
    name = suggest(amina, "pour la jeunesse", "des jeunes", block="fr").json["id"]
    for words in ("pour les jeunes", "destinés aux jeunes", "de la jeunesse"):
        edited = amina.post(f"/comments/{name}", data={"body": "Better.", "instead": words})
        assert edited.status_code == 303
        page = shown(http(world.haruko), name)
        assert f"{words.split()[0]}" in page and "data-gone" not in page
    moved = amina.post(f"/comments/{name}", data={"body": "Better.", "quote": "beaucoup"})
    assert moved.status_code == 303
    stored = session.scalar(select(Quote).join(Comment).where(Comment.name == name))
    assert (stored.exact, stored.block, stored.language) == ("beaucoup", "fr", "fr")
    refused = amina.post(f"/comments/{name}", data={"body": "B.", "quote": "youth programmes"})
    assert refused.status_code == 422


def test_a_release_keeps_the_language(world, http, session):
    [delegation] = [each.delegation_id for each in world.wanjiru.memberships]
    name = quote(
        http(world.wanjiru), "برامج الشباب", block="ar", audience=f"delegation:{delegation}"
    ).json["id"]
    page = http(world.amina).get(f"/comments/{name}").text
    key = re.search(r'name="key" value="(\w+)"', page)
    released = http(world.amina).post(
        f"/comments/{name}/release", data={"body": "On these words.", "key": key and key[1]}
    )
    assert released.status_code in (201, 303), released.text
    quotes = session.scalars(select(Quote).where(Quote.said == "برامج الشباب")).all()
    assert [(each.block, each.language) for each in quotes] == [("ar", "ar")] * 2


def test_it_is_taken_away_with_its_language(world, http):
    quote(http(world.amina), "participeront aux programmes", block="fr")
    suggest(http(world.amina), "pour la jeunesse", "des jeunes", block="fr")
    for of in (TOPIC, "resolution:67-hyderabad-2010"):
        taken = http(world.haruko).get(f"/takeaway/file?of={of}&form=json")
        assert taken.status_code == 200
        assert '"quote_language": "fr"' in taken.text
        assert "Suggests for the translation (Français)" in taken.text


def test_a_thread_of_such_quotes_costs_no_more_statements(world, http, statements):
    amina, haruko = http(world.amina), http(world.haruko)
    quote(amina, "participeront", "q0", block="fr")
    haruko.get(CLAUSE)
    quote(amina, "participeront", "q1", block="fr")
    with statements() as few:
        haruko.get(CLAUSE)
    for number in range(2, 20):
        quote(amina, "participeront", f"q{number}", block="fr")
    with statements() as many:
        haruko.get(CLAUSE)
    assert len(many) == len(few)


def test_members_quote_and_discuss_beside_both_texts_and_guests_read_them(world, http):
    for name, may in (("amina", True), ("elke", True), (None, False)):
        page = http(world[name] if name else None).get(FRENCH).text
        assert f'data-words="{TOPIC}" data-block="fr">{IN_FRENCH}' in page
        assert (f'data-open-thread="{TOPIC}"' in page) is may
        assert ("data-counts" in page) is may
