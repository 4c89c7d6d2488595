"""A private comment, of a delegation or a regional group, reaches nobody else, whichever way it might: one test for each way.

That no page of the workspace shows one is a part of `tests/permissions/test_matrix.py`, which asks all of them.
"""

import re

import pytest
from sqlalchemy import select

from wgcop.accounts.regional import REGIONAL_GROUPS
from wgcop.events import presence_messages
from wgcop.events.layers import key_of
from wgcop.events.models import Topic
from wgcop.mail import Message

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"
TOPIC = f"clause:{WID}"
RESOLUTION = "/resolutions/67-hyderabad-2010"
WORDS = "Quokka instructions from the capital."
OUTSIDERS = ["haruko", "helena", "ines", "elke", "ruth"]


@pytest.fixture(params=["delegation", "regional group"])
def layer(request, world):
    """Where Amina whispers: within Kenya, or within the African group, to which Egypt belongs too."""
    if request.param == "delegation":
        return world.delegation("Kenya")
    return REGIONAL_GROUPS[2]


@pytest.fixture
def whisper(world, http, layer):
    def post(body=WORDS, key="whispered", **fields):
        answer = http(world.amina).post(
            f"{CLAUSE}/comments",
            data={"body": body, "audience": layer.audience, "key": key, **fields},
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    return post


@pytest.fixture(params=OUTSIDERS)
def outsider(request, world):
    return world[request.param]


@pytest.fixture
def visitor(outsider, http):
    return http(outsider)


def without_token(answer):
    """And without the seconds until the floor changes by itself."""
    return re.sub(r'(content|value)="[\w.-]{60,}"|data-changes-in="\d+"', "", answer.text)


def test_no_page_shows_a_private_comment(visitor, whisper):
    pages = [
        CLAUSE,
        f"{CLAUSE}/thread",
        RESOLUTION,
        "/",
        "/people/",
        "/contributions/",
        "/meetings/",
    ]
    before = {page: WORDS in visitor.get(page).text for page in pages}
    whisper()

    assert not any(before.values())
    assert [page for page in pages if "Quokka" in visitor.get(page).text] == []


def test_no_count_includes_a_private_comment(visitor, whisper):
    before = visitor.get(f"{RESOLUTION}/counts").json
    whisper()

    assert visitor.get(f"{RESOLUTION}/counts").json == before


def test_no_number_of_an_entry_tells_of_a_private_comment(
    world, visitor, listen, outsider, whisper
):
    listening = listen(outsider, TOPIC)
    seq = visitor.get(f"/live/{TOPIC}?after=0").json["seq"]
    whisper()

    assert visitor.get(f"/live/{TOPIC}?after=0").json["seq"] == seq == listening.answer["seq"]


def test_no_socket_outside_hears_a_private_comment(world, outsider, listen, layer, whisper):
    here = listen(outsider, TOPIC)
    above = listen(outsider, "resolution:67-hyderabad-2010")
    own = listen(outsider, f"person:{outsider.id}")
    spying = listen(outsider, f"{TOPIC}@{key_of(layer.audience)}")
    whisper("Quokka, and @Japan and @Helena Tavira should see it.")

    assert spying.answer["ok"] is False
    for listener in (here, above, own, spying):
        assert listener() == listener.hear("changed") == []


def test_no_catch_up_brings_a_private_comment(visitor, layer, whisper):
    whisper()

    assert "Quokka" not in visitor.get(f"/live/{TOPIC}?after=0").text
    assert visitor.get(f"/live/{TOPIC}@{key_of(layer.audience)}?after=0").status_code == 404


def test_a_private_comment_has_no_page_and_no_verb_for_others(visitor, whisper):
    comment = whisper()
    posts = ["", "/retraction", "/release", "/support", "/support/withdrawal", "/quote"]

    assert visitor.get(f"/comments/{comment}").status_code == 404
    assert visitor.get(f"/comments/{comment}/edit").status_code == 404
    assert {visitor.post(f"/comments/{comment}{p}").status_code for p in posts} == {404}


def test_nobody_outside_replies_to_a_private_comment(visitor, whisper):
    comment = whisper()
    answer = visitor.post(
        f"{CLAUSE}/comments", data={"body": "Which capital?", "parent": comment, "key": "guess"}
    )

    assert answer.status_code == 404


def test_no_search_shows_or_counts_a_private_comment(visitor, whisper, index):
    visitor.get("/search?q=quokka")
    index()
    everything = visitor.get("/api/v1/search?q=capital").json
    listed = without_token(visitor.get("/search?q=capital&kind=comment"))
    whisper("Quokka capital.")
    index()

    assert visitor.get("/api/v1/search?q=quokka").json["total"] == 0
    assert visitor.get("/api/v1/search?q=capital").json == everything
    assert without_token(visitor.get("/search?q=capital&kind=comment")) == listed
    assert "<mark>" not in visitor.get("/search?q=quokka").text


def test_a_guessed_key_tells_nothing_of_a_private_comment(visitor, whisper):
    """Keys are each writer's own: whoever guesses one learns neither that it is taken nor what it said."""
    whisper(key="guessable")
    answer = visitor.post(
        f"{CLAUSE}/comments",
        data={"body": "Mine.", "key": "guessable"},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 201
    assert "Quokka" not in answer.text


def test_a_guessed_key_tells_nothing_even_if_the_audience_is_named(world, http, layer, whisper):
    whisper(key="guessable")
    answer = http(world.haruko).post(
        f"{CLAUSE}/comments",
        data={"body": "Mine.", "key": "guessable", "audience": layer.audience},
    )

    assert answer.status_code == 422
    assert "Quokka" not in answer.text


def test_nothing_is_marked_as_new_for_others_by_a_private_comment(visitor, layer, whisper):
    whisper()

    assert TOPIC not in visitor.get(f"{RESOLUTION}/counts").json["new"]
    marking = visitor.post(
        "/read-marks", data={"topic": f"{TOPIC}@{key_of(layer.audience)}", "seq": 1}
    )
    assert marking.status_code == 404


def test_a_mention_in_a_private_comment_tells_nobody_outside(
    app, session, outsider, layer, whisper
):
    before = session.scalar(select(Topic.seq).where(Topic.name == outsider.topic))
    whisper(f"Quokka: @{outsider.name} must not know.")
    session.expire_all()

    assert session.scalar(select(Topic.seq).where(Topic.name == outsider.topic)) == before


def test_no_mail_tells_of_a_private_comment(world, http, session, layer, whisper):
    """Nothing is mailed of a private comment, to nobody: neither of its words nor that there are any."""

    def mailed():
        session.expire_all()
        return [(m.recipient, m.subject, m.text) for m in session.scalars(select(Message))]

    before = mailed()
    comment = whisper("Quokka: @Japan must not know, @Wanjiru Tende must.")
    http(world.wanjiru).post(
        f"{CLAUSE}/comments",
        data={
            "body": "Quokka, again.",
            "audience": layer.audience,
            "parent": comment,
        },
    )
    http(world.amina).post(f"/comments/{comment}", data={"body": "Quokka, @Elke Brunnhof."})
    http(world.amina).post(f"/comments/{comment}/retraction")

    assert mailed() == before


@pytest.fixture
def elsewhere(world, listen, layer):
    """All that the others may listen to, and what they may not but try."""
    return [
        listen(world[name], topic)
        for name in OUTSIDERS
        for topic in (
            TOPIC,
            "resolution:67-hyderabad-2010",
            world[name].topic,
            f"{TOPIC}@{key_of(layer.audience)}",
            layer.audience,
        )
    ]


@pytest.fixture
def told_at_once(monkeypatch):
    """Comings and goings are gathered for a moment. Here whoever is told has been told when it is looked at."""
    monkeypatch.setattr(presence_messages.socketio, "sleep", lambda _seconds: None)
    monkeypatch.setattr(presence_messages.socketio, "start_background_task", lambda act: act())


def test_nobody_outside_sees_who_is_in_a_private_layer(
    told_at_once, world, listen, layer, elsewhere
):
    """That a layer is being read is told to its own readers alone, and does not count as being here."""
    events_heard(elsewhere, "presence")
    inside = listen(world.wanjiru, f"{TOPIC}@{key_of(layer.audience)}")
    assert [event["count"] for event in events_heard([inside], "presence")] == [1]

    assert events_heard(elsewhere, "presence") == []
    inside.leave()
    assert events_heard(elsewhere, "presence") == []


def test_nobody_outside_sees_who_types_in_a_private_layer(
    told_at_once, world, listen, layer, elsewhere
):
    layer = f"{TOPIC}@{key_of(layer.audience)}"
    inside, writing = listen(world.wanjiru, layer), listen(world.amina, layer)

    assert writing.emit("typing", {"topic": layer}) == {"ok": True}
    assert [event["person"]["name"] for event in inside.hear("typing")] == ["Amina Barasa"]
    assert events_heard(elsewhere, "typing") == []
    for listener in elsewhere:
        assert listener.emit("typing", {"topic": layer}) == {"ok": False}
    assert inside.hear("typing") == []


def events_heard(listeners, name):
    return [event for listener in listeners for event in listener.hear(name)]


def test_its_own_readers_find_it_in_all_these_ways(world, http, listen, layer, whisper, index):
    """Lest the tests above pass because nothing works."""
    colleague = http(world.wanjiru)
    before = colleague.get(f"{RESOLUTION}/counts").json["comments"].get(TOPIC, 0)
    inside = listen(world.wanjiru, f"{TOPIC}@{key_of(layer.audience)}")
    comment = whisper()
    index()

    assert WORDS in colleague.get(CLAUSE).text
    assert WORDS in colleague.get(f"/comments/{comment}").text
    assert colleague.get(f"{RESOLUTION}/counts").json["comments"][TOPIC] == before + 1
    assert WORDS in inside()[0]["html"]
    assert "Quokka" in colleague.get(f"/live/{TOPIC}@{key_of(layer.audience)}?after=0").text
    assert colleague.get("/api/v1/search?q=quokka").json["total"] == 1
