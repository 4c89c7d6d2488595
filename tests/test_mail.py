import re
import smtplib
import ssl
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.postmaster import Postmaster
from wgcop import clock as wgcop_clock
from wgcop import mail
from wgcop.database import db, writing


@pytest.fixture
def outbox(session):
    """What left, by recipient, with a carrier that a test can make fail."""
    for name in ("ada", "ben", "cleo"):
        mail.write(f"{name}@example.org", "News", f"Dear {name}")
    db.session.commit()


def carry_with(app, carry):
    app.extensions["mail_carrier"] = carry


def kept(recipient):
    return db.session.scalars(select(mail.Message).where(mail.Message.recipient == recipient)).one()


def test_what_is_due_leaves_once(app, outbox):
    left = []
    carry_with(app, lambda message: left.append(message.recipient))
    assert mail.send_waiting() == 3
    assert mail.send_waiting() == 0
    assert left == ["ada@example.org", "ben@example.org", "cleo@example.org"]


def test_more_letters_than_leave_at_once_leave_one_after_another(app, outbox, monkeypatch):
    monkeypatch.setattr(mail, "BATCH", 2)
    left = []
    carry_with(app, lambda message: left.append(message.recipient))
    assert [mail.send_waiting() for _ in range(3)] == [2, 1, 0]
    assert left == ["ada@example.org", "ben@example.org", "cleo@example.org"]


@pytest.mark.parametrize("problem", [smtplib.SMTPException("no"), AttributeError("unreadable")])
def test_a_letter_that_cannot_be_carried_keeps_no_other_waiting(app, outbox, clock, problem):
    clock.stop()
    left = []

    def carry(message):
        if message.recipient.startswith("ada"):
            raise problem
        left.append(message.recipient)

    carry_with(app, carry)
    assert mail.send_waiting() == 2
    assert mail.send_waiting() == 0
    assert left == ["ben@example.org", "cleo@example.org"]
    assert kept("ada@example.org").failures == 1
    clock.advance(minutes=3)
    carry_with(app, lambda message: left.append(message.recipient))
    assert mail.send_waiting() == 1
    assert left[-1] == "ada@example.org"


def test_others_write_while_a_letter_is_carried(app, outbox):
    """A carrier may take twenty seconds; nobody's comment waits for it."""

    def carry(message):
        with app.app_context(), writing():
            mail.write("dora@example.org", "Meanwhile", message.text)
            db.session.commit()

    carry_with(app, carry)
    assert mail.send_waiting() == 3


def test_a_letter_whose_carrier_was_killed_is_sent_later(app, outbox, clock):
    clock.stop()

    def killed(_message):
        raise KeyboardInterrupt

    carry_with(app, killed)
    with pytest.raises(KeyboardInterrupt):
        mail.send_waiting()
    carry_with(app, lambda _message: None)
    assert mail.send_waiting() == 0
    clock.advance(minutes=21)
    assert mail.send_waiting() == 3


def test_without_a_carrier_letters_wait_and_leave_when_one_is_set(app, outbox):
    app.extensions["mail_carrier"] = None
    assert mail.send_waiting() == 0
    left = []
    carry_with(app, lambda message: left.append(message.recipient))
    assert mail.send_waiting() == 3
    assert len(left) == 3


def test_a_secret_link_is_removed_from_the_letter_once_it_was_sent_or_expired(app, session, clock):
    clock.stop()
    until = wgcop_clock.now() + timedelta(hours=2)
    for name in ("ada", "ben"):
        mail.write(f"{name}@example.org", "A link", "/reset/secret", secret_until=until)
        db.session.commit()
        if name == "ada":
            carry_with(app, lambda _: None)
            assert mail.send_waiting() == 1
            assert kept("ada@example.org").text == ""
            app.extensions["mail_carrier"] = None
    assert kept("ben@example.org").text == "/reset/secret"
    db.session.rollback()
    clock.advance(hours=2)
    mail.send_waiting()
    assert kept("ben@example.org").text == ""
    db.session.rollback()
    carry_with(app, lambda _: None)
    assert mail.send_waiting() == 0, "A letter without its words is no letter."


@pytest.fixture
def letter(session):
    return mail.Message(
        id=7,
        recipient="ada@example.org",
        subject="News",
        text="Dear Ada",
        language="en",
        written_at=wgcop_clock.now(),
    )


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_letter_says_when_and_by_the_public_address(app, letter):
    app.config.update(PUBLIC_URL="https://cop.example", MAIL_SENDER="desk@example.org")
    with Postmaster() as server:
        app.config["MAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
        mail.carry_by_smtp(letter)
    headers = dict(line.split(": ", 1) for line in server.heard if ": " in str(line))
    assert headers["Date"].endswith("+0000")
    assert re.fullmatch(r"<[0-9a-f]{32}@cop\.example>", headers["Message-ID"])


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_password_goes_over_no_open_line_unless_a_setting_says_so(app, letter):
    with Postmaster(["AUTH PLAIN"]) as server:
        app.config["MAIL_URL"] = f"smtp://desk:pass%20word@127.0.0.1:{server.port}"
        with pytest.raises(smtplib.SMTPNotSupportedError, match="MAIL_UNENCRYPTED"):
            mail.carry_by_smtp(letter)
    assert not any("AUTH" in line for line in server.heard)
    app.config["MAIL_UNENCRYPTED"] = True
    with Postmaster(["AUTH PLAIN"]) as server:
        app.config["MAIL_URL"] = f"smtp://desk:pass%20word@127.0.0.1:{server.port}"
        mail.carry_by_smtp(letter)
    assert any("AUTH" in line for line in server.heard)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_mail_server_without_a_valid_certificate_gets_no_letter(app, letter, scheme, monkeypatch):
    """The real check, that of the library, on a context that trusts nobody it does not know."""
    asked = []

    def note(context, connection, *_, server_hostname=None, **__):
        connection.close()
        asked.append((context.verify_mode, context.check_hostname, server_hostname))
        raise ssl.SSLCertVerificationError("self-signed")

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", note)
    with Postmaster(["STARTTLS", "AUTH PLAIN"]) as server:
        app.config["MAIL_URL"] = f"{scheme}://desk:word@127.0.0.1:{server.port}"
        with pytest.raises(ssl.SSLCertVerificationError):
            mail.carry_by_smtp(letter)
    assert asked == [(ssl.CERT_REQUIRED, True, "127.0.0.1")]
    assert not any("AUTH" in line for line in server.heard)


def test_a_long_subject_is_cut_and_the_letter_leaves_once(app, session, clock):
    """Also one that is made anew when it leaves."""
    mail.renews("long")(lambda _message: mail.LetterWords("Quokka " * 100, "Dear Ada"))
    mail.write("ada@example.org", "Quokka " * 100, "Dear Ada", source="long")
    db.session.commit()
    left = []
    carry_with(app, lambda message: left.append(len(message.subject)))
    assert mail.send_waiting() == 1
    clock.advance(days=1)
    assert mail.send_waiting() == 0
    assert left == [300]


def test_letters_of_one_act_that_fail_are_tried_again_as_one(app, session, clock):
    """Nobody knows whether a server that fell silent has taken the first one."""
    clock.stop()
    with mail.one_act():
        for title in ("One", "Two", "Three"):
            text = f"Dear Ada,\n\n{title} was accepted.\n"
            mail.write("ada@example.org", f"Accepted: {title}", text)
    db.session.commit()
    tried = []

    def carry(message):
        tried.append((mail.as_email(message)["Message-ID"], message.text))
        if len(tried) < 3:
            raise smtplib.SMTPServerDisconnected("silence")

    carry_with(app, carry)
    for minutes, sent in ((2, 0), (1, 0), (2, 0), (5, 1), (60, 0)):
        clock.advance(minutes=minutes)
        assert mail.send_waiting() == sent
    assert len(tried) == 3 and len({name for name, _text in tried}) == 1
    assert all(text.count("was accepted") == 3 for _name, text in tried)
    assert kept("ada@example.org").sent_at
