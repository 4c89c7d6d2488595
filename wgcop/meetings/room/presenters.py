"""How the room changes on open pages. All of it is for members, and the same for each of them."""

from collections.abc import Callable

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
"""The id of each part of the page, which is also its kind of target, and the partial that shows it."""


def part(room: Room, target: str) -> Presentation:
    return replaced(target, PARTS[target], room=room)


def _presenter(target: str) -> Callable[[Meeting, str], Presentation]:
    def present(meeting: Meeting, _: str) -> Presentation:
        return part(room_of(meeting), target)

    return present


for target in PARTS:
    presents_row(target, Meeting)(_presenter(target))
