"""Many Socket.IO clients in one thread. When something came is told by the kernel, where it can (Linux):
one thread takes as long to read a thousand sockets as a server to write them, and would measure itself.
"""

import json
import os
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


@dataclass
class Client:
    socket: socket.socket
    buffer: bytearray = field(default_factory=bytearray)
    joined: bool = False

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
        key = b64encode(os.urandom(16)).decode()
        request = [
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            f"Host: {HOST}:{port}",
            f"Origin: http://{HOST}:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
        ]
        if self._extensions:
            request.append(f"Sec-WebSocket-Extensions: {self._extensions}")
        if cookie:
            request.append(f"Cookie: {cookie}")
        connection.sendall("\r\n".join([*request, "", ""]).encode())
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
                (message, at)
                for _, message, at in self._receive(0.5)
                if message.startswith(b'42["entry"')
            ]
        return heard

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
