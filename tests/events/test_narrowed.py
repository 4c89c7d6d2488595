"""Whoever may no longer hear a topic hears nothing more of it, and nobody can flood the rooms."""

import pytest
from sqlalchemy import select

from wgcop.database import db
from wgcop.events import channels
from wgcop.events.actions import change_topic, record
from wgcop.events.models import Topic
from wgcop.live.budget import Budget


def test_a_room_is_emptied_when_its_topic_is_for_others(world, session, listen):
    """What is announced with the change itself is for the new audience already."""
    of_everybody = Topic.name.startswith("prior-work:") & (Topic.audience == "public")
    name = session.scalars(select(Topic.name).where(of_everybody).order_by(Topic.name)).first()
    guest, amina = listen(None, name), listen(world.amina, name)
    topic = session.scalars(select(Topic).where(Topic.name == name)).one()
    record(topic, "prior-work.edited", by=None, target_kind="prior-work", target_id=1)
    change_topic(topic, title=topic.title, audience="members")
    db.session.commit()
    assert not guest.is_connected and not amina.is_connected
    assert "entry" not in {event["name"] for event in guest._socket.queue}
    assert listen(None, name).answer["ok"] is False
    assert listen(world.amina, name).answer["ok"] is True


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("event", ["join", "leave", "typing"])
def test_a_guest_who_sends_without_end_is_dropped_and_a_member_goes_on(
    world, listen, monkeypatch, event
):
    monkeypatch.setattr(channels, "GUESTS", Budget(at_once=3, each_second=0))
    guest, amina = listen(None, "nothing"), listen(world.amina, "nothing")
    for _ in range(5):
        if guest.is_connected:
            guest.emit(event, {"topic": "nothing"})
        amina.emit(event, {"topic": "nothing"})
    assert not guest.is_connected
    assert amina.is_connected
    assert amina.emit("leave", {"topic": "nothing"})["ok"]


def test_a_budget_that_was_spent_grows_again():
    budget = Budget(at_once=2, each_second=0.5)
    assert [budget.spend("a", now) for now in (0, 0, 0, 1, 2, 4, 4)] == [1, 1, 0, 0, 1, 1, 0]
    assert budget.spend("b", 4)
