import smtplib

import pytest
from sqlalchemy import select

from wgcop import mail
from wgcop.db import db, writing


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
