"""Presentation of changes in the room on open pages, for members only and the same for each of
them.
"""

from collections.abc import Callable

from flask import g

from wgcop.bodies.models import Meeting
from wgcop.events.presenters import Presentation, presents_row, replaced
from wgcop.floor.confided import CONFIDED, confided_in
from wgcop.floor.queries import Room, room_of

PARTS = {
    "room-notices": "meetings/room/_notices.html",
    "room-item": "meetings/room/_item.html",
    "room-item-timer": "meetings/room/_item_timer.html",
    "room-speakers": "meetings/room/_speakers.html",
    "room-times": "meetings/room/_times.html",
}
"""The target kinds of the room, each with the partial template that shows it."""


def shown_room(meeting: Meeting) -> Room:
    """Return the room, read once for all parts that one request sends or asks for."""
    rooms: dict[int, Room] = g.setdefault("shown_rooms", {})
    if meeting.id not in rooms:
        rooms[meeting.id] = room_of(meeting)
    return rooms[meeting.id]


def _presenter(target: str) -> Callable[[Meeting, str], Presentation]:
    def present(meeting: Meeting, _: str) -> Presentation:
        """Present one part of the room. The id on the page is the target kind; only notices have an
        id for each meeting, since one page may show the notices of several.
        """
        place = meeting.notices_id if target == "room-notices" else target
        return replaced(place, PARTS[target], room=shown_room(meeting))

    return present


for target in PARTS:
    presents_row(target, Meeting)(_presenter(target))


@presents_row(CONFIDED, Meeting)
def confided(meeting: Meeting, _: str) -> Presentation:
    """Present a confidential note, on a topic that only those who preside hear."""
    return replaced(
        CONFIDED, "meetings/room/_confided.html", confided=confided_in(shown_room(meeting))
    )
