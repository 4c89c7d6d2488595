"""Broadcasts over WebSockets: one frame for everybody, sent at once to whoever can take it, waiting for nobody.

As they come, the libraries encode, deflate and queue each packet for each client and wake a thread
to write it. Here a broadcast's frame is built once and the emitter writes it itself, without
blocking. What a client's socket does not take is kept for it, up to a bound, and written by one
thread when there is room; beyond the bound the client is dropped, returns and asks by number for
what it missed. This leans on how engineio and simple-websocket work inside: `unmet` says what is
not as expected, and then everything stays as it comes.
"""

import socket
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.metadata import version
from selectors import EVENT_WRITE, DefaultSelector
from threading import Lock, Thread
from typing import Any

import engineio
import simple_websocket
import structlog
from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from engineio.exceptions import SocketIsClosedError
from engineio.packet import MESSAGE, Packet
from engineio.socket import Socket as Client
from flask_socketio import SocketIO

log = structlog.get_logger(__name__)

TRIED = {"python-engineio": "4.15", "python-socketio": "5.18", "simple-websocket": "1.1"}
KEPT_BYTES = 512_000  # what may wait for one client; the frames themselves are shared by all
KEPT_PACKETS = 1_000  # what may wait for one client that polls
CLOSE = 8  # the opcode of a frame
SERVERS = ("gunicorn.socket", "werkzeug.socket")  # where each leaves the socket of a request


def install(socketio: SocketIO) -> bool:
    """Send through shared frames from now on; False, and a line in the log, if that cannot be."""
    missing = unmet(socketio)
    if missing:
        log.warning("live_frames_not_shared", reasons=missing)
        return False
    server = socketio.server
    server.eio._async = {**server.eio._async, "websocket": DirectWebSocket}
    server._send_eio_packet = _sender(server.eio)
    return True


def unmet(socketio: SocketIO) -> list[str]:
    """What the libraries would have to be like, where they are not."""
    found = {name: version(name) for name in TRIED}
    reasons = [
        f"{name} is {found[name]}; this was tried with {tried}"
        for name, tried in TRIED.items()
        if not found[name].startswith(f"{tried}.")
    ]
    eio = socketio.server.eio
    expected: dict[str, Callable[[], bool]] = {
        "WebSockets are of simple-websocket": lambda: (
            eio._async["websocket"] is SimpleWebSocketWSGI
        ),
        "clients are kept by their id": lambda: isinstance(eio.sockets, dict),
        "a broadcast goes through _send_eio_packet": lambda: callable(
            socketio.server._send_eio_packet
        ),
        "a client sends, polls and checks its pings": lambda: all(
            callable(getattr(Client, name))
            for name in ("send", "poll", "check_ping_timeout", "close", "_websocket_handler")
        ),
        "a packet takes notes": lambda: hasattr(Packet(MESSAGE, "x"), "__dict__"),
        "a WebSocket writes by its socket's send": lambda: (
            "sock" in simple_websocket.Server.send.__code__.co_names
        ),
    }
    for expectation, holds in expected.items():
        try:
            met = holds()
        except (AttributeError, KeyError, TypeError):
            met = False
        if not met:
            reasons.append(f"It is expected that {expectation}.")
    return reasons


def _sender(eio: engineio.Server) -> Callable[[str, Packet], None]:
    def send(eio_sid: str, packet: Packet) -> None:
        client = eio.sockets.get(eio_sid)
        if client is None or client.closed:
            return
        try:
            client.send(packet)
        except SocketIsClosedError:
            return  # it left while others were being sent to
        if not client.upgraded and client.queue.qsize() > KEPT_PACKETS:
            client.close(wait=False, abort=True)

    return send


def frame(packet: Packet) -> bytes:
    """The packet as one unmasked text frame, built once for however many it goes to."""
    built: bytes | None = packet.__dict__.get("frame")
    if built is None:
        data = packet.encode().encode()
        size = len(data)
        if size < 126:
            head = bytes((0x81, size))
        elif size < 1 << 16:
            head = b"\x81\x7e" + size.to_bytes(2, "big")
        else:
            head = b"\x81\x7f" + size.to_bytes(8, "big")
        built = packet.frame = head + data
    return built


def ends_with_close(data: bytes) -> bool:
    """Whether the last of these whole, unmasked frames is the one after which none may follow."""
    start, opcode = 0, 0
    while start + 2 <= len(data) and data[start] & 0xF0 in (0x00, 0x80):  # no HTTP answer
        opcode, size = data[start] & 0x0F, data[start + 1]
        wide = {126: 2, 127: 8}.get(size, 0)
        if wide:
            size = int.from_bytes(data[start + 2 : start + 2 + wide], "big")
        start += 2 + wide + size
    return opcode == CLOSE


class DirectWebSocket(SimpleWebSocketWSGI):
    """The WebSocket of one client, whose messages go past the queue whenever that is empty."""

    def __init__(self, handler: Callable[[Any], Any], server: engineio.Server) -> None:
        super().__init__(handler, server)
        self._client: Client = handler.__self__  # type: ignore[attr-defined]
        self._line: Line | None = None
        self._order = Lock()
        self._idle = False  # nothing is queued, and what was queued has been written

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        # Deflating a few hundred bytes for each client costs more than it saves.
        environ = {k: v for k, v in environ.items() if k != "HTTP_SEC_WEBSOCKET_EXTENSIONS"}
        name = next((name for name in SERVERS if type(environ.get(name)) is socket.socket), None)
        if name is None:  # encrypted, or of another server
            return super().__call__(environ, start_response)

        environ[name] = self._line = Line(environ[name])
        self._client.send = self._send
        self._client.poll = self._poll
        try:
            return super().__call__(environ, start_response)
        finally:
            self._line.close()

    def close(self) -> None:
        try:
            super().close()
        except OSError:
            pass  # the line is gone already
        finally:
            if self._line is not None:
                # A client that vanished would else hold its threads until TCP gives up.
                self._line.hang_up()

    def _send(self, packet: Packet) -> None:
        if not self._client.check_ping_timeout():
            return
        with self._order:
            if self._idle and self._client.upgraded and _is_text(packet):
                self._write(frame(packet))
            else:
                self._idle = False
                self._client.queue.put(packet)

    def _write(self, data: bytes) -> None:
        assert self._line is not None
        with suppress(OSError):  # whoever reads from it notices, and ends the connection
            self._line.send(data)

    def _poll(self) -> list[Packet]:
        # Whoever asks for the next packets has written those before.
        with self._order:
            self._idle = self._client.queue.empty()
        packets: list[Packet] = Client.poll(self._client)
        return packets


def _is_text(packet: Packet) -> bool:
    return packet.packet_type == MESSAGE and not packet.binary


class Line:
    """A socket that several threads write to, whole frames at a time, and none of them ever waits."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._lock = Lock()
        self._kept: deque[memoryview] = deque()
        self._kept_bytes = 0
        self._gone = False
        self._is_ending = False  # a close frame was the last that may be sent
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data: bytes) -> int:
        with self._lock:
            if self._gone or self._is_ending:
                raise ConnectionResetError("The line was cut.")
            self._is_ending = ends_with_close(data)
            sent = 0 if self._kept else self._try(data)
            if sent < len(data):
                self._keep(memoryview(data)[sent:])
        return len(data)

    def flush(self) -> None:
        """Write what was kept, as far as there is room."""
        with self._lock:
            try:
                while self._kept and not self._gone:
                    data = self._kept[0]
                    sent = self._try(data)
                    self._kept_bytes -= sent
                    if sent < len(data):
                        self._kept[0] = data[sent:]
                        return
                    self._kept.popleft()
            except OSError:
                self._cut()
                return
            _waiting.remove(self)

    def hang_up(self) -> None:
        with self._lock:
            self._cut()

    def close(self) -> None:
        with self._lock:
            self._cut()
            self._socket.close()

    def recv(self, size: int) -> bytes:
        return self._socket.recv(size)

    def fileno(self) -> int:
        return self._socket.fileno()

    def _try(self, data: bytes | memoryview) -> int:
        try:
            return self._socket.send(data, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return 0

    def _keep(self, data: memoryview) -> None:
        if self._kept_bytes + len(data) > KEPT_BYTES:
            self._cut()
            raise ConnectionResetError("The client does not read; it will ask for what it missed.")
        self._kept.append(data)
        self._kept_bytes += len(data)
        if len(self._kept) == 1:
            _waiting.add(self)

    def _cut(self) -> None:
        """Wakes whoever reads from the line, who then ends the connection."""
        if self._gone:
            return
        self._gone = True
        if self._kept:
            self._kept.clear()
            _waiting.remove(self)
        with suppress(OSError):  # the other end may have been faster
            self._socket.shutdown(socket.SHUT_RDWR)


class Waiting:
    """The lines with something kept, and the one thread that writes it when there is room."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._selector: DefaultSelector | None = None

    def add(self, line: Line) -> None:
        with self._lock:
            if self._selector is None:  # not before the server's processes have parted
                self._selector = DefaultSelector()
                Thread(target=self._run, args=[self._selector], daemon=True).start()
            self._selector.register(line, EVENT_WRITE)  # also while the thread waits

    def remove(self, line: Line) -> None:
        with self._lock:
            if self._selector is not None and line.fileno() in self._selector.get_map():
                self._selector.unregister(line)

    def _run(self, selector: DefaultSelector) -> None:
        while True:
            lines: Iterable[Any] = [key.fileobj for key, _ in selector.select()]
            for line in lines:
                line.flush()


_waiting = Waiting()
