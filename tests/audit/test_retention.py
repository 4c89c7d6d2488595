"""Records that serve nobody for ever end when their time is over."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.audit.test_chain import do
from wgcop import clock as wgcop_clock
from wgcop import mail
from wgcop.accounts.actions.invitations import invite
from wgcop.accounts.actions.people import deactivate, reactivate
from wgcop.accounts.models import Invitation, PasswordReset
from wgcop.audit.models import AuditOrigin, AuditRow
from wgcop.audit.verifying import verify
from wgcop.database import retention
from wgcop.errors import Invalid
from wgcop.events.models import Topic
from wgcop.following.actions import mark_read
from wgcop.following.models import ReadMark
from wgcop.mail import Message
from wgcop.signing_in.actions.credentials import request_reset


@pytest.mark.settings(RETENTION="letters=30, trail=0, drafts=0")
def test_letters_links_invitations_and_addresses_end_each_after_its_days(world, session, clock):
    begun = clock.stop(wgcop_clock.now() + timedelta(days=2000))
    retention.end_what_is_over()
    rows = len(session.scalars(select(AuditRow)).all())
    request_reset(world.amina.email)
    invite("new@example.org", by=None)
    session.add(AuditOrigin(number=1, at=begun, address="192.0.2.7"))
    mail.write("amina@example.org", "Minutes", "They are out.")
    session.commit()
    mine = select(Message).where(Message.written_at >= begun)
    assert len(session.scalars(mine).all()) == 3

    def there(**after):
        clock.stop(begun + timedelta(**after))
        retention.end_what_is_over()
        kinds = {
            "letters": mine,
            "links": select(PasswordReset),
            "networks": select(AuditOrigin),
            "invitations": select(Invitation),
        }
        return {kind for kind, query in kinds.items() if session.scalars(query).first()}

    assert there(days=29) == {"letters", "links", "networks", "invitations"}
    assert there(days=29 + 3) == {"networks", "invitations"}
    assert there(days=91) == {"invitations"}
    assert there(days=365 + 15) == set()
    assert len(session.scalars(select(AuditRow)).all()) >= rows, "kept for good here"


def test_what_somebody_had_read_ends_a_year_after_their_account_did(world, session, clock):
    begun = clock.stop()
    topic = session.scalars(select(Topic).where(Topic.seq > 0).limit(1)).one()
    for person in (world.amina, world.luc, world.ruth):
        mark_read(topic, 1, by=person)
    deactivate(world.amina, by=world.ines)
    deactivate(world.luc, by=world.ines)
    session.commit()
    clock.advance(days=1)
    reactivate(world.luc, by=world.ines)
    session.commit()

    def readers(**after):
        clock.stop(begun + timedelta(**after))
        retention.end_what_is_over()
        marks = session.scalars(select(ReadMark.person_id).where(ReadMark.topic_id == topic.id))
        return set(marks) & {world.amina.id, world.luc.id, world.ruth.id}

    everybody = {world.amina.id, world.luc.id, world.ruth.id}
    assert readers(days=364) == everybody
    assert readers(days=366) == everybody - {world.amina.id}


def test_the_trail_ends_by_months_and_stays_provable(session, clock):
    do(session, "paper.submitted")
    clock.advance(days=3660)
    assert retention.end_what_is_over() == 0
    clock.advance(days=30)
    assert retention.end_what_is_over() == 1
    assert session.scalars(select(AuditRow.deed)).all() == ["trail.shortened"]
    assert list(verify(session)) == []


def test_the_secretariat_reads_for_how_long_and_nobody_else(world, http):
    page = http(world.ines).get("/audit/retention").text
    assert "E-mails" in page and "90 days" in page and "10 years" in page
    assert "Drafts never submitted" in page
    assert http(world.amina).get("/audit/retention").status_code == 403


@pytest.mark.parametrize(
    "setting, said",
    [
        (
            "comments=3",
            "“comments” is none of answers, devices, drafts, forms, invitations, letters, links, mailed, marks, networks, notifications, takeaway, trail",
        ),
        ("letters=soon", "letters=0 is for good"),
        ("letters", "as in letters=90"),
        ("letters=99999999", "letters=0 is for good"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(app, setting, said):
    with pytest.raises(Invalid, match=said):
        retention.chosen(setting)
