"""The language of a comment: guessed, correctable, and shown to those who hear the page."""

import pytest

from wgcop.demo.talk import THREADS
from wgcop.languages.guessing import guess

CLAUSE = "/clauses/wtdc-67.recs_recognizing__rec_b"
DEMO_COMMENTS = [comment for thread in THREADS.values() for comment in thread]


@pytest.mark.parametrize("comment", DEMO_COMMENTS, ids=lambda comment: comment.body[:30])
def test_the_languages_of_the_demo_comments_are_guessed(comment):
    short = len(comment.body.split()) < 8
    assert guess(comment.body) in ({comment.language, ""} if short else {comment.language})


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("中国支持这一段的措辞。", "zh"),
        ("Нет.", "ru"),
        ("OK", ""),
        ("", ""),
        ("12.3 – 4", ""),
        ("https://example.org/the/of/and/to", ""),
        ("Ми підтримуємо цей пункт і його редакцію.", ""),
        ("Wir unterstützen diesen Absatz und schlagen eine Änderung vor.", ""),
        ("これは日本語です。", ""),
    ],
)
def test_a_short_or_foreign_word_is_not_guessed_at(text, language):
    assert guess(text) == language


def post(visitor, **fields):
    return visitor.post(
        f"{CLAUSE}/comments", data={"key": "l", **fields}, headers={"Accept": "application/json"}
    )


def test_the_guess_stands_on_the_comment(world, http):
    html = post(http(world.luc), body="La Suisse peut accepter cette formulation.").json["html"]

    assert 'lang="fr" dir="ltr"' in html


def test_the_writer_can_correct_the_guess(world, http):
    html = post(http(world.luc), body="OK pour la Suisse", language="fr").json["html"]

    assert 'lang="fr"' in html


def test_an_unknown_language_is_refused(world, http):
    assert post(http(world.luc), body="Hei", language="fi").status_code == 422


def test_a_language_is_corrected_without_a_new_wording(world, http, listen):
    amina, japan = (
        http(world.amina),
        listen(world.haruko, CLAUSE[1:].replace("clauses/", "clause:")),
    )
    name = post(amina, body="OK.", language="fr").json["id"]
    japan()

    def edit(**fields):
        return amina.post(f"/comments/{name}", data=fields, headers={"Accept": "application/json"})

    html = edit(body="OK.", language="es").json["html"]
    assert 'lang="es"' in html and "edited" not in html
    assert [entry["kind"] for entry in japan()] == ["comment.language"]
    assert 'lang="es"' in edit(body="OK, then.").json["html"]
    assert 'lang="en"' in edit(body="We agree to that in the end.", language="").json["html"]
    assert edit(body="OK.", language="xx").status_code == 422
