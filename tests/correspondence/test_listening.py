"""A mail server hands messages over by LMTP, in real conversations with another library."""

import logging
import smtplib
import socket
import time

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from tests.correspondence import mails
from wgcop.correspondence import cli, listening
from wgcop.correspondence.listening import Listener
from wgcop.correspondence.models import MailedDraft
from wgcop.database import db

AMINAS = "amina@example.org"


@pytest.fixture
def listener(app):
    def take_in(data, sender, recipients):
        with app.app_context():
            cli._take_in(data, sender, recipients)

    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    listening = Listener(take_in, "127.0.0.1", port)
    listening.start()
    yield listening
    listening.stop()


@pytest.fixture
def hand_over(listener):
    """Hands a message over, and returns what was answered for each recipient."""

    def handed_over(data, *recipients, sender=AMINAS):
        with smtplib.LMTP("127.0.0.1", listener.port, timeout=20) as line:
            line.ehlo_or_helo_if_needed()
            assert line.mail(sender)[0] == 250
            assert [line.rcpt(each)[0] for each in recipients] == [250] * len(recipients)
            line.putcmd("data")
            assert line.getreply()[0] == 354
            line.send(smtplib._quote_periods(data) + b"\r\n.\r\n")
            return [line.getreply()[0] for _each in recipients]

    return handed_over


@pytest.fixture
def drafts(app):
    def words():
        with app.app_context():
            return db.session.scalars(select(MailedDraft.words).order_by(MailedDraft.came_at)).all()

    return words


def test_of_what_cannot_listen_nothing_stays_open(listener):
    for _ in range(3):
        second = Listener(print, "127.0.0.1", listener.port)
        second.ready_timeout = 0.5
        with pytest.raises(OSError, match="in use"):
            second.start()
        assert second.loop.is_closed()


def test_answers_of_two_people_come_in_once_each_however_often_they_are_handed_over(
    call, sender, hand_over, drafts
):
    for number, (who, by) in enumerate((("amina", "haruko"), ("haruko", "amina")) * 3):
        to = call(who, by).to
        data = mails.outlook(f"Answer {number}.", to, sender=sender(who), name=f"<{number}@x>")
        assert hand_over(data, to) == [250]
        assert hand_over(data, to) == [250]
    assert drafts() == [f"Answer {number}." for number in range(6)]


def test_each_recipient_is_answered_and_the_envelope_names_whom_the_header_leaves_out(
    call, sender, hand_over, drafts
):
    to = call("amina").to
    data = mails.gmail("Kenya agrees.", "undisclosed-recipients:;", sender=sender("amina"))
    assert hand_over(data, "reply@cop.example", to, "reply+1-x@cop.example") == [250] * 3
    assert drafts() == ["Kenya agrees."]


def test_a_bounce_is_dealt_with_and_stored_nowhere(call, hand_over, drafts, letters_to):
    to = call("amina").to
    data = mails.gmail("I am away.", to, sender=AMINAS)
    assert hand_over(data, to, sender="") == [250]
    assert (drafts(), letters_to("amina")) == ([], [])


def test_a_message_with_a_line_that_is_too_long_for_mail_is_read_all_the_same(
    call, sender, hand_over, drafts
):
    to = call("amina").to
    words = "word " * 1000 + "end."
    assert hand_over(mails.message(words, to=to, sender=sender("amina")), to) == [250]
    assert drafts()[0].endswith("end.")


def test_a_message_that_is_too_large_is_dealt_with_and_its_sender_is_told(
    call, sender, hand_over, drafts, letters_to
):
    to = call("amina").to
    letters_to("amina")
    line = b"word " * 200_000 + b"\r\n"
    for lines in (line * 34, line[:-2] * 12 + b"\r\n", line[:-2] * 12 + b".\r\nend.\r\n"):
        data = mails.message("Words.", to=to, sender=sender("amina")) + b"\r\n" + lines
        assert hand_over(data, to, "reply@cop.example") == [250, 250]
        [letter] = letters_to("amina")
        assert "too large" in letter.text
    assert drafts() == []
    assert hand_over(mails.gmail("Short.", to, sender=sender("amina")), to) == [250]
    assert drafts() == ["Short."]


def test_too_many_conversations_wait_and_none_is_lost(
    call, sender, hand_over, listener, drafts, monkeypatch
):
    monkeypatch.setattr(listening, "MOST_CONVERSATIONS", 2)
    to = call("amina").to
    data = mails.gmail("Kenya agrees.", to, sender=sender("amina"))
    idle = [smtplib.LMTP("127.0.0.1", listener.port, timeout=20) for _each in range(2)]
    with pytest.raises(smtplib.SMTPConnectError) as refused:
        hand_over(data, to)
    assert refused.value.smtp_code == 421 and drafts() == []
    for each in idle:
        each.quit()
    while len(listener._open):
        time.sleep(0.01)
    for _each in range(3):
        assert hand_over(data, to) == [250]
    assert drafts() == ["Kenya agrees."]


def test_the_mail_server_keeps_what_cannot_be_taken_in_now(
    app, call, sender, hand_over, drafts, monkeypatch
):
    to = call("amina").to
    data = mails.gmail("Later.", to, sender=sender("amina"))

    def away(*_, **__):
        raise OperationalError("", {}, Exception("away"))

    with monkeypatch.context() as patch:
        patch.setattr(cli, "receive", away)
        assert hand_over(data, to, to) == [451, 451]
    app.config["REPLY_ADDRESS"] = ""
    assert hand_over(data, to) == [451]
    app.config["REPLY_ADDRESS"] = "reply@cop.example"
    assert drafts() == []
    assert hand_over(data, to) == [250]
    assert drafts() == ["Later."]
    assert hand_over(b"no message at all", to) == [554]


def test_no_address_of_an_answer_is_in_the_log(call, sender, hand_over, caplog):
    to = call("amina").to
    with caplog.at_level(logging.INFO):
        hand_over(mails.gmail("Yes.", to, sender=sender("amina")), to)
    assert to not in caplog.text
