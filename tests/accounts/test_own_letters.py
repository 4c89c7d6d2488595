"""Each person chooses which letters they get, and sees which were sent to them."""

import re

import pytest

from wgcop import mail
from wgcop.accounts import stopping
from wgcop.accounts.models import DigestRhythm, MentionMail, Person
from wgcop.accounts.wishes import LetterKind
from wgcop.database import db, writing

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


def test_the_secretariat_tries_whether_e_mails_arrive(app, http, world):
    left = []
    app.extensions["mail_carrier"] = left.append
    assert http(world.ines).post("/mail/trial").status_code == 303
    with app.app_context():
        mail.send_waiting()
    [letter] = [each for each in left if "arrives" in each.subject]
    assert letter.recipient == world.ines.email
    assert re.search(r"/mail$", letter.text.strip())
