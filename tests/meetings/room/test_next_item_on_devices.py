"""Whoever brought a paper to an item, and their delegation, are notified on their devices that it is next."""

import pytest
from sqlalchemy import select

from tests.meetings.conftest import DURING
from tests.meetings.room.test_next_item import helplines  # noqa: F401 (a fixture)
from tests.push.conftest import device_in_session
from tests.push.service import PushService
from wgcop import clock as workspace_clock
from wgcop.accounts.models import Delegation, DelegationRole, Membership, Person
from wgcop.database import db
from wgcop.floor.actions import taking_up
from wgcop.push.jobs import send_waiting
from wgcop.push.models import PushDevice, PushMessage


@pytest.fixture
def service(app):
    opened = PushService()
    app.config["PUSH_SERVICES"] = opened.url
    yield opened
    opened.close()


@pytest.fixture
def joseph(room, session):
    """A colleague of Amina's, who wrote no paper."""
    kenya = room.amina.memberships[0].delegation
    person = Person(email="joseph@example.org", name="Joseph")
    person.memberships.append(Membership(delegation=kenya, role=DelegationRole.MEMBER))
    session.add(person)
    session.commit()
    return person


@pytest.fixture
def devices(room, joseph, helplines, session, service):  # noqa: F811
    until = workspace_clock.now().replace(year=2027)
    people = {"amina": room.amina, "joseph": joseph, "helena": room.helena}
    others = session.scalars(
        select(Person).where(
            Person.memberships.any(Membership.delegation.has(Delegation.name != "Kenya"))
        )
    ).first()
    people["other"] = others
    return {
        name: device_in_session(session, person, service.browser(name), until)
        for name, person in people.items()
    }


def test_a_delegation_hears_three_times_that_its_item_is_next_or_on_the_floor(
    room, agenda, devices, session
):
    for item, told in (
        (agenda.opening, "Next: 2.1 Recalling"),
        (agenda.recalling, None),
        (agenda.opening, None),  # back again: they were told once
    ):
        taking_up.take_up_item(item, by=room.helena)
        session.commit()
        assert send_waiting() == (2 if told else 0)
        for name in ("amina", "joseph"):
            expected = [(told, "Third meeting of the group")] if told else []
            assert devices[name].shown() == expected
        assert devices["helena"].shown() == devices["other"].shown() == []
    last = devices["amina"].last
    assert last.payload["path"] == agenda.recalling.url
    assert last.headers["Urgency"] == "high"
    assert 3500 < int(last.headers["TTL"]) <= 3600


def test_one_that_waits_until_the_item_is_on_the_floor_says_so(room, agenda, devices, session):
    taking_up.take_up_item(agenda.opening, by=room.helena)
    session.commit()
    taking_up.take_up_item(agenda.recalling, by=room.helena)
    session.commit()
    assert send_waiting() == 2
    told = [("Now on the floor: 2.1 Recalling", "Third meeting of the group")]
    assert devices["joseph"].shown() == told


@pytest.mark.parametrize(
    "what", ["item is closed", "meeting is over", "reader has left", "chair goes elsewhere", "kind"]
)
def test_nothing_leaves_once_it_no_longer_concerns_its_reader(
    room, agenda, devices, session, clock, joseph, what
):
    taking_up.take_up_item(agenda.opening, by=room.helena)
    if what == "item is closed":
        taking_up.close_item(agenda.recalling, by=room.helena)
    elif what == "reader has left":
        for person in (room.amina, joseph):
            person.memberships.clear()
    elif what == "chair goes elsewhere":
        taking_up.take_up_item(agenda.invites, by=room.helena)
    elif what == "kind":
        for device in session.scalars(select(PushDevice)):
            device.items = False
    session.commit()
    if what == "meeting is over":
        clock.stop(DURING.replace(hour=23))
        clock.advance(days=3)
    assert send_waiting() == 0
    for each in devices.values():
        assert each.shown() == []
    if what != "meeting is over":  # then it is too late, and it waits for nothing
        assert db.session.scalars(select(PushMessage)).all() == []
