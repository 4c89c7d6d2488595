"""Comments on a draft: its drafters' own, with a layer beside it for those whose consent is requested; nobody else learns of them."""

import re

import pytest

from wgcop.search import indexer

JSON = {"Accept": "application/json"}
EVERYBODY_ELSE = {
    "guest": None,
    "observer": "ruth",
    "colleague of the delegation": "amina",
    "delegate of another delegation": "caio",
    "rapporteur": "elke",
    "vice-chair": "salma",
    "chair": "helena",
    "secretariat": "ines",
}


@pytest.fixture
def paper(world, draft):
    """A draft by Wanjiru of Kenya, who named Daichi of Japan: their head Amina does not draft it."""
    address = draft(world.wanjiru, drafters=[world.daichi])

    class Paper:
        work = address
        id = address.rpartition("/")[2]
        topic = f"draft-talk:{id}"
        talk = f"/threads/{topic}"
        audience = f"drafters:{id}"
        asked = f"asked:{id}"

    return Paper


def say(visitor, paper, body, **fields):
    answer = visitor.post(
        f"{paper.talk}/comments", data={"body": body, "key": body, **fields}, headers=JSON
    )
    assert answer.status_code == 201, answer.text
    return answer.json


@pytest.fixture
def joint(world, http, paper):
    """Japan is asked to stand beside Kenya: Haruko, its head, may read the draft from now on."""
    japan = world.delegation("Japan").id
    wanjiru = http(world.wanjiru)
    page = wanjiru.get(f"{paper.work}/edit").text
    steps = re.search(r'name="steps" value="(\d*)"', page)[1]
    marks = re.search(r'name="marks"[^>]*value="([^"]*)"', page)[1]

    def ask(typed):
        saved = wanjiru.post(
            paper.work, data=typed(steps=steps, marks=marks, together_with=[japan])
        )
        assert saved.status_code == 303, saved.text
        assert wanjiru.post(f"{paper.work}/consents").status_code == 303

    return ask


def test_drafters_talk_among_themselves(world, http, paper, listen):
    page = listen(world.daichi, paper.topic)
    assert page.answer["ok"]
    say(http(world.wanjiru), paper, "Too long, I think.")

    assert "Too long, I think." in page()[0]["html"]
    assert "Too long, I think." in http(world.daichi).get(paper.talk).text
    assert "Too long, I think." in http(world.daichi).get("/").text
    assert paper.talk in http(world.daichi).get(paper.work).text


def test_they_listen_before_anybody_has_spoken(world, paper, listen):
    page = listen(world.daichi, paper.topic)

    assert page.answer == {"ok": True, "seq": 0}


def test_whoever_reads_a_draft_follows_what_they_hear_of_it_before_anybody_has_spoken(
    world, http, paper, joint, typed
):
    joint(typed)
    for name, topic in (
        ("daichi", paper.topic),
        ("haruko", f"{paper.topic}@{paper.id}"),
        ("wanjiru", paper.topic),
    ):
        visitor = http(world[name])
        assert f'name="topic" value="{topic}"' in visitor.get(paper.talk).text
        for verb, pressed in (("follows", 1), ("follows/removal", 0), ("follows", 1)):
            data = {"topic": topic, "next": paper.talk}
            assert visitor.post(f"/{verb}", data=data).location == paper.talk
            assert (
                visitor.get(paper.talk).text.count('aria-pressed="true"><span class="follow')
                == pressed
            )
            assert visitor.get(f"{paper.talk}/counts").json["followed"] == [topic] * pressed
    assert http(world.haruko).post("/follows", data={"topic": paper.topic}).status_code == 404


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
def test_nobody_else_learns_that_there_is_talk(app, world, http, paper, listen, role):
    person = world[EVERYBODY_ELSE[role]] if EVERYBODY_ELSE[role] else None
    visitor = http(person)
    first_page, open_page = visitor.get("/").text, listen(person, paper.topic)
    own_topic = listen(person, person.topic) if person else None
    comment = say(
        http(world.wanjiru), paper, f"Quokka of the drafters @{world.amina.name} @{world.ines.name}"
    )
    with app.app_context():
        indexer.drain_all()

    assert not open_page.answer["ok"] and open_page() == []
    assert own_topic is None or own_topic() == []
    refused = 303 if person is None else 404
    for address in (
        paper.talk,
        f"{paper.talk}/thread",
        f"{paper.talk}/counts",
        f"/comments/{comment['id']}",
        f"/comments/{comment['id']}/replies",
        f"/comments/{comment['id']}/edit",
    ):
        answer = visitor.get(address)
        assert answer.status_code == refused and "Quokka" not in answer.text, address
    assert visitor.get(f"/live/{paper.topic}").status_code == 404
    for address, data in (
        (f"{paper.talk}/comments", {"body": "Me too."}),
        (f"/comments/{comment['id']}", {"body": "Mine."}),
        (f"/comments/{comment['id']}/retraction", {}),
        (f"/comments/{comment['id']}/support", {}),
        (f"/comments/{comment['id']}/release", {}),
        ("/read-marks", {"topic": paper.topic, "seq": 1}),
        ("/follows", {"topic": paper.topic}),
    ):
        assert visitor.post(address, data=data).status_code in (303 if person is None else 404, 403)
    assert visitor.get("/api/v1/search?q=quokka").json["total"] == 0
    now = visitor.get("/").text
    assert "Quokka" not in now and now.count("is-new") == first_page.count("is-new")


def test_not_even_its_drafters_find_it_by_searching(app, world, http, paper):
    say(http(world.wanjiru), paper, "Quokka of the drafters")
    with app.app_context():
        indexer.drain_all()

    assert http(world.daichi).get("/api/v1/search?q=quokka").json["total"] == 0


def test_a_mention_reaches_only_who_may_read_it(world, http, paper, listen):
    daichi, amina = listen(world.daichi, world.daichi.topic), listen(world.amina, world.amina.topic)
    say(http(world.wanjiru), paper, f"@{world.daichi.name} and @{world.amina.name}, look here.")

    assert [entry["kind"] for entry in daichi()] == [] and amina() == []
    page = http(world.daichi).get("/").text
    assert "@ 1" in page
    assert "@ 1" not in http(world.amina).get("/").text


def test_whoever_is_dropped_hears_no_more_and_their_open_page_is_cut_off(
    world, http, paper, listen
):
    comment = say(http(world.wanjiru), paper, "Before.")["id"]
    page = listen(world.daichi, paper.topic)
    removed = http(world.wanjiru).post(f"{paper.work}/drafters/{world.daichi.id}/removal")
    assert removed.status_code == 303
    say(http(world.wanjiru), paper, "After Daichi left.")

    assert not page.is_connected
    assert not listen(world.daichi, paper.topic).answer["ok"]
    assert http(world.daichi).get(f"/comments/{comment}").status_code == 404
    assert "After Daichi left." not in http(world.daichi).get("/").text


def test_whoever_is_asked_for_consent_reads_what_is_addressed_to_them_and_nothing_else(
    world, http, paper, joint, typed, listen
):
    say(http(world.wanjiru), paper, "Japan will not like point b.")
    assert not listen(world.haruko, f"{paper.topic}@{paper.id}").answer["ok"]
    joint(typed)
    say(http(world.wanjiru), paper, "Is point b as you wish?", audience=paper.asked)
    haruko = http(world.haruko)
    page = haruko.get(paper.talk).text

    assert "Is point b as you wish?" in page and "Japan will not like" not in page
    assert "You read what the drafters address to those" in page
    assert "Only the drafters read this, also after" not in page
    assert "Only the drafters read this, also after" in http(world.daichi).get(paper.talk).text
    assert "Is point b as you wish?" in haruko.get("/").text
    assert "Japan will not like" not in haruko.get("/").text
    assert listen(world.haruko, f"{paper.topic}@{paper.id}").answer["ok"]
    assert not listen(world.haruko, paper.topic).answer["ok"]
    assert haruko.get(f"/live/{paper.topic}").status_code == 404
    answer = say(haruko, paper, "It is.", audience=paper.asked)
    assert "It is." in http(world.daichi).get(paper.talk).text
    assert "Also for those asked for consent" in answer["html"]
    refused = haruko.post(
        f"{paper.talk}/comments",
        data={"body": "Let me in.", "audience": paper.audience},
        headers=JSON,
    )
    assert refused.status_code == 422
    for outsider in (world.amina, world.ines, world.helena):
        assert http(outsider).get(paper.talk).status_code == 404


def test_when_the_paper_has_its_number_the_talk_stays_with_its_drafters(world, http, paper):
    say(http(world.wanjiru), paper, "Between the two of us.")
    answer = http(world.wanjiru).post(f"{paper.work}/drafters/{world.daichi.id}/removal")
    assert answer.status_code == 303
    submitted = http(world.wanjiru).post(f"{paper.work}/submission")
    document = submitted.headers["Content-Location"]
    assert document.startswith("/documents/"), submitted.text

    assert "Between the two of us." in http(world.wanjiru).get(paper.talk).text
    assert "Between the two of us." not in http(world.wanjiru).get(document).text
    for other in (world.amina, world.daichi, world.ines, world.haruko):
        assert http(other).get(paper.talk).status_code == 404
        assert "Between the two of us." not in http(other).get(document).text


def test_quoted_words_of_the_draft_are_found_again_in_its_text(world, http, paper):
    say(http(world.wanjiru), paper, "Which?", quote="four districts")
    page = http(world.daichi).get(paper.talk).text

    assert 'data-start="11" data-end="25"' in page
    [block] = http(world.daichi).get(f"{paper.talk}/counts").json["blocks"]
    say(http(world.daichi), paper, "This paragraph.", block=block)
    assert http(world.daichi).get(f"{paper.talk}/counts").json["blocks"][block][0] == 2


def test_the_page_of_a_draft_without_talk_costs_no_more_for_it(world, http, paper, statements):
    luc = http(world.luc)
    luc.get("/")
    with statements() as before:
        luc.get("/")
    say(http(world.wanjiru), paper, "Elsewhere.")
    luc.get("/")  # what is kept for everybody is made anew
    with statements() as after:
        luc.get("/")

    assert len(after) == len(before)
