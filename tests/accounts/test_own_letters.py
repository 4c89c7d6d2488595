"""Each person chooses which letters they get, and sees which were sent to them."""

import re

import pytest
from sqlalchemy import select

from wgcop import mail
from wgcop.accounts import stopping
from wgcop.accounts.models import DigestRhythm, MentionMail, Person
from wgcop.accounts.wishes import LetterKind
from wgcop.database import db, writing
from wgcop.following.searches.models import SavedSearch

ALL = {
    "mention_mail": "daily",
    "reply_mail": "never",
    "paper_mail": "y",
    "digest": "weekly",
    "time_zone": "Africa/Nairobi",
}


def now(app, person):
    with app.app_context():
        return db.session.get(Person, person.id)


def test_all_choices_stand_on_one_page(app, http, world):
    amina = http(world.amina)
    for number in range(3):
        choice = {**ALL, "item_mail": "y"} if number % 2 else ALL
        assert amina.post("/account/letters", data=choice).status_code == 303
        person = now(app, world.amina)
        assert person.mention_mail == MentionMail.DAILY
        assert person.reply_mail == MentionMail.NEVER
        assert (person.paper_mail, person.item_mail, person.clause_mail) == (
            True,
            bool(number % 2),
            False,
        )
        assert (person.digest, person.time_zone) == (DigestRhythm.WEEKLY, "Africa/Nairobi")
        page = amina.get("/account/letters").text
        assert 'value="Africa/Nairobi"' in page


def test_an_unknown_time_zone_is_refused_and_stays_in_the_field(app, http, world):
    answer = http(world.amina).post("/account/letters", data={**ALL, "time_zone": "Nairobi <b>"})
    assert answer.status_code == 422
    assert "There is no such time zone" in answer.text
    assert "Nairobi &lt;b&gt;" in answer.text
    assert now(app, world.amina).time_zone == "UTC"


def test_everybody_sees_what_was_sent_to_them_and_nobody_elses(app, http, world):
    with app.app_context(), writing():
        mail.write(world.amina.email, "Quokka sent", "Dear Amina,\n\nhttps://x.example/1")
        mail.write(world.luc.email, "Wombat sent", "Dear Luc")
        db.session.commit()
        app.extensions["mail_carrier"] = lambda _message: None
        mail.send_waiting()
    with app.app_context(), writing():
        mail.write(world.amina.email, "Quokka waits", "Dear Amina, not yet readable")
        db.session.commit()
    page = http(world.amina).get("/account/letters")
    assert page.headers["Cache-Control"] == "no-store"
    assert "Quokka sent" in page.text and "https://x.example/1" in page.text
    assert "Quokka waits" in page.text and "not yet readable" not in page.text
    assert "Wombat" not in page.text


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind != LetterKind.SEARCHES])
def test_the_link_of_each_kind_ends_that_kind_alone(app, http, world, kind):
    http(world.amina).post(
        "/account/letters",
        data={
            "mention_mail": "at-once",
            "reply_mail": "at-once",
            "digest": "daily",
            **dict.fromkeys(("paper_mail", "item_mail", "clause_mail"), "y"),
        },
    )
    with app.app_context():
        address = stopping.path(world.amina, kind)
    assert "Stop these e-mails" in http().get(address).text
    assert http().post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 303
    assert "no more e-mails" in http().get(address).text
    person = now(app, world.amina)
    chosen = {
        LetterKind.MENTIONS: person.mention_mail != MentionMail.NEVER,
        LetterKind.REPLIES: person.reply_mail != MentionMail.NEVER,
        LetterKind.PAPERS: person.paper_mail,
        LetterKind.ITEMS: person.item_mail,
        LetterKind.CLAUSES: person.clause_mail,
        LetterKind.DIGEST: person.digest != DigestRhythm.NEVER,
    }
    assert [each for each, wished in chosen.items() if not wished] == [kind]


EVERY_KIND = {
    "mention_mail": "daily",
    "reply_mail": "at-once",
    "digest": "weekly",
    **dict.fromkeys(("paper_mail", "item_mail", "clause_mail"), "y"),
}


def undo_of(page):
    return re.search(r'name="undo" value="([^"]+)"', page)[1]


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind != LetterKind.SEARCHES])
def test_whoever_ended_a_kind_by_its_link_undoes_it_again_and_again(app, http, world, kind):
    amina, reader = http(world.amina), http()
    amina.post("/account/letters", data=EVERY_KIND)
    before = amina.get("/account/letters").text
    with app.app_context():
        address = stopping.path(world.amina, kind)
    for _turn in range(3):
        done = reader.post(address, data={"List-Unsubscribe": "One-Click"}).location
        page = reader.get(done).text
        assert "no more e-mails" in page
        # Whoever has the letter alone undoes nothing: the first page is not one that says it was done.
        assert 'name="undo"' not in http().get(address).text
        undone = reader.post(address.replace("/end", "/resumption"), data={"undo": undo_of(page)})
        assert undone.status_code == 303
        assert "Stop these e-mails" in reader.get(undone.location).text
        assert chosen(amina.get("/account/letters").text) == chosen(before)


def chosen(page):
    """What is checked and selected in the form, without the tokens in it."""
    return re.findall(r"<(?:input|option)[^>]*(?:checked|selected)[^>]*>", page)


def test_an_undo_is_for_its_own_person_and_leaves_later_choices_alone(app, http, world):
    amina, haruko = http(world.amina), http(world.haruko)
    for each in (amina, haruko):
        each.post("/account/letters", data=EVERY_KIND)
    with app.app_context():
        hers = stopping.path(world.amina, LetterKind.DIGEST)
        others = stopping.path(world.haruko, LetterKind.DIGEST)
    undo = undo_of(http().get(http().post(hers).location).text)
    http().post(others)
    for wrong in (undo, "", "nonsense"):
        answer = http().post(others.replace("/end", "/resumption"), data={"undo": wrong})
        assert answer.status_code == 409 and "cannot be undone here" in answer.text
    assert now(app, world.haruko).digest == DigestRhythm.NEVER
    amina.post("/account/letters", data={**EVERY_KIND, "digest": "daily"})
    http().post(hers.replace("/end", "/resumption"), data={"undo": undo})
    assert now(app, world.amina).digest == DigestRhythm.DAILY


def test_letters_about_saved_searches_come_again_for_those_that_had_them(app, http, world):
    amina = http(world.amina)
    for name, mails in (("One", "y"), ("Two", ""), ("Three", "y")):
        form = {"name": name, "tell": "all", "q": name, **({"mails": mails} if mails else {})}
        assert amina.post("/search/saved", data=form).status_code == 303

    def with_letters():
        with app.app_context():
            rows = db.session.scalars(
                select(SavedSearch)
                .where(SavedSearch.person_id == world.amina.id, SavedSearch.mails)
                .order_by(SavedSearch.name)
            )
            return [each.name for each in rows]

    with app.app_context():
        address = stopping.path(world.amina, LetterKind.SEARCHES)
    for _turn in range(3):
        assert with_letters() == ["One", "Three"]
        page = http().get(http().post(address).location).text
        assert with_letters() == []
        http().post(address.replace("/end", "/resumption"), data={"undo": undo_of(page)})


def test_the_secretariat_sees_what_waits_without_its_words(app, http, world):
    with app.app_context(), writing():
        mail.write(world.amina.email, "Quokka draft", "Dear Amina")
        db.session.commit()

        def refuse(_message):
            raise OSError("451 the box is full")

        app.extensions["mail_carrier"] = refuse
        mail.send_waiting()
    page = http(world.ines).get("/mail").text
    assert world.amina.email in page and "451 the box is full" in page
    assert "Quokka" not in page


@pytest.mark.settings(MAIL_URL="smtp://localhost")
def test_the_secretariat_tries_whether_e_mails_arrive(app, http, world):
    left = []
    app.extensions["mail_carrier"] = left.append
    ines = http(world.ines)
    assert ines.post("/mail/trial").status_code == 303
    assert "is on its way" in ines.get("/mail").text
    with app.app_context():
        mail.send_waiting()
    [letter] = [each for each in left if "arrives" in each.subject]
    assert letter.recipient == world.ines.email
    assert re.search(r"/mail$", letter.text.strip())


def test_without_a_mail_server_a_test_message_is_said_to_wait(http, world):
    ines = http(world.ines)
    assert ines.post("/mail/trial").status_code == 303
    page = ines.get("/mail").text
    assert "cannot send e-mails yet" in page and "on its way" not in page
    assert "once mail is set up" in page and world.ines.email in page


def offer_of(page):
    return re.search(r'name="offer" value="([^"]+)"', page)[1]


def test_whoever_presses_the_button_twice_still_undoes_it(app, http, world, clock):
    amina, reader, haruko = http(world.amina), http(), http(world.haruko)
    for each in (amina, haruko):
        each.post("/account/letters", data=EVERY_KIND)
    before = chosen(amina.get("/account/letters").text)
    with app.app_context():
        address = stopping.path(world.amina, LetterKind.DIGEST)
        others = stopping.path(world.haruko, LetterKind.DIGEST)
    for _turn in range(3):
        offer = offer_of(reader.get(address).text)
        for _press in range(2):
            done = reader.get(reader.post(address, data={"offer": offer}).location).text
            assert "no more e-mails" in done
        reader.post(address.replace("/end", "/resumption"), data={"undo": undo_of(done)})
        assert chosen(amina.get("/account/letters").text) == before
    # It is the press of one page: not of another person, and not of a page from long ago.
    offer = offer_of(reader.get(address).text)
    http().post(others)
    done = http().get(http().post(others, data={"offer": offer}).location).text
    assert 'name="undo"' not in done
    http().post(address)
    clock.advance(minutes=61)
    done = http().get(http().post(address, data={"offer": offer}).location).text
    assert 'name="undo"' not in done and "no more e-mails" in done


def test_the_place_of_drafts_by_mail_is_named_only_where_answers_are_taken(http, world):
    assert "/mail/drafts" not in http(world.amina).get("/account/letters").text


@pytest.mark.settings(REPLY_ADDRESS="reply@cop.example")
def test_the_place_of_drafts_by_mail_is_named_where_answers_are_taken(http, world):
    assert "/mail/drafts" in http(world.amina).get("/account/letters").text
