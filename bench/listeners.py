"""Many Socket.IO clients in one thread. When something came is told by the kernel, where it can (Linux):
one thread takes as long to read a thousand sockets as a server to write them, and would measure itself.
"""

import json
import os
import re
import selectors
import socket
import struct
import sys
import time
from base64 import b64encode
from dataclasses import dataclass, field

HOST = "127.0.0.1"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
SO_TIMESTAMPNS = 35  # not named by Python
STAMP = struct.Struct("qq")
ENTRY = b'42["entry"'
SENT_AT = re.compile(rb'"at":(\d+)')
ENGINE_PING = b"\x81\x012"
# Of the kernel's `tcp_info`: how many bytes and how many segments with data have come. Each send of the server is a segment
# here, since the loopback takes 64 KB at once.
INFO = struct.Struct("128xQ16xI")


@dataclass
class Client:
    socket: socket.socket
    buffer: bytearray = field(default_factory=bytearray)
    joined: bool = False
    is_open: bool = False
    """The handshake has been answered."""
    heard: int = 0
    tail: bytes = b""
    is_exact: bool = False
    """Read frame by frame, so that it is known when each came."""

    def received(self) -> tuple[int, int]:
        """Bytes, and the sends that brought them."""
        about = self.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, INFO.size)
        return INFO.unpack(about)

    def send(self, message: str) -> None:
        self._send(TEXT, message.encode())

    def _send(self, opcode: int, data: bytes) -> None:
        mask = os.urandom(4)
        if len(data) < 126:
            head = bytes([0x80 | opcode, 0x80 | len(data)])
        else:
            head = bytes([0x80 | opcode, 0x80 | 126]) + len(data).to_bytes(2, "big")
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))
        self.socket.sendall(head + mask + masked)

    def messages(self) -> list[bytes]:
        """The complete text frames that have arrived; pings are answered."""
        found: list[bytes] = []
        buffer = self.buffer
        while len(buffer) >= 2:
            opcode, length, start = buffer[0] & 0x0F, buffer[1] & 0x7F, 2
            if length == 126:
                length, start = int.from_bytes(buffer[2:4], "big"), 4
            elif length == 127:
                length, start = int.from_bytes(buffer[2:10], "big"), 10
            if len(buffer) < start + length:
                break
            data = bytes(buffer[start : start + length])
            del buffer[: start + length]
            if opcode == PING:
                self._send(PONG, data)
            elif opcode == CLOSE:
                raise ConnectionError("The server closed a connection.")
            elif data == b"2":  # Engine.IO's own ping
                self.send("3")
            else:
                found.append(data)
        return found


class Audience:
    """Clients spread over topics; `hear` gives each delivery with the moment it arrived."""

    def __init__(
        self,
        port: int,
        topics: list[str],
        count: int,
        cookie: str | list[str] = "",
        *,
        extensions: str = "",
    ) -> None:
        """With one cookie for all clients, or one for each of them."""
        cookies = cookie if isinstance(cookie, list) else [cookie] * count
        self.selector = selectors.DefaultSelector()
        self._extensions = extensions
        self._frame = 0
        self.dropped = 0
        self.clients = [self._connect(port, one) for one in cookies]
        for client in self.clients:
            client.send("40")
        self._wait_for(b"40", lambda client: None)
        self.join(*topics)

    def join(self, *topics: str) -> None:
        """Each client one of the topics, in turns."""
        for number, client in enumerate(self.clients):
            told = {"topic": topics[number % len(topics)], "language": "en"}
            client.send("420" + json.dumps(["join", told]))
        self._wait_for(b"430", lambda client: setattr(client, "joined", True))
        assert all(client.joined for client in self.clients), "Not everybody could join."

    def _connect(self, port: int, cookie: str) -> Client:
        connection = socket.create_connection((HOST, port), timeout=30)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(handshake(port, cookie, self._extensions))
        client = Client(connection)
        while b"\r\n\r\n" not in client.buffer:
            received = connection.recv(4096)
            if not received:
                raise ConnectionError(f"No WebSocket: {client.buffer.decode(errors='replace')}")
            client.buffer += received
        head, _, rest = bytes(client.buffer).partition(b"\r\n\r\n")
        if b" 101 " not in head:
            raise ConnectionError(head.decode())
        client.buffer = bytearray(rest)
        connection.setblocking(False)
        if sys.platform == "linux":
            connection.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.selector.register(connection, selectors.EVENT_READ, client)
        return client

    def _wait_for(self, start: bytes, then: object) -> None:
        waiting = set(map(id, self.clients))
        deadline = time.monotonic() + 60
        while waiting and time.monotonic() < deadline:
            for client, message, _ in self._receive(1.0):
                if message.startswith(start) and id(client) in waiting:
                    if b'"ok":false' in message:
                        raise PermissionError(message.decode())
                    waiting.discard(id(client))
                    then(client)  # type: ignore[operator]
        if waiting:
            raise TimeoutError(f"{len(waiting)} clients got no answer.")

    def _receive(self, timeout: float) -> list[tuple[Client, bytes, float]]:
        found = []
        for key, _ in self.selector.select(timeout):
            client: Client = key.data
            try:
                received, about, _, _ = client.socket.recvmsg(1 << 18, 64)
            except BlockingIOError:
                continue
            client.buffer += received
            at = came_at(about)
            found += [(client, message, at) for message in client.messages()]
        return found

    def hear(self, deliveries: int, timeout: float = 60.0) -> list[tuple[bytes, float]]:
        """That many entries, counted over all clients."""
        heard: list[tuple[bytes, float]] = []
        deadline = time.monotonic() + timeout
        while len(heard) < deliveries:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(heard)} of {deliveries} deliveries arrived.")
            heard += [
                (message, at) for _, message, at in self._receive(0.5) if message.startswith(ENTRY)
            ]
        return heard

    def begin_to_count(self, every: int) -> None:
        """From now on entries are counted; of one in so many clients it is also told when each came."""
        for number, client in enumerate(self.clients):
            client.heard, client.tail, client.is_exact = 0, b"", number % every == 0

    @property
    def counted(self) -> int:
        """How many entries those who are left have heard."""
        return sum(client.heard for client in self.clients)

    def count(self, timeout: float) -> list[tuple[float, float]]:
        """Take what is there. When each entry was sent and came, for those clients of which it is told."""
        found = []
        for key, _ in self.selector.select(timeout):
            client: Client = key.data
            try:
                found += self._exact(client) if client.is_exact else self._roughly(client)
            except BlockingIOError:
                continue
            except OSError:
                self.dropped += 1
                self.selector.unregister(client.socket)
                self.clients.remove(client)
        return found

    def _exact(self, client: Client) -> list[tuple[float, float]]:
        size = self._frame - len(client.buffer) if self._frame else 1 << 18
        received, about, _, _ = client.socket.recvmsg(max(size, 1), 64)
        if not received:
            raise ConnectionResetError
        client.buffer += received
        at = came_at(about)
        entries = [one for one in client.messages() if one.startswith(ENTRY)]
        client.heard += len(entries)
        if entries and not self._frame:
            self._frame = len(entries[0]) + 4
        return [(sent_at(one), at) for one in entries]

    def _roughly(self, client: Client) -> list[tuple[float, float]]:
        received = client.socket.recv(1 << 18)
        if not received:
            raise ConnectionResetError
        if ENGINE_PING in received:
            client.send("3")
        data = client.tail + received
        client.heard += data.count(ENTRY)
        client.tail = data[1 - len(ENTRY) :]
        return []

    def stop_reading(self) -> Client:
        """From now on the last client reads nothing."""
        client = self.clients.pop()
        self.selector.unregister(client.socket)
        client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        return client

    def leave(self) -> None:
        for client in self.clients:
            client.socket.close()
        self.selector.close()


def handshake(port: int, cookie: str, extensions: str = "") -> bytes:
    request = [
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
        f"Host: {HOST}:{port}",
        f"Origin: http://{HOST}:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
    ]
    if extensions:
        request.append(f"Sec-WebSocket-Extensions: {extensions}")
    if cookie:
        request.append(f"Cookie: {cookie}")
    return "\r\n".join([*request, "", ""]).encode()


def sent_at(message: bytes) -> float:
    """Seconds since 1970 when the server sent this entry."""
    found = SENT_AT.search(message)
    assert found
    return int(found[1]) / 1e6


def came_at(about: list[tuple[int, int, bytes]]) -> float:
    """Seconds since 1970 when the last of what was received reached its socket."""
    for level, kind, data in about:
        if (level, kind) == (socket.SOL_SOCKET, SO_TIMESTAMPNS):
            seconds, nanoseconds = STAMP.unpack(data)
            return float(seconds + nanoseconds / 1e9)
    return time.time()


def has_whole_frames(client: Client) -> bool:
    """What a client that had stopped reading finds later: complete messages up to where it was cut off."""
    client.socket.settimeout(1)
    try:
        while received := client.socket.recv(1 << 18):
            client.buffer += received
    except (TimeoutError, ConnectionError):
        pass
    messages = client.messages()
    return bool(messages) and all(
        message.startswith(b'42["entry"') and message.endswith(b"]") for message in messages
    )
