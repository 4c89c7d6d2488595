"""Speaking under a clause: posting, replying, editing, retracting, and doing each of them once."""

import re

import pytest

from wgcop.search import indexer

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"


def say(visitor, body, key, *, clause=CLAUSE, **fields):
    return visitor.post(
        f"{clause}/comments",
        data={"body": body, "audience": "members", "type": "substantive", "key": key, **fields},
        headers={"Accept": "application/json"},
    )


def test_a_comment_stands_under_its_clause_with_who_speaks_for_whom(world, http):
    answer = say(http(world.amina), "Kenya can agree to this wording.", "k1")

    assert answer.status_code == 201
    page = http(world.haruko).get(CLAUSE).text
    assert "Kenya can agree to this wording." in page
    assert "Amina Barasa" in page and "Head of delegation" in page


def test_the_form_alone_is_enough(world, http):
    amina = http(world.amina)
    answer = amina.post(
        f"{CLAUSE}/comments", data={"body": "By form.", "audience": "members", "type": "question"}
    )

    assert answer.status_code == 303
    assert re.fullmatch(
        rf".*{re.escape(CLAUSE)}\?comment=(\w+)#comment-\1", answer.headers["Location"]
    )
    assert "By form." in amina.get(CLAUSE).text


def test_the_form_on_a_comments_own_page_replies_to_the_same_audience(world, http):
    kenya = world.delegation("Kenya").audience
    question = say(http(world.amina), "Among us?", "q", audience=kenya).json["id"]
    wanjiru = http(world.wanjiru)
    page = wanjiru.get(f"/comments/{question}").text
    form = page[page.index("data-composer") :]
    (parent,) = re.findall(r'name="parent" value="(\w*)"', form)
    (audience,) = re.findall(r'name="audience" value="([^"]+)" checked', form)
    answer = say(wanjiru, "Among us.", "a", parent=parent, audience=audience)

    assert f'data-parent="{question}"' in answer.json["html"]
    assert "Among us." not in http(world.haruko).get(CLAUSE).text


def test_an_empty_comment_comes_back_with_a_hint(world, http):
    answer = http(world.amina).post(
        f"{CLAUSE}/comments", data={"body": "  ", "audience": "members", "type": "question"}
    )

    assert answer.status_code == 422
    assert "Write something first." in answer.text
    assert 'value="question" selected' in answer.text


def test_a_comment_that_is_too_long_comes_back_whole(world, http):
    words = "word " * 2001
    answer = http(world.amina).post(
        f"{CLAUSE}/comments", data={"body": words, "audience": "members", "type": "substantive"}
    )

    assert answer.status_code == 422
    assert words.strip() in answer.text


def test_the_same_words_with_the_same_key_are_stored_once(world, http):
    amina = http(world.amina)
    first, again = say(amina, "Once.", "same"), say(amina, "Once.", "same")

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json["id"] == again.json["id"]
    assert amina.get(CLAUSE).text.count('<p dir="ltr">Once.</p>') == 1


def test_the_same_key_with_other_words_is_refused_and_both_are_shown(world, http):
    amina = http(world.amina)
    say(amina, "What was sent.", "taken")
    answer = amina.post(
        f"{CLAUSE}/comments",
        data={"body": "Other words.", "audience": "members", "type": "substantive", "key": "taken"},
    )

    assert answer.status_code == 409
    assert "What was sent." in answer.text and "Other words." in answer.text


def test_the_same_words_with_the_same_key_for_other_readers_are_refused(world, http):
    """Not answered with the comment that is there already: whoever meant it for Kenya alone would believe so."""
    amina, kenya = http(world.amina), world.delegation("Kenya").audience
    assert say(amina, "For all.", "all").status_code == 201
    within = say(amina, "For all.", "all", audience=kenya)
    assert (within.status_code, within.json["stored"]) == (409, "For all.")
    assert say(amina, "For Kenya.", "kenya", audience=kenya).status_code == 201
    assert say(amina, "For Kenya.", "kenya").status_code == 409
    page = http(world.haruko).get(CLAUSE).text
    assert "For all." in page and "For Kenya." not in page


def test_the_same_words_with_the_same_key_under_another_clause_are_refused(world, http):
    amina, other = http(world.amina), "/clauses/wtdc-67.recs_recalling__rec_a"
    say(amina, "Once.", "same")
    answer = say(amina, "Once.", "same", clause=other)
    assert (answer.status_code, answer.json["stored"]) == (409, "Once.")
    assert "Once." not in amina.get(other).text


def test_two_writers_may_use_the_same_key(world, http):
    assert say(http(world.amina), "From Kenya.", "k").status_code == 201
    assert say(http(world.haruko), "From Japan.", "k").status_code == 201


def test_replies_are_one_level_deep(world, http):
    first = say(http(world.amina), "A proposal.", "a").json["id"]
    reply = say(http(world.haruko), "A reply.", "b", parent=first).json["id"]
    deeper = say(http(world.amina), "An answer to the reply.", "c", parent=reply)

    assert f'data-parent="{first}"' in deeper.json["html"]


def test_an_edit_is_marked_and_the_earlier_wording_is_stored(world, http):
    amina = http(world.amina)
    comment = say(amina, "The first wording.", "e").json["id"]
    amina.post(f"/comments/{comment}", data={"body": "The second wording."})

    page = http(world.haruko).get(f"/comments/{comment}").text
    assert "The second wording." in page and "The first wording." in page
    assert ">edited<" in http(world.haruko).get(CLAUSE).text


def seen_in(page):
    return re.search(r'name="seen" value="(\w+)"', page)[1]


def test_of_two_edits_begun_from_the_same_words_the_second_stands_beside_the_first(world, http):
    amina = http(world.amina)
    comment = say(amina, "The first wording.", "e").json["id"]
    address = f"/comments/{comment}"
    seen = seen_in(amina.get(f"{address}/edit").text)
    on_the_phone = {"body": "Written on the phone.", "seen": seen}
    assert amina.post(address, data=on_the_phone).status_code == 303
    assert amina.post(address, data=on_the_phone).status_code == 303, "sent twice"

    at_the_desk = {"body": "Written at the desk.", "seen": seen}
    refused = amina.post(address, data=at_the_desk)
    assert refused.status_code == 409
    for words in ("Written on the phone.", "Written at the desk.</textarea>", "Read the new words"):
        assert words in refused.text
    told = amina.post(address, data=at_the_desk, headers={"Accept": "application/json"})
    assert told.status_code == 409 and "Read the new words" in told.json["error"]
    assert told.json["seen"] == seen_in(refused.text) != seen
    assert "Written at the desk." not in http(world.haruko).get(CLAUSE).text

    # Whoever saves once more has read the new words.
    again = {**at_the_desk, "seen": told.json["seen"]}
    assert amina.post(address, data=again).status_code == 303
    assert "Written at the desk." in http(world.haruko).get(CLAUSE).text


def test_only_the_words_of_a_comment_outdate_an_edit(world, http):
    amina = http(world.amina)
    comment = say(amina, "Kenya proposes a date.", "e", language="en").json["id"]
    seen = seen_in(amina.get(f"/comments/{comment}/edit").text)
    same = {"body": "Kenya proposes a date.", "language": "fr", "seen": seen}
    assert amina.post(f"/comments/{comment}", data=same).status_code == 303
    assert http(world.haruko).post(f"/comments/{comment}/support").status_code == 303
    other = {"body": "Kenya proposes June.", "seen": seen}
    assert amina.post(f"/comments/{comment}", data=other).status_code == 303


def test_a_retraction_leaves_a_tombstone_and_shows_the_words_to_nobody(world, http):
    amina = http(world.amina)
    comment = say(amina, "Said in haste.", "r").json["id"]
    amina.post(f"/comments/{comment}", data={"body": "Said in great haste."})
    assert amina.post(f"/comments/{comment}/retraction").status_code == 303

    for reader in (world.amina, world.haruko):
        assert "haste" not in http(reader).get(f"/comments/{comment}").text
        page = http(reader).get(CLAUSE).text
        assert "haste" not in page and f'id="comment-{comment}"' in page
    assert amina.post(f"/comments/{comment}", data={"body": "Again."}).status_code == 403


def test_what_is_typed_is_shown_as_text_never_run(world, http):
    say(http(world.amina), "<script>alert(1)</script> **bold** [x](javascript:alert(1))", "x")

    page = http(world.haruko).get(CLAUSE).text
    assert "<script>alert" not in page and "javascript:alert" not in page.replace(
        "(javascript:", ""
    )
    assert "<strong>bold</strong>" in page


@pytest.mark.parametrize("body", ["مرحبا بالجميع", "שלום"])
def test_a_comment_has_the_direction_of_its_own_words(world, http, body):
    assert 'dir="rtl"' in say(http(world.farid), body, "d").json["html"]


def test_opening_a_clause_costs_as_many_statements_for_two_comments_as_for_forty(
    world, http, statements
):
    amina, haruko = http(world.amina), http(world.haruko)
    say(amina, "Comment 0", "s0")
    haruko.get(CLAUSE)  # what is around the talk is kept from here on
    say(amina, "Comment 1", "s1")
    with statements() as few:
        haruko.get(CLAUSE)
    for number in range(2, 40):
        say(amina, f"Comment {number}", f"s{number}")
    with statements() as many:
        haruko.get(CLAUSE)

    assert len(many) == len(few) <= 6


def test_a_comment_is_found_under_the_new_name_of_its_delegation(world, http, session):
    say(http(world.amina), "Zebra crossing.", "z")
    world.delegation("Kenya").name = "Republic of Kenya"
    session.commit()
    indexer.drain_all()

    hits = http(world.haruko).get("/api/v1/search?q=zebra").json["hits"]
    assert [hit["title"].partition(" ·")[0] for hit in hits] == ["Republic of Kenya"]


@pytest.mark.parametrize("parent", ["99999999999999999999", "-1", "0", "abc", "²"])
def test_a_reply_to_a_comment_that_does_not_exist_gets_a_plain_error(world, http, parent):
    answer = say(http(world.amina), "Kept.", "n", parent=parent)

    assert answer.status_code == 422
    assert "The comment that you reply to is not there." in answer.json["error"]
    by_form = http(world.amina).post(f"{CLAUSE}/comments", data={"body": "Kept.", "parent": parent})
    assert by_form.status_code == 422 and ">Kept.</textarea>" in by_form.text
    assert "The comment that you reply to is not there." in by_form.text


@pytest.mark.parametrize("body", [b"\xed\xa0\x80", b"%ED%A0%80", b"\xff\xfe", b"%00"])
def test_a_comment_with_half_a_character_breaks_nothing(world, http, body):
    answer = http(world.amina).post(
        f"{CLAUSE}/comments",
        data=b"key=half&body=" + body,
        content_type="application/x-www-form-urlencoded",
        headers={"Accept": "application/json"},
    )

    assert answer.status_code in (201, 422)
    assert http(world.haruko).get(CLAUSE).status_code == 200
