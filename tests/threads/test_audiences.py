"""A delegation's private layer is its own: no page, count, number, socket or search tells others of it."""

import pytest

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"
TOPIC = f"clause:{WID}"
RESOLUTION = "/resolutions/67-hyderabad-2010"
WORDS = "Capital asks us to hold this back."


def whisper(visitor, delegation, body=WORDS, key="w", audience=""):
    return visitor.post(
        f"{CLAUSE}/comments",
        data={
            "body": body,
            "audience": audience or delegation.audience,
            "type": "substantive",
            "key": key,
        },
        headers={"Accept": "application/json"},
    )


OUTSIDERS = ["haruko", "helena", "ines", "elke", "ruth"]


def test_a_colleague_of_the_delegation_reads_it(world, http):
    whisper(http(world.amina), world.delegation("Kenya"))

    assert WORDS in http(world.wanjiru).get(CLAUSE).text


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_else_sees_it_on_any_page_or_in_any_number(world, http, name):
    outsider = http(world[name])
    before = outsider.get(f"{RESOLUTION}/counts").json
    seq = outsider.get(f"/live/{TOPIC}?after=0").json["seq"]
    comment = whisper(http(world.amina), world.delegation("Kenya")).json["id"]

    assert WORDS not in outsider.get(CLAUSE).text
    assert outsider.get(f"/comments/{comment}").status_code == 404
    assert outsider.get(f"{RESOLUTION}/counts").json == before
    assert outsider.get(f"/live/{TOPIC}?after=0").json["seq"] == seq
    private = f"{TOPIC}@{world.delegation('Kenya').id}"
    assert outsider.get(f"/live/{private}?after=0").status_code == 404


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_else_hears_of_it(world, http, listen, name):
    kenya = world.delegation("Kenya")
    inside = listen(world.wanjiru, f"{TOPIC}@{kenya.id}")
    outside = listen(world[name], TOPIC)
    above = listen(world[name], "resolution:67-hyderabad-2010")
    intruder = listen(world[name], f"{TOPIC}@{kenya.id}")
    whisper(http(world.amina), kenya)

    assert [WORDS in heard["html"] for heard in inside()] == [True]
    assert intruder.answer["ok"] is False
    assert outside() == intruder() == above() == []
    assert outside.hear("changed") == above.hear("changed") == intruder.hear("changed") == []


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_writes_into_somebody_elses_layer(world, http, name):
    assert whisper(http(world[name]), world.delegation("Kenya")).status_code == 422


def test_a_reply_to_a_private_comment_cannot_be_made_public(world, http):
    amina = http(world.amina)
    private = whisper(amina, world.delegation("Kenya")).json["id"]
    answer = amina.post(
        f"{CLAUSE}/comments",
        data={"body": "Out loud.", "audience": "members", "type": "substantive", "parent": private},
    )

    assert answer.status_code == 409
    assert "stays within the delegation" in answer.text


def test_a_person_with_two_capacities_speaks_in_the_chosen_one(world, http):
    odile = http(world.odile)
    answer = odile.post(
        "/account/capacity",
        data={
            "capacity": f"delegation-{world.delegation('Jura Institute of Communication Studies').id}"
        },
    )
    assert answer.status_code == 303
    whisper(
        odile, world.delegation("Jura Institute of Communication Studies"), "For Jura only.", "j"
    )

    assert "For Jura only." in http(world.elke).get(CLAUSE).text
    assert "For Jura only." not in http(world.luc).get(CLAUSE).text


def test_a_private_comment_of_one_delegation_cannot_be_answered_for_another(world, http):
    odile = http(world.odile)
    within = whisper(odile, world.delegation("Switzerland"), "Bern only.", "ch").json["id"]
    jura = world.delegation("Jura Institute of Communication Studies")
    odile.post("/account/capacity", data={"capacity": f"delegation-{jura.id}"})
    answer = odile.post(
        f"{CLAUSE}/comments",
        data={
            "body": "In Jura.",
            "audience": jura.audience,
            "type": "substantive",
            "parent": within,
        },
    )

    assert answer.status_code == 409
    assert "stays within the delegation" in answer.text


def test_a_comment_is_posted_only_in_the_capacity_that_its_page_showed(world, http, session):
    """A page that is left open while its reader begins to speak for another delegation says nothing in that one's name."""
    odile, swiss, jura = http(world.odile), *(m.delegation for m in world.odile.memberships)
    question = http(world.haruko).post(f"{CLAUSE}/comments", data={"body": "Japan asks."})
    comment = question.location.partition("comment=")[2].partition("#")[0]
    pages = odile.get(CLAUSE).text, odile.get(f"/comments/{comment}").text
    assert all(f'name="speaking_as" value="delegation-{swiss.id}"' in page for page in pages)
    assert f'name="delegation" value="{swiss.id}"' in pages[1]
    odile.post("/account/capacity", data={"capacity": f"delegation-{jura.id}"})

    form = {"body": "We agree.", "speaking_as": f"delegation-{swiss.id}"}
    page = odile.post(f"{CLAUSE}/comments", data=form)
    assert page.status_code == 422
    assert f"you chose to speak as {jura.name}" in page.text and "We agree." in page.text
    assert f'name="speaking_as" value="delegation-{jura.id}"' in page.text, (
        "who sends it again means it"
    )
    support = f"/comments/{comment}/support"
    for address in (support, f"{support}/withdrawal"):
        refused = odile.post(address, data={"wording": 1, "delegation": swiss.id})
        assert refused.status_code == 409 and "Reload the page" in refused.text
    page = http(world.haruko).get(CLAUSE).text
    assert "We agree." not in page and "Supported by" not in page.partition("Japan asks.")[2]


def test_the_word_delegation_addresses_the_delegation_that_one_speaks_for(world, http):
    kenya = world.delegation("Kenya")
    answer = whisper(http(world.amina), kenya, "Marmalade within.", "w", audience="delegation")
    assert answer.status_code == 201
    assert answer.json["topic"].endswith(f"@{kenya.id}")
    assert "Marmalade within." in http(world.wanjiru).get(CLAUSE).text
    assert "Marmalade within." not in http(world.haruko).get(CLAUSE).text


def test_a_person_without_a_delegation_is_told_which_audiences_they_can_address(world, http):
    ines = http(world.ines)
    answer = ines.post(
        f"{CLAUSE}/comments", data={"body": "Lost?", "audience": "delegation", "key": "n"}
    )
    assert answer.status_code == 422
    assert "you can address only: Everybody signed in." in answer.text
    assert ">Lost?</textarea>" in answer.text and ">Lost?<" not in ines.get(CLAUSE).text
