"""Presents the devices of the reader, for the page on which they choose what they are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import LazyString

from wgcop.accounts.identity import current_person, session_number
from wgcop.push.endpoints import is_offered
from wgcop.push.keys import public_key
from wgcop.push.models import PUSH_NAMES, PushKind
from wgcop.push.queries import ShownDevice, devices_of


@dataclass(frozen=True)
class OwnDevices:
    """The devices of a person, and the number of the session in which they look at them."""

    devices: Sequence[ShownDevice]
    session: str
    public_key: str
    kinds: Mapping[PushKind, LazyString]

    @property
    def here(self) -> ShownDevice | None:
        """The device that the reader is using, if it gets notifications."""
        return next((each for each in self.devices if each.device.number == self.session), None)


def own_devices() -> OwnDevices | None:
    """Return the devices of the reader, or None if this workspace sends no notifications."""
    if not is_offered():
        return None
    return OwnDevices(devices_of(current_person()), session_number(), public_key(), PUSH_NAMES)
