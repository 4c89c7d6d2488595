"""The views of the room and of the floor."""

from wgcop.floor.views import agenda, room

__all__ = [
    "agenda",
    "room",
]
