"""A client's WebSocket as one of the `Lines`: handshake, messages in both directions, and pings."""

import secrets
import socket
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import Queue
from threading import Event, Lock
from typing import Any

import engineio
import structlog
from engineio import packet as packets
from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from engineio.exceptions import SocketIsClosedError, UnknownPacketError
from engineio.packet import Packet
from engineio.socket import Socket as Client
from structlog.contextvars import bound_contextvars
from wsproto import ConnectionType
from wsproto.connection import Connection
from wsproto.events import CloseConnection, Message, Ping
from wsproto.utilities import ProtocolError, generate_accept_token

from wgcop.live.budget import Budget
from wgcop.live.line import Line, take_over
from wgcop.live.lines import Lines
from wgcop.observing import figures
from wgcop.processes.supervisor import Duty

log = structlog.get_logger(__name__)

SERVERS = {  # where each server keeps the socket of a request, and what makes it let go of it
    "gunicorn.socket": StopIteration,
    "werkzeug.socket": ConnectionError,
}
MESSAGES = Budget(at_once=500, each_second=50)
"""How many messages of any kind a connection may send: a page joins a few dozen topics and then
sends little, unless somebody writes in a draft.
"""
PINGS = Duty("live pings")
GOODBYE = b"\x88\x02\x03\xe8"  # a close frame with code 1000, normal closure
TOO_MUCH = b"\x88\x08\x03\xf0excess"  # 1008, policy violation
RESTARTS = 1012  # the code of a server that restarts


def frame(packet: Packet) -> bytes:
    """Return the packet as one unmasked WebSocket frame."""
    encoded = packet.encode()
    opcode, data = (0x82, encoded) if packet.binary else (0x81, encoded.encode())
    size = len(data)
    # the size in one, two or eight bytes (RFC 6455, section 5.2)
    if size < 126:
        return bytes((opcode, size)) + data
    if size < 1 << 16:
        return bytes((opcode, 126)) + size.to_bytes(2, "big") + data
    return bytes((opcode, 127)) + size.to_bytes(8, "big") + data


def farewell(seconds: int) -> bytes:
    """Return a close frame with the message that the server restarts, and the number of seconds
    over which clients should spread their return.
    """
    reason = str(seconds).encode()
    return bytes((0x88, 2 + len(reason))) + RESTARTS.to_bytes(2, "big") + reason


class Outgoing(Queue[Packet | None]):
    """The queue of a polling client. Once the client has a line, packets go straight to it."""

    number = ""
    """The number that identifies its line in the log."""

    def __init__(self) -> None:
        super().__init__()
        self._turn = Lock()
        self._write: Callable[[Packet | None], None] | None = None

    def put(self, item: Packet | None, block: bool = True, timeout: float | None = None) -> None:
        with self._turn:
            if self._write is None:
                super().put(item, block, timeout)
            else:
                self._write(item)

    def join(self) -> None:
        if self._write is None:
            super().join()

    def hand_over(self, write: Callable[[Packet | None], None], then: Callable[[], None]) -> None:
        """Pass everything in the queue to `write`, and from now on every packet; then call `then`.
        Both happen under the lock, so that no packet overtakes another.
        """
        with self._turn:
            while not self.empty():
                write(self.get_nowait())
            self._write = write
            then()


class Pings:
    """Sends each client its ping in time. The pause is the same for all clients, so they are due in
    the order in which they asked.
    """

    def __init__(self, eio: engineio.Server) -> None:
        self._pause: float = eio.ping_interval
        self._start = eio.start_background_task
        self._due: deque[tuple[float, Client]] = deque()
        self._has_due = Event()
        self._lock = Lock()
        self._is_running = False

    def start(self, target: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Start a task as the server does, except for pings: they do not get a thread each, but
        wait in one queue.
        """
        if getattr(target, "__func__", None) is Client._send_ping:
            return self._add(target.__self__)  # type: ignore[attr-defined]
        return self._start(target, *args, **options)

    def _add(self, client: Client) -> None:
        self._due.append((time.monotonic() + self._pause, client))
        self._has_due.set()
        with self._lock:
            # the thread must start after the server has forked its processes
            if not self._is_running:
                self._is_running = True
                PINGS.start(self._run)

    def _run(self) -> None:
        while True:
            while self._due:
                due, client = self._due[0]
                time.sleep(max(due - time.monotonic(), 0))
                # removed only now: a thread that fails during its sleep starts again with this client
                self._due.popleft()
                self._ping(client)
            # cleared before `_due` is looked at again, so that no client is missed
            self._has_due.wait()
            self._has_due.clear()

    def _ping(self, client: Client) -> None:
        if not client.closing and not client.closed:
            client.last_ping = time.time()
            with suppress(SocketIsClosedError):
                client.send(Packet(packets.PING))


class WebSocket(SimpleWebSocketWSGI):
    """A client's WebSocket, whose connection becomes a line."""

    def __init__(
        self, handler: Callable[[Any], Any], server: engineio.Server, lines: Lines
    ) -> None:
        super().__init__(handler, server)
        self._eio = server
        self._client: Client = handler.__self__  # type: ignore[attr-defined]
        self._lines = lines
        self._connection = Connection(ConnectionType.SERVER)
        self._parts: list[str | bytes] = []
        self._size = 0
        self._number = secrets.token_hex(8)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        name = next((name for name in SERVERS if type(environ.get(name)) is socket.socket), None)
        if name is None:  # an encrypted connection, or another server
            return super().__call__(environ, start_response)
        answer = agree(environ)
        if answer is None:
            start_response("400 Bad Request", [])
            return []
        self._line = Line(take_over(environ.pop(name)), self._hear, self._number)
        # The answer goes first. The line is read only once it is added, when packets have a place to go.
        self._lines.send(self._line, answer)
        if not self._client.connected:
            self._client.connected = True
            self._begin()
        self._lines.add(self._line)
        raise SERVERS[name]

    def _begin(self) -> None:
        client = self._client
        client.upgraded, client.upgrading = True, False
        client.queue.number = self._number
        client.queue.hand_over(self._write, lambda: self._lines.name(self._line, client.sid))

    def _write(self, packet: Packet | None) -> None:
        if packet is None:
            self._lines.end(self._line, GOODBYE)
        else:
            self._lines.send(self._line, frame(packet))

    def _hear(self, data: bytes) -> None:
        try:
            if not data or self._line.is_cut:  # nothing more is read from a client that was cut off
                raise ConnectionResetError
            self._connection.receive_data(data)
            for event in self._connection.events():
                has_answered = self._line.is_ending and isinstance(event, CloseConnection)
                if self._line.is_cut or has_answered:
                    raise ConnectionResetError
                if self._line.is_ending:
                    continue
                if not MESSAGES.spend(self._client.sid, time.monotonic()):
                    figures.CUT.labels("excess").inc()
                    log.warning("live_connection_dropped", cause="excess", connection=self._number)
                    self._lines.end(self._line, TOO_MUCH)
                    raise ValueError("This client sends too much.")
                if isinstance(event, Message):
                    self._take(event)
                elif isinstance(event, Ping):
                    self._lines.send(self._line, self._connection.send(event.response()))
                elif isinstance(event, CloseConnection):
                    self._lines.end(self._line, self._connection.send(event.response()))
        except (ProtocolError, SocketIsClosedError, OSError, ValueError, RecursionError):
            self._leave()
        except Exception:
            log.exception("live_message_failed", connection=self._number)
            self._leave()

    def _take(self, message: Message[Any]) -> None:
        self._parts.append(message.data)
        self._size += max(len(message.data), 1)  # empty pieces take room too
        if self._size > self._eio.max_http_buffer_size:
            raise ValueError("This message is too large.")
        if message.message_finished:
            parts, self._parts, self._size = self._parts, [], 0
            whole = parts[0] if len(parts) == 1 else type(parts[0])().join(parts)  # type: ignore[arg-type]
            packet = Packet(encoded_packet=whole)
            if self._client.upgraded:
                with bound_contextvars(connection=self._number), suppress(UnknownPacketError):
                    self._client.receive(packet)
            else:
                self._upgrade(packet)

    def _upgrade(self, packet: Packet) -> None:
        """Handle a packet of a client that polled first: it probes the line, and changes over when
        its last poll has ended.
        """
        if packet.packet_type == packets.PING and packet.data == "probe":
            self._client.upgrading = True
            self._write(Packet(packets.PONG, "probe"))
            self._client.queue.put(Packet(packets.NOOP))  # ends the poll
        elif packet.packet_type == packets.UPGRADE:
            self._begin()
        else:
            raise ValueError("This is no upgrade.")

    def _leave(self) -> None:
        client = self._client
        self._lines.close(self._line)
        MESSAGES.forget(client.sid)
        if client.upgraded:
            client.close(wait=False, abort=True, reason=self._eio.reason.TRANSPORT_CLOSE)
            self._eio.sockets.pop(client.sid, None)
        else:
            client.upgrading = False


def agree(environ: dict[str, Any]) -> bytes | None:
    """Return the answer to a valid handshake, or None. The answer declines compression, which costs
    more than it saves here.
    """
    key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "")
    if not key or environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
        return None
    token = generate_accept_token(key.encode("latin-1"))
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + token + b"\r\n\r\n"
    )
