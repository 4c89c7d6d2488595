"""Quoting words of the clause: they are kept with the comment, found again, and attached again."""

import pytest
from sqlalchemy import select

from wgcop.events.models import Entry
from wgcop.resolutions.models import Clause, Wording

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"


@pytest.fixture
def wording(session):
    return session.scalar(select(Wording).join(Clause).where(Clause.wid == WID))


@pytest.fixture
def words(wording):
    return " ".join(wording.text.replace("*", "").split()[2:6])


def quote(visitor, words, key="q", **fields):
    return visitor.post(
        f"{CLAUSE}/comments",
        data={"body": "On these words.", "quote": words, "key": key, **fields},
        headers={"Accept": "application/json"},
    )


def reword(session, wording, text):
    wording.text = text
    session.commit()


def test_the_words_stand_above_the_comment_and_say_where_they_are(world, http, wording, words):
    html = quote(http(world.amina), words).json["html"]
    start = wording.text.index(words)

    assert f'data-start="{start}" data-end="{start + len(words)}"' in html
    assert words in html.partition("data-body")[0]


def test_several_comments_quote_the_same_words(world, http, words):
    assert quote(http(world.amina), words).status_code == 201
    assert quote(http(world.haruko), words).status_code == 201
    assert http(world.luc).get(CLAUSE).text.count("<blockquote") == 2


def test_other_words_come_back_with_the_form_filled_in(world, http):
    answer = http(world.amina).post(
        f"{CLAUSE}/comments", data={"body": "Kept words.", "quote": "not in there", "key": "q"}
    )

    assert answer.status_code == 422
    assert "These words are not in the clause." in answer.text
    assert "Kept words." in answer.text and "not in there" in answer.text


def test_a_new_wording_keeps_the_quote(world, http, session, wording, words):
    quote(http(world.amina), words)
    reword(session, wording, f"noting above all, {wording.text}")

    page = http(world.haruko).get(CLAUSE).text
    assert f'data-start="{wording.text.index(words)}"' in page


def test_a_quote_that_no_longer_fits_is_an_orphan_with_its_original_words(
    world, http, session, wording, words
):
    quote(http(world.amina), words)
    reword(session, wording, "Something else altogether.")

    page = http(world.haruko).get(CLAUSE).text
    assert "data-orphan" in page and "These words are no longer in the clause." in page
    assert words in page


@pytest.mark.parametrize("name", ["helena", "ines", "elke", "haruko"])
def test_a_thread_tells_scripts_whether_its_reader_keeps_order(world, http, name):
    is_marked = "data-keeps-order" in http(world[name]).get(CLAUSE).text

    assert is_marked is (name in ("helena", "ines"))


@pytest.mark.parametrize(
    "name, status",
    [
        ("amina", 303),
        ("helena", 303),
        ("ines", 303),
        ("haruko", 403),
        ("wanjiru", 403),
        ("elke", 403),
        ("ruth", 403),
    ],
)
def test_its_writer_and_those_who_keep_order_attach_it_again(
    world, http, session, wording, words, name, status
):
    comment = quote(http(world.amina), words).json["id"]
    reword(session, wording, "Something else altogether.")
    answer = http(world[name]).post(f"/comments/{comment}/quote", data={"quote": "else altogether"})

    assert answer.status_code == status
    attached = session.scalars(select(Entry).where(Entry.kind == "comment.attached")).all()
    assert [e.actor_id for e in attached] == ([world[name].id] if status == 303 else [])
    if status == 303:
        assert 'data-start="10" data-end="25"' in http(world.haruko).get(CLAUSE).text


def test_attaching_to_missing_words_is_refused_with_a_reason(world, http, words):
    amina = http(world.amina)
    comment = quote(amina, words).json["id"]

    for given in ("nowhere to be found", ""):
        answer = amina.post(f"/comments/{comment}/quote", data={"quote": given})
        assert answer.status_code == 422
        assert "These words are not in the clause." in answer.text


def test_a_thread_of_quotes_costs_no_more_statements(world, http, words, statements):
    amina, haruko = http(world.amina), http(world.haruko)
    quote(amina, words, "q0")
    haruko.get(CLAUSE)  # what is around the talk is kept from here on
    quote(amina, words, "q1")
    with statements() as few:
        haruko.get(CLAUSE)
    for number in range(2, 20):
        quote(amina, words, f"q{number}")
    with statements() as many:
        haruko.get(CLAUSE)

    assert len(many) == len(few)
