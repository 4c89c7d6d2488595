"""Answers are fetched from a mailbox by a real conversation in IMAP, and none is lost or taken twice."""

import ssl

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from tests.certificates import certified
from tests.correspondence import mails
from tests.postbox import Postbox
from wgcop.correspondence import jobs, mailbox
from wgcop.correspondence.models import MailedDraft
from wgcop.database import db
from wgcop.errors import Away

USER = "reply:p%40ss%20w%25rd"


@pytest.fixture
def fetch(app):
    """What is new in a mailbox is taken in; how many messages were dealt with."""

    def fetched(box, scheme="imap", folder="INBOX", unencrypted=True, host="127.0.0.1"):
        app.config.update(
            REPLY_MAILBOX=f"{scheme}://{USER}@{host}:{box.port}/{folder}",
            REPLY_MAILBOX_UNENCRYPTED=unencrypted,
        )
        with app.app_context():
            return jobs.fetch_answers()

    return fetched


@pytest.fixture
def drafts(app):
    def words():
        with app.app_context():
            return db.session.scalars(select(MailedDraft.words).order_by(MailedDraft.came_at)).all()

    return words


def test_without_a_mailbox_nothing_is_asked(app):
    with app.app_context():
        assert jobs.fetch_answers() == 0


@pytest.mark.parametrize("without", [(), ("UIDPLUS",)])
def test_answers_leave_the_mailbox_once_they_are_kept_here(call, sender, fetch, drafts, without):
    with Postbox(without=without) as box:
        for number, (who, by) in enumerate((("amina", "haruko"), ("haruko", "amina")) * 3):
            called = call(who, by)
            box.put(
                mails.gmail(
                    f"Answer {number}.", called.to, sender=sender(who), name=f"<{number}@x>"
                )
            )
            assert fetch(box) == 1
            assert box.messages == {}
            assert fetch(box) == 0
    assert drafts() == [f"Answer {number}." for number in range(6)]


def test_what_is_not_taken_stays_in_the_mailbox_and_is_not_fetched_again(
    call, sender, fetch, drafts
):
    called = call("amina")
    with Postbox() as box:
        seen = box.put(mails.gmail("Seen.", called.to, sender=sender("amina")), r"\Seen")
        others = [
            box.put(mails.vacation(called.to)),
            box.put(mails.gmail("Quokka.", called.to, sender="m@example.net", name="<2@x>")),
            box.put(b"no message at all"),
        ]
        good = box.put(mails.gmail("Good.", called.to, sender=sender("amina"), name="<3@x>"))
        assert fetch(box) == 4
        assert good not in box.messages and seen in box.messages
        assert [r"\Seen" in box.flags(each) for each in others] == [True] * 3
        assert r"\Flagged" in box.flags(others[2])
        box.heard.clear()
        assert fetch(box) == 0
        assert not any("FETCH" in each for each in box.heard)
    assert drafts() == ["Good."]


@pytest.mark.parametrize("word", ["LOGIN", "SELECT", "SEARCH", "BODY.PEEK", "STORE", "EXPUNGE"])
def test_wherever_the_line_breaks_an_answer_is_one_draft_in_the_end(
    call, sender, fetch, drafts, word
):
    called = call("amina")
    with Postbox() as box:
        box.put(mails.gmail("Once.", called.to, sender=sender("amina")))
        box.breaks_at = word
        with pytest.raises(Away):
            fetch(box)
        fetch(box)
        fetch(box)
    assert drafts() == ["Once."]


def test_a_message_that_the_mailbox_keeps_back_holds_up_no_other(
    call, sender, fetch, drafts, monkeypatch
):
    called = call("amina")
    with Postbox() as box:
        kept_back = box.put(mails.gmail("First.", called.to, sender=sender("amina"), name="<1@x>"))
        box.put(mails.gmail("Second.", called.to, sender=sender("amina"), name="<2@x>"))
        hand_over = mailbox.Mailbox.fetch

        def fetched(self, uid, most):
            if uid == str(kept_back):
                raise mailbox.NotHandedOver("no")
            return hand_over(self, uid, most)

        with monkeypatch.context() as patch:
            patch.setattr(mailbox.Mailbox, "fetch", fetched)
            assert fetch(box) == 1
        assert box.flags(kept_back) == set()
        assert fetch(box) == 1
    assert sorted(drafts()) == ["First.", "Second."]


def test_messages_of_one_person_that_wait_hold_up_nobody_else(
    call, sender, fetch, drafts, monkeypatch
):
    monkeypatch.setattr("wgcop.correspondence.receiving.MOST_AN_HOUR", 1)
    monkeypatch.setattr(mailbox, "MOST_AT_ONCE", 4)
    amina, haruko = call("amina"), call("haruko", "amina")
    with Postbox() as box:
        for number in range(6):
            mine = mails.gmail(f"{number}.", amina.to, sender=sender("amina"), name=f"<{number}@x>")
            box.put(mine)
        box.put(mails.gmail("Mine.", haruko.to, sender=sender("haruko"), name="<h@x>"))
        fetch(box)
        assert len(box.messages) == 5
    assert sorted(drafts()) == ["0.", "Mine."]


def test_a_message_stays_unseen_while_the_database_is_away(
    call, sender, fetch, drafts, monkeypatch
):
    called = call("amina")
    with Postbox() as box:
        uid = box.put(mails.gmail("Later.", called.to, sender=sender("amina")))

        def away(_data):
            raise OperationalError("", {}, Exception("away"))

        with monkeypatch.context() as patch:
            patch.setattr(jobs, "receive", away)
            assert fetch(box) == 0
        assert box.flags(uid) == set()
        assert fetch(box) == 1
    assert drafts() == ["Later."]


def test_of_a_huge_message_only_the_headers_are_fetched(call, sender, fetch, drafts, letters_to):
    called = call("amina")
    with Postbox() as box:
        uid = box.put(mails.message("word " * 2_200_000, to=called.to, sender=sender("amina")))
        assert fetch(box) == 1
        assert not any("(BODY.PEEK[])" in each for each in box.heard)
        assert r"\Seen" in box.flags(uid)
    assert "too large" in letters_to("amina")[0].text
    assert drafts() == []


def test_no_password_goes_over_an_open_line(fetch):
    with Postbox() as box:
        with pytest.raises(Away, match="password was not sent"):
            fetch(box, unencrypted=False)
        assert not any("LOGIN" in each for each in box.heard)


@pytest.mark.parametrize("scheme", ["imaps", "imap"])
def test_an_encrypted_line_is_used_if_its_certificate_is_trusted(
    call, sender, fetch, drafts, tmp_path, monkeypatch, scheme
):
    called = call("amina")
    certificate, context = certified(tmp_path, "localhost")
    with Postbox(tls=context, starts_tls=scheme == "imap") as box:
        box.put(mails.gmail("Sealed.", called.to, sender=sender("amina")))
        with pytest.raises(Away):
            fetch(box, scheme, unencrypted=False, host="localhost")
        assert not any("LOGIN" in each for each in box.heard)
        trusted = ssl.create_default_context(cafile=certificate)
        monkeypatch.setattr(mailbox.ssl, "create_default_context", lambda: trusted)
        assert fetch(box, scheme, unencrypted=False, host="localhost") == 1
    assert drafts() == ["Sealed."]


def test_a_wrong_password_or_folder_is_said_in_a_sentence(fetch, app):
    with Postbox(password="another") as box, pytest.raises(Away, match="AUTHENTICATIONFAILED"):
        fetch(box)
    with Postbox() as box, pytest.raises(Away, match="no folder Old mail"):
        fetch(box, folder="Old%20mail")
    with Postbox() as gone:
        pass
    with pytest.raises(Away, match="did not answer"):
        fetch(gone)
