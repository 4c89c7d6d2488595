"""What was begun in the room for one item happens to no other: every form of the page, found there, once the meeting has gone on."""

import pytest
from lxml import html
from sqlalchemy import select

from tests.meetings.conftest import DURING
from tests.meetings.room.conftest import ROOM
from wgcop.floor import actions
from wgcop.floor.actions import taking_up
from wgcop.floor.models import FloorRequest, ItemFloor
from wgcop.floor.speakers import FloorKind

TYPED = {"time": "23:30", "number": "7"}
WORDS = "What one of them wrote."
OF_THE_MEETING = {"announcements", "announcements/removal", "opening", "speakers/limit"}
"""What is about no item: it may be done whatever is on the floor."""
MOVES = {"chair", "item", "speaking", "sitting"}
"""What a form names that a live update may change."""


def forms_of(page):
    """Address below the room and data of each form, filled in, with one for each of its buttons."""
    for form in html.fromstring(page).xpath(
        "//form[not(ancestor::template)][@data-send or contains(@action, '/live/')]"
    ):
        data = {}
        for field in form.xpath(".//*[self::input or self::select or self::textarea][@name]"):
            if field.tag == "select":
                options = [o.get("value") for o in field.xpath("option") if o.get("value")]
                value = options[0]
            elif field.tag == "textarea":
                value = WORDS
            else:
                value = TYPED.get(field.get("type"), field.get("value", ""))
            data[field.get("name")] = value
        for button in form.xpath(".//button[not(ancestor-or-self::*[@hidden])]") or [None]:
            named = button is not None and button.get("name")
            yield form.get("action"), data | ({named: button.get("value")} if named else {})


@pytest.fixture
def two_on(item, room, agenda, ask, session):
    """Kenya speaks on the item on the floor and Switzerland waits; on another one Kenya waits."""
    ask("amina")
    actions.next_speaker(item, by=room.helena)
    ask("luc")
    ask("amina", on=agenda.closing)
    session.commit()
    return agenda.closing


@pytest.fixture
def stand_of(session):
    def read(item):
        session.expire_all()
        kept = session.get(ItemFloor, item.id)
        asked = session.scalars(select(FloorRequest).where(FloorRequest.item_id == item.id))
        return (
            item.closed,
            [(each.outcome, each.text) for each in item.decisions],
            kept and (kept.list_closed, kept.timer),
            [(each.id, each.kind, each.state, each.place, each.timer) for each in asked],
        )

    return read


def test_each_form_of_the_room_says_what_it_is_about(two_on, room, http):
    for who in ("helena", "ines", "amina"):
        for address, data in forms_of(http(getattr(room, who)).get(ROOM).text):
            act = address.partition("/live/")[2]
            is_by_address = any(part.isdigit() for part in address.split("/"))
            assert MOVES & data.keys() or is_by_address or act in OF_THE_MEETING, address


@pytest.mark.parametrize("who", ["helena", "amina"])
def test_no_form_of_a_page_that_shows_another_item_does_anything_to_the_one_on_the_floor(
    two_on, room, http, session, stand_of, clock, who
):
    browser, other = http(getattr(room, who)), two_on
    forms = [
        (address, data)
        for address, data in forms_of(browser.get(ROOM).text)
        if address.startswith(ROOM) and address.partition("/live/")[2] not in OF_THE_MEETING
    ]
    assert len(forms) >= (20 if who == "helena" else 3)
    taking_up.take_up_item(other, by=room.ines)
    session.commit()
    for address, data in forms:
        act = address.partition("/live/")[2]
        if act in ("items", "breaks", "breaks/end", "adjournment", "closure"):
            continue  # these name what they are about, or are about the meeting as a whole
        clock.advance(seconds=5)
        before = stand_of(other)
        answer = browser.post(address, data=data)
        assert answer.status_code in (303, 409), address
        assert stand_of(other) == before, address
        if answer.status_code == 409 and WORDS in data.values():
            assert WORDS in answer.text, address


def test_a_page_on_which_nothing_was_on_the_floor_acts_on_nothing(
    agenda, room, session, clock, http, stand_of
):
    clock.stop(DURING)
    for each in (agenda.opening, agenda.recalling, agenda.invites, agenda.closing):
        taking_up.close_item(each, by=room.ines)
    session.commit()
    helena = http(room.helena)
    forms = list(forms_of(helena.get(ROOM).text))
    taking_up.take_up_item(agenda.closing, by=room.ines)
    actions.ask_for_floor(
        agenda.closing, FloorKind.INTERVENTION, delegation=room.kenya, by=room.ines
    )
    session.commit()
    before = stand_of(agenda.closing)
    for address, data in forms:
        act = address.partition("/live/")[2]
        if act.startswith(("speakers/", "timers/", "outcome")) and act not in OF_THE_MEETING:
            assert helena.post(address, data=data).status_code == 409, address
    assert stand_of(agenda.closing) == before
    assert agenda.closing.decisions == []
