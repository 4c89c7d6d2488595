"""Whoever a comment calls is notified on their devices: who called and where, and only what they may see when it leaves."""

from datetime import date

import pytest
from sqlalchemy import func, select

from wgcop.accounts.actions import people
from wgcop.accounts.models import Person
from wgcop.database import db, writing
from wgcop.demo.people import PASSWORD
from wgcop.events.models import Topic
from wgcop.following.models import Follow, ReadMark
from wgcop.push.models import PushDevice, PushMessage
from wgcop.threads.models import Comment

CLAUSE = "/clauses/wtdc-67.recs_recognizing__rec_b"
JSON = {"Accept": "application/json"}


@pytest.fixture
def say(world, http):
    said = iter(range(1000))

    def post(name, body, **fields):
        data = {"body": body, "key": f"push-{next(said)}", **fields}
        answer = http(world[name]).post(f"{CLAUSE}/comments", data=data, headers=JSON)
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    return post


def where(app, name):
    with app.app_context():
        comment = db.session.scalars(select(Comment).where(Comment.name == name)).one()
        return comment.thread.title, comment.url


def waiting(app):
    with app.app_context():
        asked = select(func.count()).select_from(PushMessage).where(PushMessage.sent_at.is_(None))
        return db.session.scalar(asked)


@pytest.mark.databases
def test_who_is_mentioned_is_told_by_whom_and_where_and_nothing_else(
    app, world, device, say, leave
):
    haruko, daichi, amina = (device(each) for each in (world.haruko, world.daichi, world.amina))
    for number, writer in enumerate(("amina", "teresa", "amina")):
        name = say(writer, f"@Haruko Minase, quokka {number}?")
        assert leave() == 1
        title, url = where(app, name)
        [(told, place)] = haruko.shown()
        if number == 0:
            assert (
                told == "Amina Barasa (Kenya · Head of delegation) mentions you or your delegation"
            )
            assert haruko.last.payload["path"] == url
            first = url
        else:  # she has read none of them: the notification replaces the one before, and leads to the first
            assert told == f"{number + 1} comments are addressed to you"
            assert haruko.last.payload["path"] == first
        assert place == title
        assert "quokka" not in str(haruko.last.payload)
        assert haruko.last.payload["lang"] == "en" and haruko.last.payload["dir"] == "ltr"
    assert daichi.shown() == amina.shown() == []
    assert leave() == 0


def test_the_push_service_learns_how_long_how_urgent_and_what_replaces_what(
    app, world, device, say, leave, clock
):
    haruko = device(world.haruko)
    now = clock.stop()
    say("amina", "@Haruko Minase?")
    clock.advance(minutes=1)
    leave()
    came = haruko.last
    assert int(came.headers["TTL"]) == 2 * 24 * 60 * 60 - 60
    assert came.headers["Urgency"] == "normal"
    assert came.headers["Topic"] == came.payload["tag"]
    assert len(came.headers["Topic"]) == 32
    assert came.claims["sub"] == "mailto:workspace@localhost"
    assert 0 < came.claims["exp"] - now.timestamp() <= 24 * 60 * 60
    page = haruko.visitor.get("/account/letters").text
    assert f'data-key="{came.workspace}"' in page


def test_a_mention_of_a_delegation_reaches_its_members_and_nobody_else(world, device, say, leave):
    amina, wanjiru, haruko = (device(each) for each in (world.amina, world.wanjiru, world.haruko))
    for writer in ("teresa", "haruko", "wanjiru"):
        say(writer, "@Kenya, what do you think?")
        leave()
    assert len(amina.shown()) == 3
    assert len(wanjiru.shown()) == 2  # of her own she knows
    assert haruko.shown() == []


def test_words_within_a_delegation_reach_only_its_devices_and_never_a_screen(
    world, device, say, leave
):
    amina, wanjiru, haruko = (device(each) for each in (world.amina, world.wanjiru, world.haruko))
    within = f"delegation:{world.delegation('Kenya').id}"
    for writer in ("amina", "wanjiru", "amina"):
        body = "@Amina Barasa @Wanjiru Tende @Haruko Minase: quokka, our red line"
        say(writer, body, audience=within)
        leave()
    assert len(wanjiru.shown()) == 2 and len(amina.shown()) == 1
    assert haruko.shown() == []
    for each in (amina, wanjiru):
        assert "quokka" not in str(each.last.payload)


@pytest.mark.databases
def test_a_reply_is_told_to_whom_it_answers_once(app, world, device, say, leave):
    teresa, haruko = device(world.teresa), device(world.haruko)
    asked = say("teresa", "Who else runs one?")
    for writer, words in (
        ("haruko", "We do."),
        ("amina", "@Teresa Vilhena, we do."),
        ("luc", "Non."),
    ):
        say(writer, words, parent=asked)
    assert leave() == 1
    assert teresa.shown() == [("3 comments are addressed to you", where(app, asked)[0])]
    assert haruko.shown() == []


def test_each_device_shows_the_kinds_chosen_for_it(world, device, say, leave):
    all_kinds, none, replies = (device(world.haruko), device(world.haruko, ["items"]), None)
    replies = device(world.haruko, ["replies"])
    mine = say("haruko", "What of us?")
    say("amina", "@Haruko Minase!")
    leave()
    assert [len(each.shown()) for each in (all_kinds, none, replies)] == [1, 0, 0]
    say("amina", "And more.", parent=mine)
    leave()
    assert [len(each.shown()) for each in (all_kinds, none, replies)] == [1, 0, 1]


def test_a_kind_that_is_given_up_while_it_waits_is_not_shown(app, world, device, say, leave):
    haruko = device(world.haruko)
    say("amina", "@Haruko Minase!")
    number = one_device(app, world.haruko)
    answer = haruko.visitor.post(f"/account/devices/{number}/kinds", data={"kinds": ["items"]})
    assert answer.status_code == 303
    assert leave() == 0
    assert haruko.shown() == [] and waiting(app) == 0


def one_device(app, person):
    with app.app_context():
        return db.session.scalars(
            select(PushDevice.id).where(PushDevice.person_id == person.id)
        ).one()


def deed(name):
    """What happens between the mention and the moment at which it leaves."""

    def register(act):
        DEEDS[name] = act
        return act

    return register


DEEDS = {}


@deed("left the delegation")
def _(app, world, haruko, **_):
    with app.app_context(), writing():
        person = db.session.get(Person, world.haruko.id)
        people.leave_delegation(person.memberships[0], by=None)
        db.session.commit()


@deed("account deactivated")
def _(http, world, **_):
    assert http(world.ines).post(f"/people/{world.haruko.id}/deactivation").status_code == 303


@deed("last day over")
def _(app, world, clock, **_):
    with app.app_context(), writing():
        db.session.get(Person, world.haruko.id).last_day = date(2020, 1, 1)
        db.session.commit()


@deed("signed out there")
def _(haruko, **_):
    assert haruko.visitor.post("/sign-out").status_code == 303


@deed("signed out everywhere")
def _(http, world, **_):
    assert http(world.haruko).post("/sign-out/everywhere").status_code == 303


@deed("others signed out")
def _(http, world, **_):
    assert http(world.haruko).post("/account/browsers/others/end").status_code == 303


@deed("somebody else signs in there")
def _(haruko, **_):
    form = {"email": "amina@example.org", "password": PASSWORD}
    assert haruko.visitor.post("/sign-in", data=form).status_code == 303


@deed("device removed")
def _(app, haruko, world, **_):
    number = one_device(app, world.haruko)
    assert haruko.visitor.post(f"/account/devices/{number}/removal").status_code == 303


@deed("comment retracted")
def _(http, world, name, **_):
    answer = http(world.amina).post(f"/comments/{name}/retraction", headers=JSON)
    assert answer.status_code == 200, answer.text


@deed("name taken out")
def _(http, world, name, **_):
    page = http(world.amina)
    answer = page.post(f"/comments/{name}", data={"body": "Nobody."}, headers=JSON)
    assert answer.status_code == 200, answer.text


@deed("discussion silenced")
def _(app, world, **_):
    with app.app_context(), writing():
        comment = db.session.scalars(select(Comment).order_by(Comment.id.desc())).first()
        topic = db.session.scalars(select(Topic).where(Topic.name == comment.topic)).one()
        db.session.add(
            Follow(person_id=world.haruko.id, topic_id=topic.id, follows=False, silences=True)
        )
        db.session.commit()


@deed("read on another device")
def _(app, world, **_):
    with app.app_context(), writing():
        comment = db.session.scalars(select(Comment).order_by(Comment.id.desc())).first()
        topic = db.session.scalars(select(Topic).where(Topic.name == comment.topic)).one()
        db.session.merge(ReadMark(person_id=world.haruko.id, topic_id=topic.id, seq=topic.seq))
        db.session.commit()


@pytest.mark.parametrize("what", DEEDS)
def test_nothing_leaves_that_its_reader_may_not_or_need_not_see_by_then(
    app, world, http, device, say, leave, clock, service, what
):
    clock.stop()
    haruko = device(world.haruko)
    say("amina", "@Haruko Minase?")
    assert leave() == 1 and len(haruko.shown()) == 1  # it does arrive
    name = say("amina", "@Haruko Minase, once more")
    if what == "read on another device":
        clock.advance(minutes=1)
    DEEDS[what](app=app, http=http, world=world, haruko=haruko, clock=clock, name=name)
    before = service.calls
    leave()
    assert haruko.shown() == [], what
    assert service.calls == before
    clock.advance(hours=1)
    assert leave() == 0
    assert waiting(app) == 0


def test_nothing_leaves_for_a_browser_whose_cookie_has_expired(
    app, world, device, say, leave, clock, service
):
    clock.stop()
    haruko = device(world.haruko)
    clock.advance(days=13, hours=23, minutes=50)
    say("amina", "@Haruko Minase?")
    assert leave() == 1
    say("teresa", "@Haruko Minase?")
    clock.advance(minutes=11)
    assert leave() == 0 and service.calls == 1
    say("amina", "@Haruko Minase?")
    assert waiting(app) == 0
    assert len(haruko.shown()) == 1


def test_a_release_tells_nobody_again_whom_its_private_original_told(
    app, world, http, device, say, leave
):
    wanjiru = device(world.wanjiru)
    within = f"delegation:{world.delegation('Kenya').id}"
    name = say("amina", "@Wanjiru Tende, shall we say so?", audience=within)
    leave()
    assert len(wanjiru.shown()) == 1
    data = {"wording": "1"}
    answer = http(world.amina).post(f"/comments/{name}/release", data=data, headers=JSON)
    assert answer.status_code == 201, answer.text
    leave()
    assert wanjiru.shown() == []


def test_the_words_are_in_the_language_of_the_reader(app, world, device, say, leave, monkeypatch):
    monkeypatch.setitem(app.extensions, "languages", ["en", "ar"])
    farid = device(world.farid)
    say("amina", "@Farid Elwany?")
    leave()
    assert farid.last.payload["lang"] == "ar" and farid.last.payload["dir"] == "rtl"


def test_a_comment_that_calls_many_costs_one_statement_more(app, world, http, device, statements):
    def cost(number):
        with statements() as sent:
            data = {"body": "@Brazil, @Japan, @Kazakhstan?", "key": f"push-cost-{number}"}
            assert http(world.amina).post(f"{CLAUSE}/comments", data=data).status_code == 303
        return sum("push_" in statement for statement in sent)

    assert cost(0) == 1
    for name in ("haruko", "daichi", "teresa", "caio"):
        device(world[name])
    assert cost(1) == 1
