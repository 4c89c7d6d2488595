"""Who asks for the floor and is no member of the group is marked as such, on every screen."""

import pytest

from tests.meetings.room.conftest import ROOM
from wgcop.accounts.models import Category
from wgcop.agenda.group_members import GroupMember
from wgcop.floor import actions


@pytest.mark.parametrize("named", ["delegation", "person"])
def test_whoever_is_not_named_as_a_member_asks_for_the_floor_marked(
    item, ask, room, session, http, named
):
    ask("amina")
    for _ in range(2):
        ask("luc")
        assert "Not a member" not in http(room.helena).get(ROOM).text
        actions.next_speaker(item, by=room.helena)
    room.group.open_to_all = False
    of_kenya = {"delegation": room.kenya} if named == "delegation" else {"person": room.amina}
    session.add(GroupMember(group_id=room.group.id, **of_kenya))
    session.commit()
    for page in ("", "?projector"):
        shown = http(room.luc).get(f"{ROOM}{page}").text
        assert shown.count("Not a member") == 1
        assert shown.index("Switzerland") < shown.index("Not a member")


def test_an_observer_asks_for_the_floor_as_one(item, ask, room, session, http):
    room.kenya.category = Category.OBSERVER
    ask("amina")
    ask("luc")
    session.commit()
    assert http(room.helena).get(ROOM).text.count(">Observer<") == 1
