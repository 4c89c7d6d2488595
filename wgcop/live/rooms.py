"""The rooms and the sockets in them, changed by several threads at once."""

from collections.abc import Callable, Iterable
from functools import wraps
from threading import RLock
from typing import Any

from socketio import Manager

# The methods of the library that read or change rooms in several steps.
STEPS = (
    "basic_disconnect",
    "basic_enter_room",
    "basic_leave_room",
    "connect",
    "eio_sid_from_sid",
    "get_rooms",
    "is_connected",
    "pre_connect",
    "pre_disconnect",
    "sid_from_eio_sid",
)


class Rooms(Manager):
    """Socket.IO's manager of rooms, used by one thread at a time.

    The library creates a room with the first entry and deletes it with the last exit, in several
    steps. A client that enters between these steps would be connected but in no room, and would
    receive nothing as long as its page is open.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        self.turn = RLock()  # reentrant, because these methods call one another
        super().__init__(*args, **options)

    def get_participants(self, namespace: str, room: Any) -> Iterable[tuple[str, str]]:
        with self.turn:
            return list(super().get_participants(namespace, room))


def _one_at_a_time(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def locked(self: Rooms, *args: Any, **options: Any) -> Any:
        with self.turn:
            return method(self, *args, **options)

    return locked


for _name in STEPS:
    if hasattr(Manager, _name):  # `frames.unmet` reports the missing ones
        setattr(Rooms, _name, _one_at_a_time(getattr(Manager, _name)))
