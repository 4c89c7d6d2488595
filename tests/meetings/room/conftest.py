"""The meeting is on; Helena, the chair, has taken up the item on recalling."""

from datetime import timedelta

import pytest

from tests.meetings.conftest import DURING
from wgcop.floor import actions
from wgcop.floor.actions import taking_up
from wgcop.floor.queries import room_of
from wgcop.floor.speakers import FloorKind

ROOM = "/meetings/wg-cop-3/live"


@pytest.fixture
def item(room, agenda, session, clock):
    clock.stop(DURING)
    taking_up.take_up_item(agenda.recalling, by=room.helena)
    session.commit()
    return agenda.recalling


@pytest.fixture
def ask(item, room):
    """`ask("amina")` asks for her delegation."""

    def asks(name, kind=FloorKind.INTERVENTION, on=item):
        person = getattr(room, name)
        return actions.ask_for_floor(on, kind, capacity=person.capacities[0], by=person)

    return asks


@pytest.fixture
def stand(room, session):
    """What a page of the room would show now."""

    def read():
        session.flush()
        session.expire_all()
        return room_of(room.meeting)

    return read


@pytest.fixture
def names(stand):
    """Who has the floor, and who waits."""

    def read():
        speakers = stand().speakers
        speaking = speakers.speaking.speaks_for if speakers.speaking else None
        return speaking, [each.speaks_for for each in speakers.waiting]

    return read


def minutes(number):
    return timedelta(minutes=number)
