"""The inbox: what others did in what somebody follows, by thing, since they last looked."""

import re

import pytest
from sqlalchemy import delete, select

from tests.following.inboxes import (
    count,
    emptied,
    first_links,
    mark,
    mark_all,
    marks_on,
    page_of,
    things,
)
from tests.threads.test_chairing import CLAUSE, JSON, RESOLUTION, TOPIC, say, stand
from wgcop.accounts.models import DelegationRole, Membership, Person
from wgcop.database import db, writing
from wgcop.following.models import Follow, ReadMark
from wgcop.thread_news.followed import TOLD

OTHER = "/clauses/wtdc-67.recs_recalling__rec_a"
FOLLOWED = f"resolution:{RESOLUTION.rpartition('/')[2]}"


@pytest.fixture
def read_before(world, session):
    """Haruko and Caio have read all that the demo world holds, and follow nothing."""
    for name in ("haruko", "caio"):
        person = world[name]
        session.execute(delete(Follow).where(Follow.person_id == person.id))
    session.commit()


@pytest.fixture
def haruko(world, http, read_before):
    return emptied(http(world.haruko))


def follow(visitor, topic=TOPIC, level="everything"):
    assert visitor.post("/follows", data={"topic": topic, "level": level}).status_code == 204


def group_about(visitor, words):
    [rows] = [rows for rows in things(visitor).values() if any(words in row for row in rows)]
    return rows


def test_what_is_said_in_a_followed_clause_is_told_until_it_is_marked(world, http, haruko):
    amina = http(world.amina)
    say(amina, "Said before she follows.", "before")
    follow(haruko)
    assert things(haruko) == {} and count(haruko) == ""
    for number in range(3):
        said = say(amina, f"Round {number}.", f"round-{number}").json
        assert len(group_about(haruko, f"Round {number}.")) == 1
        assert "Said before" not in haruko.get("/inbox").text
        assert count(haruko) == "1"
        [link] = first_links(haruko)
        assert said["id"].removeprefix("comment-") in link
        assert haruko.get(link.partition("#")[0]).status_code == 200
        mark_all(haruko)
        assert things(haruko) == {} and count(haruko) == ""


def test_what_is_read_on_the_page_of_the_clause_is_not_new_in_the_inbox(world, http, haruko):
    follow(haruko)
    for number in range(3):
        say(http(world.amina), f"Round {number}.", f"round-{number}")
        assert count(haruko) == "1"
        haruko.post("/read-marks", data={"topic": TOPIC})
        assert count(haruko) == ""


def test_only_what_the_page_showed_is_marked(world, http, haruko):
    caio = emptied(http(world.caio))
    for visitor in (haruko, caio):
        follow(visitor)
    amina = http(world.amina)
    for number in range(3):
        say(amina, f"Shown {number}.", f"shown-{number}")
        shown = marks_on(page_of(haruko))
        say(amina, f"Said meanwhile {number}.", f"meanwhile-{number}")
        for _tab in range(2):
            mark(haruko, shown)
            [row] = group_about(haruko, f"Said meanwhile {number}.")
            assert f"Shown {number}." not in row
        mark_all(haruko)
        mark(haruko, shown)
        assert things(haruko) == {}, "the form of an older page takes nothing back"
    assert len(group_about(caio, "Shown 0.")) == 6, "what one has read, the other has not"


def test_a_form_that_was_not_sent_whole_marks_nothing(world, http, haruko):
    follow(haruko)
    say(http(world.amina), "Not marked.", "one")
    shown = marks_on(page_of(haruko))
    for wrong in ({**shown, "seq": ["many"]}, {**shown, "seq": []}):
        assert haruko.post("/inbox/marks", data=wrong).status_code == 422
    assert group_about(haruko, "Not marked.")


def test_what_was_unread_before_somebody_followed_stays_unread_in_the_thread(world, http, haruko):
    amina = http(world.amina)
    say(amina, "Said before she follows.", "before")
    follow(haruko)
    for number in range(3):
        say(amina, f"Round {number}.", f"round-{number}")
        mark_all(haruko)
        assert things(haruko) == {}
    page = haruko.get(CLAUSE).text
    assert len(re.search(r'data-new="([\w ]+)"', page)[1].split()) >= 4


def test_of_a_long_discussion_the_first_are_shown_and_the_others_stay_unread(world, http, haruko):
    follow(haruko)
    for number in range(TOLD + 3):
        say(http(world.amina), f"Point {number}.", f"point-{number}")
    rows = group_about(haruko, "Point 0.")
    assert len(rows) == TOLD and count(haruko) == "1+"
    page = haruko.get("/inbox").text
    assert "There is more than is shown here." in page
    assert f"more than {TOLD} new" in page and f">{TOLD} new" not in page
    mark_all(haruko)
    rows = group_about(haruko, f"Point {TOLD}.")
    assert len(rows) == 3 and count(haruko) == "1"
    assert ">3 new" in haruko.get("/inbox").text
    mark_all(haruko)
    assert things(haruko) == {}


def test_each_thing_is_marked_alone(world, http, haruko):
    amina = http(world.amina)
    for clause, topic in ((CLAUSE, TOPIC), (OTHER, f"clause:{OTHER.rpartition('/')[2]}")):
        follow(haruko, topic)
        data = {"body": f"About {clause}.", "audience": "members", "key": clause[-20:]}
        assert amina.post(f"{clause}/comments", data=data, headers=JSON).status_code == 201
    assert len(things(haruko)) == 2 and count(haruko) == "2"
    mark(haruko, marks_on(page_of(haruko), 1))
    assert len(things(haruko)) == 1 and count(haruko) == "1"


def test_a_clause_that_the_chair_moves_says_from_what_to_what(world, http, haruko):
    follow(haruko)
    stand(http(world.helena), "agreed")
    [row] = group_about(haruko, "The chair moved the clause.")
    assert "From “" in row and "” to “" in row


def test_who_follows_the_resolution_is_told_of_every_clause_but_those_that_they_silence(
    world, http, haruko
):
    amina = http(world.amina)
    follow(haruko, FOLLOWED)
    say(amina, "On one clause.", "one")
    data = {"body": "On another clause.", "audience": "members", "key": "another"}
    amina.post(f"{OTHER}/comments", data=data, headers=JSON)
    assert len(things(haruko)) == 2
    follow(haruko, TOPIC, "nothing")
    assert len(things(haruko)) == 1
    assert group_about(haruko, "On another clause.")


def test_who_takes_part_follows(world, http, haruko):
    say(haruko, "Japan agrees.", "japan")
    assert things(haruko) == {}
    say(http(world.amina), "Kenya does not.", "kenya")
    assert len(group_about(haruko, "Kenya does not.")) == 1


def test_what_was_new_to_whoever_follows_the_resolution_stays_new_when_they_take_part(
    world, http, haruko
):
    amina = http(world.amina)
    follow(haruko, FOLLOWED)
    say(amina, "Said before Japan speaks.", "before")
    for number in range(3):
        say(haruko, f"Japan agrees {number}.", f"japan-{number}")
        assert len(group_about(haruko, "Said before Japan speaks.")) == 1
    say(amina, "Said after that.", "after")
    for _time in range(3):
        follow(haruko)
        assert len(group_about(haruko, "Said before Japan speaks.")) == 2
    mark_all(haruko)
    assert things(haruko) == {} and count(haruko) == ""
    follow(haruko, TOPIC, "mentions")
    say(amina, "Said while only mentions are told.", "meanwhile")
    follow(haruko)
    assert things(haruko) == {} and count(haruko) == ""


def test_what_is_addressed_to_somebody_stays_new_when_they_change_their_name(world, http, haruko):
    person = world.haruko
    say(http(world.amina), f"@[{person.name}](person:{person.id}) agrees?", "call")
    for name in ("Haruko S. Minase", "Haruko Minase"):
        answer = haruko.post("/account", data={"name": name, "language": person.language or "en"})
        assert answer.status_code == 303
        [row] = things(haruko)["Addressed to you"]
        assert "agrees?" in row


def test_mentions_and_replies_reach_whoever_follows_nothing(world, http, haruko):
    amina = http(world.amina)
    for number in range(3):
        person = world.haruko
        say(amina, f"@[{person.name}](person:{person.id}) agrees? {number}", f"call-{number}")
        say(amina, f"To nobody. {number}", f"nobody-{number}")
        [row] = things(haruko)["Addressed to you"]
        assert "Mentions you or your delegation" in row and f"agrees? {number}" in row
        assert len(things(haruko)) == 1
        mark_all(haruko)
        assert things(haruko) == {}


def test_a_reply_is_told_to_whoever_wants_only_that(world, http, haruko):
    own = say(haruko, "Japan asks.", "asks").json["id"].removeprefix("comment-")
    follow(haruko, TOPIC, "mentions")
    amina = http(world.amina)
    for number in range(3):
        data = {"body": f"An answer {number}.", "audience": "members", "parent": own}
        data["key"] = f"answer-{number}"
        assert amina.post(f"{CLAUSE}/comments", data=data, headers=JSON).status_code == 201
        say(amina, f"To nobody. {number}", f"nobody-{number}")
        [row] = things(haruko)["Addressed to you"]
        assert "Replies to you" in row and f"An answer {number}." in row
        assert "To nobody." not in haruko.get("/inbox").text
        mark_all(haruko)


def test_a_name_that_is_added_to_an_answer_calls_again_and_one_taken_out_does_not(
    world, http, haruko
):
    own = say(haruko, "Japan asks.", "asks").json["id"].removeprefix("comment-")
    follow(haruko, TOPIC, "mentions")
    amina, person = http(world.amina), world.haruko
    data = {"body": "An answer.", "audience": "members", "parent": own, "key": "answer"}
    answer = amina.post(f"{CLAUSE}/comments", data=data, headers=JSON).json["id"]
    for number in range(3):
        haruko.post("/read-marks", data={"topic": TOPIC})
        assert things(haruko) == {}
        address = f"/comments/{answer.removeprefix('comment-')}"
        named = f"An answer {number}, @[{person.name}](person:{person.id})."
        assert amina.post(address, data={"body": named}).status_code in (200, 303)
        [row] = things(haruko)["Addressed to you"]
        assert "Mentions you or your delegation" in row
        assert amina.post(address, data={"body": f"An answer {number}."}).status_code in (200, 303)
        assert things(haruko) == {}


def test_nothing_is_told_of_what_somebody_silences(world, http, haruko):
    follow(haruko, TOPIC, "nothing")
    person = world.haruko
    say(http(world.amina), f"@[{person.name}](person:{person.id}) agrees?", "call")
    assert things(haruko) == {} and count(haruko) == ""


def test_a_mention_of_a_delegation_reaches_its_members_and_nobody_else(world, http):
    japan = world.delegation("Japan")
    say(http(world.amina), f"@[Japan](delegation:{japan.id}) agrees?", "call")
    for name, is_told in (("haruko", True), ("daichi", True), ("caio", False)):
        rows = things(http(world[name])).get("Addressed to you", [])
        assert any("agrees?" in row for row in rows) is is_told, name


def test_what_a_delegation_says_within_itself_is_told_to_its_members_only(
    world, http, session, haruko
):
    wanjiru = http(world.wanjiru)
    for visitor in (wanjiru, haruko):
        follow(visitor)
    emptied(wanjiru)
    say(http(world.amina), "A red line.", "secret", audience="delegation")
    assert group_about(wanjiru, "A red line.")
    assert "A red line." not in haruko.get("/inbox").text and count(haruko) == ""


def test_who_left_the_delegation_gets_nothing_more(app, world, http):
    wanjiru = http(world.wanjiru)
    follow(wanjiru)
    person = world.wanjiru
    say(
        http(world.amina),
        f"@[{person.name}](person:{person.id}) A red line.",
        "secret",
        audience="delegation",
    )
    assert "A red line." in wanjiru.get("/inbox").text
    shown = marks_on(page_of(wanjiru))
    with app.app_context(), writing():
        left = db.session.get(Person, world.wanjiru.id)
        left.memberships.clear()
        db.session.commit()
    wanjiru = http(world.wanjiru)
    assert "A red line." not in wanjiru.get("/inbox").text
    mark(wanjiru, shown)
    assert "A red line." not in wanjiru.get("/inbox").text


def test_no_mark_is_set_on_what_its_reader_may_not_hear(app, world, http, haruko):
    say(http(world.amina), "A red line.", "secret", audience="delegation")
    kenya = world.delegation("Kenya")
    mark(haruko, {"topic": [f"{TOPIC}@{kenya.id}"], "seq": ["1"]})
    with app.app_context():
        marks = select(ReadMark).where(ReadMark.person_id == world.haruko.id)
        topics = [mark.topic_id for mark in db.session.scalars(marks)]
        assert all(topic is not None for topic in topics)
    assert "A red line." not in haruko.get("/inbox").text


def test_an_inbox_of_many_things_costs_the_statements_of_one_of_few(
    world, http, haruko, statements
):
    amina = http(world.amina)
    follow(haruko, FOLLOWED)
    say(amina, "One.", "one")
    with statements() as few:
        haruko.get("/inbox")
    for number in range(8):
        say(amina, f"More {number}.", f"more-{number}")
        data = {"body": f"There {number}.", "audience": "members", "key": f"there-{number}"}
        amina.post(f"{OTHER}/comments", data=data, headers=JSON)
    with statements() as many:
        haruko.get("/inbox")
    assert len(many) <= len(few)


def test_open_pages_of_followers_hear_that_something_is_new(world, http, haruko, listen):
    follow(haruko)
    follower, other = listen(world.haruko, TOPIC), listen(world.caio, TOPIC)
    for number in range(3):
        say(http(world.amina), f"Round {number}.", f"round-{number}")
        assert follower.hear("inbox") and other.hear("inbox") == []


def test_a_newcomer_begins_with_nothing_unread_and_is_told_where_to_begin(world, http, session):
    newcomer = http(world.haruko)
    session.execute(delete(Follow).where(Follow.person_id == world.haruko.id))
    session.commit()
    page = newcomer.get("/begin").text
    assert "Begin here" in page and "Follow" in page
    assert newcomer.get("/inbox").status_code == 200
    assert http().get("/begin").status_code == 303


def test_whoever_joins_a_delegation_reads_what_was_said_before_as_nothing_new(
    app, world, http, session
):
    amina = http(world.amina)
    say(amina, "Said to all before.", "to-all")
    say(amina, "Said within Kenya before.", "within", audience="delegation")
    with app.app_context(), writing():
        newcomer = Person(email="new@example.org", name="New Comer")
        newcomer.memberships.append(
            Membership(delegation_id=world.delegation("Kenya").id, role=DelegationRole.MEMBER)
        )
        db.session.add(newcomer)
        db.session.commit()
        joined = http(newcomer)
    counts = f"{RESOLUTION}/counts"
    assert joined.get(counts).json["new"] == [] and things(joined) == {}
    assert "You are new here." in joined.get("/").text
    for number, audience in enumerate(("members", "delegation", "members")):
        say(amina, f"Said after {number}.", f"after-{number}", audience=audience)
        assert joined.get(counts).json["new"] == [TOPIC]
        for topic in (TOPIC, f"{TOPIC}@{world.delegation('Kenya').id}"):
            joined.post("/read-marks", data={"topic": topic})


def test_everything_that_somebody_follows_is_listed_and_changed_there(world, http, haruko):
    for level, pressed in (("everything", "true"), ("mentions", "false"), ("nothing", "false")):
        follow(haruko, TOPIC, level)
        page = haruko.get("/inbox/following").text
        form = page.partition(f'name="topic" value="{TOPIC}"')
        assert form[1] and f'data-level="{level}"' in form[0].rpartition("<form")[2]
        assert f'aria-pressed="{pressed}"' in form[2].partition("</form>")[0]
    form = {"topic": TOPIC, "level": "everything", "next": "/inbox/following"}
    answer = haruko.post("/follows", data=form)
    assert answer.status_code == 303 and answer.location == "/inbox/following"
    assert haruko.post("/follows", data={"topic": TOPIC, "level": "some"}).status_code == 422


def test_the_state_of_several_things_is_told_at_once(world, http, haruko):
    follow(haruko)
    follow(haruko, FOLLOWED, "nothing")
    asked = f"/follows/state?topic={TOPIC}&topic={FOLLOWED}&topic=clause:none"
    assert haruko.get(asked).json == {"levels": {TOPIC: "everything", FOLLOWED: "nothing"}}
