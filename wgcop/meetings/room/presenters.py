"""How the room changes on open pages. All of it is for members, and the same for each of them."""

from collections.abc import Callable

from flask import g

from wgcop.bodies.models import Meeting
from wgcop.history.presenters import Presentation, presents_row, replaced
from wgcop.meetings.room.queries import Room, room_of

PARTS = {
    "room-notices": "meetings/room/_notices.html",
    "room-item": "meetings/room/_item.html",
    "room-item-timer": "meetings/room/_item_timer.html",
    "room-speakers": "meetings/room/_speakers.html",
    "room-times": "meetings/room/_times.html",
}
"""The kinds of targets, each with the partial that shows it."""


def shown_room(meeting: Meeting) -> Room:
    """Read once for all parts that are sent or asked for together."""
    rooms: dict[int, Room] = g.setdefault("shown_rooms", {})
    if meeting.id not in rooms:
        rooms[meeting.id] = room_of(meeting)
    return rooms[meeting.id]


def _presenter(target: str) -> Callable[[Meeting, str], Presentation]:
    def present(meeting: Meeting, _: str) -> Presentation:
        """Parts have their kind as id; notices of several meetings may stand on one page."""
        place = meeting.notices_id if target == "room-notices" else target
        return replaced(place, PARTS[target], room=shown_room(meeting))

    return present


for target in PARTS:
    presents_row(target, Meeting)(_presenter(target))
