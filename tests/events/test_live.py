"""Everybody in the room hears an entry at once and in order; a page that was away asks for what it missed."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from wgcop.database import db
from wgcop.events import views
from wgcop.events.actions import record
from wgcop.events.catch_up import missed
from wgcop.events.queries import topic_for

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE = f"/clauses/{WID}"
TOPIC = f"clause:{WID}"


def say(visitor, body, key, **fields):
    answer = visitor.post(
        f"{CLAUSE}/comments",
        data={"body": body, "audience": "members", "type": "substantive", "key": key} | fields,
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 201
    return answer.json


def test_only_people_in_the_room_hear_a_comment(world, http, listen):
    inside = listen(world.haruko, TOPIC)
    elsewhere = listen(world.teresa, "clause:wtdc-67.recs_recalling__rec_a")
    say(http(world.amina), "Kenya agrees.", "1")

    assert [("Kenya agrees." in heard["html"], heard["action"]) for heard in inside()] == [
        (True, "append")
    ]
    assert elsewhere() == []


def test_what_is_heard_says_who_speaks_what_is_answered_and_who_is_mentioned(world, http, listen):
    room, amina = listen(world.haruko, TOPIC), http(world.amina)
    first = say(amina, "Kenya agrees.", "1")
    reply = say(amina, f"@{world.haruko.name}, do you?", "2", parent=first["id"])
    by = {"news": "everybody", "author": world.amina.id, "speaker": "Kenya · Head of delegation"}

    assert [heard["about"] for heard in room()] == [
        by | {"comment": f"comment-{first['id']}", "key": "1"},
        by
        | {"comment": f"comment-{reply['id']}", "key": "2", "parent": first["id"]}
        | {"mentions": [f"person:{world.haruko.id}"]},
    ]
    assert [first["about"]["key"], reply["about"]["parent"]] == ["1", first["id"]]


def test_numbers_follow_one_another(world, http, listen):
    room = listen(world.haruko, TOPIC)
    start = room.answer["seq"]
    for key in "abc":
        say(http(world.amina), key, key)

    assert [heard["seq"] for heard in room()] == [start + 1, start + 2, start + 3]


def test_pages_above_are_told_that_something_changed_and_nothing_else(world, http, listen):
    above = listen(world.haruko, "resolution:67-hyderabad-2010")
    guest = listen(None, "resolution:67-hyderabad-2010")
    say(http(world.amina), "Something.", "1")

    assert above.hear("changed") == [{"topic": TOPIC}]
    assert above() == []
    assert guest.hear("changed") == guest() == []


def test_a_page_that_was_away_gets_each_comment_once_as_it_stands_now(world, http):
    haruko = http(world.haruko)
    after = haruko.get(f"/live/{TOPIC}").json["seq"]
    amina = http(world.amina)
    first = say(amina, "First wording.", "1")["id"]
    say(amina, "Another.", "2")
    amina.post(f"/comments/{first}", data={"body": "Second wording."})

    missed = haruko.get(f"/live/{TOPIC}?after={after}").json
    assert missed["seq"] == after + 3
    assert [entry["action"] for entry in missed["entries"]] == ["append", "append"]
    assert "Second wording." in missed["entries"][0]["html"]
    assert "First wording." not in missed["entries"][0]["html"]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_what_is_said_while_a_page_asks_comes_after_the_number_that_it_is_told(
    world, http, monkeypatch
):
    """So that the line brings it, and it is there once."""
    haruko, amina = http(world.haruko), http(world.amina)
    after = haruko.get(f"/live/{TOPIC}").json["seq"]
    say(amina, "Before.", "1")

    def missed_meanwhile(topic, after):
        with ThreadPoolExecutor() as elsewhere:  # with a session of its own
            elsewhere.submit(say, amina, "Meanwhile.", "2").result()
        return missed(topic, after)

    with monkeypatch.context() as patched:
        patched.setattr(views, "missed", missed_meanwhile)
        answer = haruko.get(f"/live/{TOPIC}?after={after}").json
    assert (answer["seq"], len(answer["entries"])) == (after + 1, 1)
    assert "Before." in answer["entries"][0]["html"]
    later = haruko.get(f"/live/{TOPIC}?after={after + 1}").json
    assert (later["seq"], len(later["entries"])) == (after + 2, 1)


def test_a_room_that_comes_back_is_told_in_few_statements_and_still_as_it_stands_now(
    world, http, statements
):
    haruko, teresa, amina = (http(each) for each in (world.haruko, world.teresa, world.amina))
    after = haruko.get(f"/live/{TOPIC}").json["seq"]
    first, *_ = [say(amina, f"Word {number}.", str(number))["id"] for number in range(12)]
    with statements() as alone:
        one = haruko.get(f"/live/{TOPIC}?after={after}").json
    with statements() as beside:
        other = teresa.get(f"/live/{TOPIC}?after={after}").json
    assert one == other
    assert len(one["entries"]) == 12
    assert len(beside) <= len(alone) - 12

    amina.post(f"/comments/{first}", data={"body": "Second wording."})
    missed = teresa.get(f"/live/{TOPIC}?after={after}").json
    assert "Second wording." in missed["entries"][0]["html"]


def test_a_page_that_missed_too_much_is_told_to_start_anew(world, http, session):

    topic = topic_for(TOPIC, frozenset({"members"}))
    for _ in range(201):
        record(topic, "comment.edited", by=None, target_kind="comment", target_id=1)
    session.commit()

    assert http(world.haruko).get(f"/live/{TOPIC}?after=0").json["reload"] is True


def test_a_page_that_claims_a_number_from_the_future_starts_anew(world, http):
    haruko = http(world.haruko)
    for after in (100_000, 10**18, 10**40):
        assert haruko.get(f"/live/{TOPIC}?after={after}").json["reload"] is True
    assert haruko.get(f"/live/{TOPIC}?after=-{10**40}").json["reload"] is False


def test_connecting_and_joining_ask_little_since_thousands_come_at_once(
    world, http, listen, statements
):
    haruko = http(world.haruko)
    with statements() as asked:
        assert listen(haruko, TOPIC).answer["ok"]

    # Who it is, whether they may, and the number once they are in the room.
    assert len(asked) == 3, asked


def test_nothing_is_told_of_what_was_rolled_back(world, app, listen):

    room = listen(world.haruko, TOPIC)
    with app.app_context():
        topic = topic_for(TOPIC, frozenset({"members"}))
        record(topic, "comment.edited", by=None, target_kind="comment", target_id=1)
        db.session.rollback()
        db.session.commit()

    assert room() == []


def test_a_hostile_join_gets_an_answer(world, listen):
    room = listen(world.haruko, TOPIC)

    for topic in (
        None,
        7,
        [],
        {},
        "x" * 10_000,
        "clause:\ud800",
        "clause:\x00",
        f"document:{2**70}",
    ):
        assert room.emit("join", {"topic": topic, "language": "en"})["ok"] is False
        assert room.emit("typing", {"topic": topic})["ok"] is False
        assert room.emit("leave", {"topic": topic})["ok"] is True
    for language in (None, 7, [], {}, "\ud800", "x" * 10_000):
        assert room.emit("join", {"topic": TOPIC, "language": language})["ok"] is True
    for message in (None, 7, "x", []):
        assert room.emit("join", message)["ok"] is False


def test_what_is_read_is_no_longer_new(world, http):
    haruko = http(world.haruko)
    counts = "/resolutions/67-hyderabad-2010/counts"
    say(http(world.amina), "News.", "1")
    assert TOPIC in haruko.get(counts).json["new"]

    seq = haruko.get(f"/live/{TOPIC}").json["seq"]
    haruko.post("/read-marks", data={"topic": TOPIC, "seq": seq})
    assert TOPIC not in haruko.get(counts).json["new"]
    assert TOPIC not in http(world.amina).get(counts).json["new"]
