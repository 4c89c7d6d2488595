"""Packets from clients, including those that are nested too deeply to be decoded."""

import re

from socketio.packet import Packet

_NAMED = re.compile(r'\d(?:/[^,\[]{0,40},)?\d{0,100}\["([\w:-]{1,40})",')


class ReadablePacket(Packet):
    """A packet whose event is passed on without its data if that cannot be decoded. The sender then
    gets an error, as for any meaningless message, instead of waiting for an answer that never
    comes.
    """

    def decode(self, encoded_packet: str) -> int:
        try:
            count: int = super().decode(encoded_packet)
        except RecursionError as error:
            named = _NAMED.match(encoded_packet)
            if named is None:
                raise ValueError("This packet is nested too deeply.") from error
            self.data = [named[1], None]
            return 0
        return count
