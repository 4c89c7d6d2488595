"""The daily letter is in the language of its reader, whatever the language of the process that writes and sends it."""

from datetime import date, timedelta

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask_babel import force_locale
from lxml import html
from sqlalchemy import delete, select

from tests.following.inboxes import emptied
from tests.following.test_digest import FORM, MONDAY, at, on  # noqa: F401 (a fixture)
from tests.threads.test_chairing import TOPIC, say
from wgcop import mail
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.following.models import Follow
from wgcop.i18n import days

MEETING = "/meetings/wg-cop-3"
FRENCH = {
    (
        "%(num)d thing is new in what you follow",
        "%(num)d things are new in what you follow",
    ): ("%(num)d nouveauté suivie", "%(num)d nouveautés suivies"),
    ("%(num)d new comment", "%(num)d new comments"): (
        "%(num)d propos nouveau",
        "%(num)d propos nouveaux",
    ),
    "The meeting was changed": "La réunion a changé",
    "Now on %(now)s; previously: %(before)s.": "Désormais : %(now)s ; avant : %(before)s.",
    "To stop them without signing in, open: %(address)s": "Pour y mettre fin : %(address)s",
}
SAID = {
    "fr": (
        "2 nouveautés suivies",
        "2 propos nouveaux",
        "La réunion a changé",
        "Désormais : {now} ; avant : {before}.",
        "Pour y mettre fin : ",
    ),
    "en": (
        "2 things are new in what you follow",
        "2 new comments",
        "The meeting was changed",
        "Now on {now}; previously: {before}.",
        "To stop them without signing in, open: ",
    ),
}


@pytest.fixture(params=["en,fr", "fr,en"])
def settings(request, tmp_path):
    """The first language is that of a process which nobody asked for a page."""
    catalogue = Catalog(locale="fr")
    for sentence, translated in FRENCH.items():
        catalogue.add(sentence, translated)
    target = tmp_path / "translations" / "fr" / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as handle:
        write_mo(handle, catalogue)
    return {
        "BABEL_TRANSLATION_DIRECTORIES": str(tmp_path / "translations"),
        "LANGUAGES": request.param.split(","),
    }


@pytest.fixture
def choose(session, world):
    """Somebody chooses their language."""

    def chosen(who, language):
        session.get_one(Person, world[who].id).language = language
        session.commit()

    return chosen


@pytest.fixture
def readers(world, http, session, clock, at, choose):  # noqa: F811
    """Two of one delegation follow the same clause and meeting, each in a language of their own."""
    clock.stop(MONDAY)
    people = {"haruko": "fr", "daichi": "en"}
    for who, language in people.items():
        session.execute(delete(Follow).where(Follow.person_id == world[who].id))
        choose(who, language)
        visitor = emptied(http(world[who]))
        for topic in (TOPIC, "meeting:wg-cop-3@members"):
            visitor.post("/follows", data={"topic": topic, "level": "everything"})
        assert visitor.post("/account/letters", data=FORM).status_code == 303
    at(MONDAY)
    return people


@pytest.fixture
def leave(app, world, readers):
    """Whatever waits leaves now: the daily letter to each of the readers, as mail programs get it."""

    def send():
        left = {}

        def carry(message):
            if message.source == "daily-letter":
                assert message.recipient not in left
                left[message.recipient] = mail.as_email(message)

        app.extensions["mail_carrier"] = carry
        with app.app_context():
            while mail.send_waiting():
                pass
        app.extensions["mail_carrier"] = None
        return {who: left.get(world[who].email) for who in readers}

    assert send() == dict.fromkeys(readers)
    return send


@pytest.fixture
def move(app, world, http):
    """The secretariat moves the meeting by a day: the days that it has now and had before, in each language."""

    def moved():
        ines = http(world.ines)
        [form] = html.fromstring(ines.get(f"{MEETING}/edit").text).xpath("//form[@data-keep]")
        fields = dict(form.fields)
        before = [date.fromisoformat(fields[name]) for name in ("starts_on", "ends_on")]
        now = [each + timedelta(days=1) for each in before]
        fields |= {"starts_on": now[0].isoformat(), "ends_on": now[1].isoformat()}
        assert ines.post(f"{MEETING}/edit", data=fields).status_code == 303
        told = {}
        for language in ("en", "fr"):
            with app.test_request_context("/"), force_locale(language):
                told[language] = {"now": days(tuple(now)), "before": days(tuple(before))}
        assert told["en"] != told["fr"]
        return told

    return moved


def says(letter, language, moved):
    """The subject, the text and the page of the letter are in this language and in no other."""
    text = letter.get_body(("plain",)).get_content()
    page = letter.get_body(("html",)).get_content()
    assert f'<html lang="{language}" dir="ltr">' in page
    shown = html.fromstring(page).text_content()
    for each, sentences in SAID.items():
        subject, *body = (sentence.format(**moved[each]) for sentence in sentences)
        assert (subject in letter["Subject"]) is (each == language), letter["Subject"]
        for sentence in body:
            assert (sentence in text) is (sentence in shown) is (each == language), (sentence, text)


def test_subject_words_and_dates_follow_the_reader_each_morning(
    world, http, readers, leave, move, at  # noqa: F811
):  # fmt: skip
    for day in range(3):
        for number in range(2):
            say(http(world.amina), f"Quokka {number} of {day}.", f"{number}-{day}")
        moved = move()
        at(on(day, 21, 5))
        for who, letter in leave().items():
            says(letter, readers[who], moved)


def test_whoever_chose_another_language_before_it_left_gets_it_in_that_one(
    app, world, http, readers, leave, move, at, choose  # noqa: F811
):  # fmt: skip
    for number in range(2):
        say(http(world.amina), f"Quokka {number}.", f"{number}")
    moved = move()
    at(on(0, 21, 5))
    choose("haruko", "en")
    choose("daichi", "fr")
    letters = leave()
    says(letters["haruko"], "en", moved)
    says(letters["daichi"], "fr", moved)
    with app.app_context():
        kept = dict(
            db.session.execute(
                select(mail.Message.recipient, mail.Message.language).where(
                    mail.Message.source == "daily-letter", mail.Message.sent_at.is_not(None)
                )
            ).all()
        )
    assert kept == {world.haruko.email: "en", world.daichi.email: "fr"}
