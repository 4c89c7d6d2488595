"""Several processes as one: what is said through Redis to those that hold the others' sockets."""

from typing import Any
from uuid import uuid4

from socketio import RedisManager

from wgcop.live_frames import Broadcasts

ROOM = "room"


class Processes(RedisManager, Broadcasts):
    """Socket.IO's own manager, with one more thing it can say: that everybody in a room is to go."""

    def initialize(self) -> None:
        # Each process passes over what it said itself, so it needs a name that is not the one
        # which all of them were given before they parted.
        self.host_id = uuid4().hex
        super().initialize()

    def disconnect_room(self, room: str) -> None:
        message = {"method": "disconnect", ROOM: room, "namespace": "/", "host_id": self.host_id}
        self._handle_disconnect(message)
        self._publish(message)

    def _handle_disconnect(self, message: dict[str, Any]) -> None:
        if ROOM not in message:
            super()._handle_disconnect(message)
        elif self.server is not None:
            disconnect_here(self, message[ROOM])


def disconnect_here(manager: Any, room: str) -> None:
    """Those in the room whose sockets this process holds."""
    for sid, _ in list(manager.get_participants("/", room)):
        manager.server.disconnect(sid, ignore_queue=True)
