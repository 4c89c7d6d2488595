"""Whoever a comment mentions is written to once, if they may read it and want to."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from wgcop import mail
from wgcop.accounts import stopping
from wgcop.accounts.wishes import LetterKind
from wgcop.database import db, writing
from wgcop.following.jobs import write_letters
from wgcop.thread_news import jobs, letters

CLAUSE = "/clauses/wtdc-67.recs_recognizing__rec_b"
JSON = {"Accept": "application/json"}


@pytest.fixture
def say(world, http):
    said = iter(range(1000))

    def post(name, body, **fields):
        data = {"body": body, "key": f"key-{next(said)}", **fields}
        answer = http(world[name]).post(f"{CLAUSE}/comments", data=data, headers=JSON)
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    return post


@pytest.fixture
def wrote(app, world, clock):
    """Who is written to within the next minutes: name → letter."""
    with app.app_context():
        jobs.tell_mentioned()  # of what is said in the demo world
        seen = set(db.session.scalars(select(mail.Message.id)))

    def written(write=jobs.tell_mentioned, **later):
        clock.advance(**(later or {"minutes": 9}))
        with app.app_context():
            write()
            new = [m for m in db.session.scalars(select(mail.Message)) if m.id not in seen]
            seen.update(message.id for message in new)
            by_address = {person.email: person.name.split()[0] for person in world.people}
            assert len({message.recipient for message in new}) == len(new)
            return {by_address[message.recipient]: message for message in new}

    return written


def choose(http, person, when):
    form = {"mention_mail": when, "reply_mail": when, "digest": "never"}
    answer = http(person).post("/account/letters", data=form)
    assert answer.status_code == 303


def end_address(letter):
    return re.search(r"http://[^/]+(/letters/\S+/end)", letter.text)[1]


def test_who_is_mentioned_gets_a_letter_without_the_words_and_a_line_on_the_first_page(
    world, http, say, wrote
):
    for number, writer in enumerate(("amina", "teresa", "amina")):
        name = say(writer, f"@Haruko Minase, quokka {number}?")
        [(who, letter)] = wrote().items()
        assert who == "Haruko"
        assert letter.subject == "WG-COP: A comment mentions you"
        assert f"?comment={name}" in letter.text
        assert world[writer].name in letter.text
        assert "quokka" not in letter.text
        assert wrote() == {}
        assert f"quokka {number}" in http(world.haruko).get("/").text


def test_a_discussion_of_which_somebody_wants_to_be_told_nothing_writes_to_them_no_more(
    world, http, say, wrote
):
    haruko, topic = http(world.haruko), CLAUSE.replace("/clauses/", "clause:")
    for level, gets_letter in (
        ("nothing", False),
        ("mentions", True),
        ("nothing", False),
        ("everything", True),
    ):
        haruko.post("/follows", data={"topic": topic, "level": level})
        say("amina", "@Haruko Minase, please.")
        assert wrote().keys() == ({"Haruko"} if gets_letter else set())


def test_several_mentions_are_one_letter(say, wrote):
    for writer in ("amina", "teresa", "amina"):
        say(writer, "@Haruko Minase, please.")
    [letter] = wrote().values()
    assert letter.subject == "WG-COP: 3 comments mention you"


@pytest.mark.databases
def test_mentions_of_a_lively_discussion_come_together_after_a_pause(say, wrote):
    say("amina", "@Haruko Minase, first.")
    assert wrote().keys() == {"Haruko"}
    for _ in range(3):
        say("amina", "@Haruko Minase, again.")
        assert wrote(minutes=1) == {}
    assert "3 comments mention you" in wrote(minutes=9)["Haruko"].subject


def test_a_letter_that_cannot_be_written_keeps_back_nobody_elses(say, wrote, monkeypatch):
    say("amina", "@Haruko Minase and @Teresa Vilhena.")
    part_of = letters.part_of

    def broken(person, waiting):
        if person.name.startswith("Teresa"):
            raise RuntimeError("Unreadable.")
        return part_of(person, waiting)

    monkeypatch.setattr(letters, "part_of", broken)

    def write():
        with pytest.raises(RuntimeError):
            jobs.tell_mentioned()

    assert wrote(write).keys() == {"Haruko"}
    monkeypatch.undo()
    assert wrote().keys() == {"Teresa"}


def test_an_edit_writes_to_whoever_is_new_in_it_and_to_nobody_twice(world, http, say, wrote):
    comment = say("amina", "@Haruko Minase, please.")
    assert wrote().keys() == {"Haruko"}

    def edit(body):
        assert http(world.amina).post(f"/comments/{comment}", data={"body": body}).status_code < 400

    edit("@Haruko Minase, please!")
    assert wrote() == {}
    edit("@Teresa Vilhena, please.")
    assert wrote().keys() == {"Teresa"}
    edit("@Haruko Minase and @Teresa Vilhena, please.")
    assert wrote() == {}


def test_a_name_that_is_taken_out_at_once_was_not_written_to(world, http, say, wrote):
    comment = say("amina", "@Haruko Minase, please.")
    for body in ("@Teresa Vilhena, please.", "Please."):
        http(world.amina).post(f"/comments/{comment}", data={"body": body})
    assert wrote() == {}
    http(world.amina).post(f"/comments/{comment}", data={"body": "@Haruko Minase, please."})
    assert wrote().keys() == {"Haruko"}


def test_a_retracted_comment_is_told_to_nobody(world, http, say, wrote):
    comment = say("amina", "@Haruko Minase, please.")
    http(world.amina).post(f"/comments/{comment}/retraction")
    assert wrote() == {}


def test_what_a_delegation_keeps_is_told_to_others_once_it_is_released(world, http, say, wrote):
    kenya = world.delegation("Kenya").audience
    private = say("wanjiru", "@Haruko Minase and @Amina Barasa: quokka.", audience=kenya)
    assert wrote().keys() == {"Amina"}
    again = say("wanjiru", "@Japan and @Kenya, please.", audience=kenya)
    http(world.amina).post(f"/comments/{private}/release")
    told = wrote()
    assert told.keys() == {"Haruko", "Amina"}  # she hears of the second one alone
    assert again in told["Amina"].text
    assert world.wanjiru.name not in told["Haruko"].text
    assert "Kenya · " in told["Haruko"].text


def test_who_was_not_told_before_the_release_is_told_of_it(world, http, say, wrote):
    kenya = world.delegation("Kenya").audience
    private = say("amina", "@Wanjiru Tende, please.", audience=kenya)
    http(world.amina).post(f"/comments/{private}/release")
    assert wrote().keys() == {"Wanjiru"}


def test_each_chooses_when(world, http, say, wrote):
    choose(http, world.haruko, "daily")
    choose(http, world.teresa, "never")
    for _ in range(3):
        say("amina", "@Haruko Minase, @Teresa Vilhena and @Helena Tavira.")
    assert wrote().keys() == {"Helena"}
    choose(http, world.teresa, "daily")  # what came before is not written of
    http(world.haruko).post("/search/saved", data={"name": "All", "tell": "all", "mails": "y"})
    daily = wrote(write_letters, days=1)
    assert daily.keys() == {"Haruko"}
    assert daily["Haruko"].subject == "WG-COP: 3 comments mention you"
    assert wrote(write_letters, days=1) == {}
    assert wrote() == {}


def test_the_link_in_a_letter_ends_them_without_signing_in(world, http, say, wrote, app):
    say("amina", "@Haruko Minase, please.")
    [letter] = wrote().values()
    address = end_address(letter)
    with app.app_context():
        email = mail.as_email(letter)
    assert email["List-Unsubscribe"] == f"<{letter.stop_address}>"
    assert letter.stop_address.endswith(address)
    assert "Stop these e-mails" in http().get(address).text
    say("amina", "@Haruko Minase, once more.")
    assert wrote().keys() == {"Haruko"}  # to look changes nothing
    for _ in range(2):
        assert http().post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 303
    assert "no more e-mails" in http().get(address).text
    say("amina", "@Haruko Minase, and again.")
    assert wrote() == {}
    assert http().post(address.replace("/end", "x/end")).status_code == 404


@pytest.mark.settings(WTF_CSRF_ENABLED=True)
def test_the_button_of_a_mail_program_has_no_token_of_ours(world, http, app):
    with app.app_context():
        address = stopping.path(world.haruko, LetterKind.MENTIONS)
    assert http().post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 303


@pytest.mark.parametrize("when", ["at-once", "daily"])
@pytest.mark.parametrize("how", ["deactivated", "over", "left"])
def test_nobody_who_left_is_written_to(app, world, http, say, wrote, how, when):
    choose(http, world.haruko, when)
    say("amina", "@Haruko Minase, @Japan.")
    with app.app_context(), writing():
        haruko = db.session.merge(world.haruko)
        if how == "deactivated":
            haruko.active = False
        elif how == "over":
            haruko.last_day = date(2020, 1, 1)
        else:
            haruko.memberships.clear()
        db.session.commit()
    assert wrote().keys() <= {"Daichi"}
    assert wrote() == {}
