"""Receives requests. A request gets a thread only once it has arrived completely, and it must
arrive in time.

Without this, gunicorn gives a thread to each connection that has sent a byte, and waits in it for
the rest without limit: a hundred half-sent requests stopped the server for everybody. Here a loop
without threads waits for requests, with a time limit and a limit for each address.
"""

import math
import re
import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import takewhile
from threading import BoundedSemaphore, Lock, Thread
from typing import Any

from gunicorn import http, util
from gunicorn.workers import gthread

from wgcop.database import SAFE_METHODS
from wgcop.live.seats import PATH
from wgcop.networks import network_of
from wgcop.processes.guests import WAITS
from wgcop.server.few_at_once import AT_ONCE, PAUSE, FewAtOnce
from wgcop.web.each_request import WAITED
from wgcop.web.kept import CROWD, WAITING

HEAD_SECONDS = 15.0
"""The time in seconds for a request's head, and for a short body with it."""
LONGEST_HEAD = 64 * 1024
SHORT_BODY = 64 * 1024
BODY_SECONDS = 30.0
BODY_RATE = 16 * 1024
"""Bytes a second. Each piece of a body that arrives extends the time for the rest at this rate,
regardless of the declared length. Slow connections today are three times as fast.
"""
ANSWER_SECONDS = 60.0
"""The time in seconds that a client has to accept each piece of an answer."""
PIECE = 64 * 1024
LAST_SECONDS = 2.0
GATHERED = 0.01
"""Seconds in which the loop gathers what arrives while many are waiting anyway. Otherwise each
arrival would interrupt the rendering of a page.
"""
REST_SECONDS = 10.0
"""The time in seconds for the rest of a body that was refused before it had arrived. A proxy that
is cut off while it sends takes the server for unreachable, and does not read the reason for the
refusal.
"""

LARGEST_REST = 256 * 1024 * 1024
"""The number of bytes of such a rest that are read and thrown away."""
MOST_CLOSING = 64
"""The most connections whose clients are waited for at the end. Others end at once, because refused
clients that stay connected would hold more and more of them.
"""
GUESTS = 4
"""How many long request bodies of signed-in people are allowed for each one of a guest, since
guests have nothing long to send.
"""

TAKE_NO_TURN = (PATH.encode(), b"/live/")
"""The beginnings of addresses that take no turn. Polls wait for messages, and a room that catches
up has turns of its own, so that no write request waits for it.
"""

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})\d*[ \t]*\r\n", re.IGNORECASE)
_IN_PARTS = re.compile(rb"\r\n(?:transfer-encoding|expect):", re.IGNORECASE)
BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Retry-After: 30\r\nConnection: close\r\n\r\n"
    b"Many large files are coming in just now. Send yours again in half a minute.\n"
)


class InTime:
    """The reading side of a connection, which waits for a body as long as it arrives fast enough."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._until = float("inf")
        self.is_late = False

    def start(self) -> None:
        self._until = time.monotonic() + BODY_SECONDS

    def recv(self, size: int) -> bytes:
        left = self._until - time.monotonic()
        if left <= 0:
            self.is_late = True
            raise TimeoutError("It came too slowly.")
        self._connection.settimeout(left)
        try:
            piece = self._connection.recv(size)
        except TimeoutError:
            self.is_late = True
            raise
        else:
            self._until += len(piece) / BODY_RATE
            return piece
        finally:
            self._connection.settimeout(ANSWER_SECONDS)


class Places:
    """A limited number of places. One network can take at most half of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._most_of_one = math.ceil(most / 2)
        self._taken: Counter[str] = Counter()
        self._gate = Lock()  # threads take and give back places at the same moment

    def take(self, network: str) -> bool:
        with self._gate:
            is_free = self._taken.total() < self._most and self._taken[network] < self._most_of_one
            if is_free:
                self._taken[network] += 1
            return is_free

    def give_back(self, network: str) -> None:
        with self._gate:
            self._taken[network] -= 1
            self._taken += (
                Counter()
            )  # drops networks without a place, so that the counter stays small


class Connection(gthread.TConn):
    """A connection that is being served, or from which a request is arriving."""

    def __init__(self, worker: "Threads", *arguments: Any) -> None:
        super().__init__(*arguments)
        self.parser: Any
        self._worker = worker
        self.network = network_of(self.client[0]) if isinstance(self.client, tuple) else "local"
        self.arrived = bytearray()
        self._head: bytes | None = None
        self.until = 0.0
        self.body = 0
        self.is_closed = False
        self.reading = InTime(self.sock)

    def add(self, piece: bytes) -> None:
        searched = max(len(self.arrived) - len(_END_OF_HEAD), 0)
        self.arrived += piece
        if self._head is None and (end := self.arrived.find(_END_OF_HEAD, searched)) >= 0:
            self._head = bytes(self.arrived[: end + len(_END_OF_HEAD)])

    @property
    def reads(self) -> bool:
        return self._words[0].decode("latin-1") in SAFE_METHODS

    @property
    def takes_turn(self) -> bool:
        return not self._words[1].startswith(TAKE_NO_TURN)

    @property
    def _words(self) -> tuple[bytes, bytes]:
        """The method and the address of a request that has arrived."""
        method, _, rest = (self._head or b"").partition(b" ")
        return method, rest.partition(b" ")[0]

    @property
    def head(self) -> bytes:
        """The head of a request that has arrived."""
        return self._head or b""

    @property
    def is_long(self) -> bool:
        """Whether the body is too long to wait for without a thread, or its length is not
        announced.
        """
        length = self.length
        return length is None or length > SHORT_BODY

    @property
    def length(self) -> int | None:
        """The length of the body in bytes; None if it comes in chunks, or only after a 100
        Continue.
        """
        head = self._head or b""
        if _IN_PARTS.search(head):
            return None
        match = _LENGTH.search(head)
        return int(match[1]) if match else 0

    @property
    def has_arrived(self) -> bool:
        """Whether head and body have arrived; of a long body, only the head is awaited."""
        if self._head is None:
            return False
        return self.is_long or len(self.arrived) >= len(self._head) + (self.length or 0)

    def prepare(self) -> None:
        """Give the parser the data that have arrived; it reads the rest from the connection."""
        if self.parser is None:
            self.parser = http.get_parser(self.cfg, self.reading, self.client)
            self.initialized = True
        self.parser.unreader.unread(bytes(self.arrived))
        self.arrived.clear()
        self._head = None
        self.data_ready = True

    def close(self, graceful: bool = False) -> None:
        if self.is_closed:
            return
        self.is_closed = True
        self._worker.left(self)
        # Whoever took a WebSocket over may have closed it already.
        if graceful and self.sock.fileno() >= 0 and self._worker.may_wait.acquire(blocking=False):
            # Closing waits for the client for a while; in a thread of its own it keeps nobody else waiting.
            self.sock.settimeout(ANSWER_SECONDS)
            self._worker.closing.submit(self._close_gracefully)
        else:
            util.close(self.sock)

    def _close_gracefully(self) -> None:
        within = REST_SECONDS if self.body > SHORT_BODY else LAST_SECONDS
        try:
            util.close_graceful(self.sock, within, max(self.body, SHORT_BODY))
        finally:
            self._worker.may_wait.release()


class Threads(gthread.ThreadWorker):
    """Gunicorn's worker with threads, except that requests arrive without a thread."""

    per_address = 0
    """The number of connections that one address may have; 0 for no limit, if all come from a
    proxy.
    """
    at_once = AT_ONCE
    """The number of requests that are handled at once."""
    most_long_bodies = 1
    """The number of long bodies from signed-in people that may arrive at once. Guests have a limit
    of their own.
    """
    signed_in: Callable[[bytes], bool] = staticmethod(lambda head: False)
    """A function that determines from the head of a request whether its sender has signed in."""
    sent_from: Callable[[bytes, str], str] = staticmethod(lambda head, network: network)
    """A function that returns the network from which a request comes, from its head and the network
    of the connection, which may be a proxy's.
    """
    wsgi: Any
    drain: Callable[[], object] = staticmethod(lambda: None)
    """A function that ends everything beside requests when the process is told to stop."""

    def init_process(self) -> None:
        self.arriving: dict[Connection, None] = {}
        self.by_network: Counter[str] = Counter()
        self.closing = ThreadPoolExecutor(8, thread_name_prefix="closing")
        self.may_wait = BoundedSemaphore(MOST_CLOSING)
        self.long_bodies = Places(self.most_long_bodies)
        self.long_bodies_of_guests = Places(max(self.most_long_bodies // GUESTS, 1))
        super().init_process()

    def get_thread_pool(self) -> ThreadPoolExecutor:
        pool: ThreadPoolExecutor = super().get_thread_pool()
        self.turns = FewAtOnce(pool.submit, self.at_once)
        return pool

    def load_wsgi(self) -> None:
        super().load_wsgi()
        application = self.wsgi

        def told_who_waits(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            environ[WAITING] = self.turns.pages_waiting
            environ[WAITED] = self.turns.waited()
            environ[WAITS] = self.turns.waits
            reader = environ["wsgi.input"].reader

            def start(status: str, *more: Any) -> Any:
                # No other request can follow on a connection on which the rest of a body is still to come.
                if status.startswith("413") or getattr(reader, "length", LONGEST_HEAD) > SHORT_BODY:
                    start_response.__self__.force_close()
                return start_response(status, *more)

            return application(environ, start)

        self.wsgi = told_who_waits

    def run(self) -> None:
        super().run()
        self._draining.join()

    def _cap_keepalive(self, deadline: float) -> None:
        """Stop accepting when the process is told to stop, and let requests that have begun finish.
        Gunicorn calls this once.

        Clients that connected before are not turned away. The sockets are closed, so that the next
        client goes to another server at once; a server that takes this one's place has its own
        copies.
        """
        super()._cap_keepalive(deadline)
        for listener in self.sockets:
            self._accept(listener, most=math.inf)
            listener.close()
        for conn in self.arriving:
            if not conn.arrived:
                conn.until = min(conn.until, deadline)
        self._draining = Thread(target=type(self).drain, name="draining")
        self._draining.start()

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        if self.turns.waiting > CROWD:
            time.sleep(GATHERED)
        super().wait_for_and_dispatch_events(min(timeout, PAUSE) if self.turns.waiting else timeout)
        if self.turns.waiting:
            self.turns.look()

    def accept(self, listener: socket.socket) -> None:
        self._accept(listener, most=self.worker_connections)

    def _accept(self, listener: socket.socket, *, most: float) -> None:
        count = -1
        while count != self.nr_conns and self.nr_conns < most:
            count = self.nr_conns
            self._accept_one(listener)

    def _accept_one(self, listener: socket.socket) -> None:
        try:
            accepted, address = listener.accept()
        except OSError:  # the client left, or another process was quicker
            return
        connection = Connection(self, self.cfg, accepted, address, listener.getsockname())
        if self.per_address and self.by_network[connection.network] >= self.per_address:
            connection.is_closed = True
            util.close(accepted)
            return
        self.nr_conns += 1
        self.by_network[connection.network] += 1
        self._await(connection)

    def left(self, connection: Connection) -> None:
        self.by_network[connection.network] -= 1
        if self.by_network[connection.network] <= 0:
            del self.by_network[connection.network]

    def on_client_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        """Await the next request on a connection that stayed open."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await(conn)

    def _await(self, conn: Connection) -> None:
        conn.until = time.monotonic() + HEAD_SECONDS
        conn.sock.setblocking(False)
        self.arriving[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._take, conn))

    def _take(self, conn: Connection, client: socket.socket) -> None:
        try:
            piece = client.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        conn.add(piece)
        is_too_long = len(conn.arrived) > LONGEST_HEAD + SHORT_BODY
        if piece and not is_too_long and not conn.has_arrived:
            return
        self.poller.unregister(client)
        del self.arriving[conn]
        if not piece:
            self._drop(conn)
        else:
            self.enqueue_req(conn)

    def enqueue_req(self, conn: Connection) -> None:
        answer = partial(self._answer, conn)
        if conn.takes_turn:
            self.turns.ask(answer, reads=conn.reads)
        else:
            self.tpool.submit(answer)

    def _answer(self, conn: Connection) -> None:
        done: Future[Any] = Future()
        try:
            done.set_result(self.handle(conn))
        except BaseException as error:  # a thread pool does the same
            done.set_exception(error)
        self.method_queue.defer(self.finish_request, conn, done)

    def murder_keepalived(self, force: bool = False) -> None:
        """Close connections that have been idle for too long. A request that came at the last
        moment is still answered, because a client whose connection is closed during a request
        cannot tell whether the request was carried out.
        """
        now = time.monotonic()
        for conn in takewhile(lambda each: each.timeout <= now, self.keepalived_conns):
            if _has_sent(conn.sock):
                conn.timeout = now + LAST_SECONDS
        super().murder_keepalived(force)

    def murder_pending(self) -> None:
        """Drop requests that have not arrived in time. All have the same time limit, so the oldest
        is the first to be late, except while the process stops.
        """
        super().murder_pending()
        now = time.monotonic()
        for conn in list(self.arriving):
            if conn.until > now:
                if self.alive:
                    break
                continue
            if not conn.arrived and _has_sent(conn.sock):
                conn.until = now + LAST_SECONDS
                continue
            del self.arriving[conn]
            self.poller.unregister(conn.sock)
            self._drop(conn)

    def _drop(self, conn: Connection) -> None:
        self.nr_conns -= 1
        conn.close()

    def handle(self, conn: Connection) -> Any:
        conn.reading.start()
        conn.body = LARGEST_REST if conn.length is None else min(conn.length, LARGEST_REST)
        if not conn.is_long:
            return self._handle(conn)
        places = self.long_bodies if self.signed_in(conn.head) else self.long_bodies_of_guests
        sender = self.sent_from(conn.head, conn.network)
        if not places.take(sender):
            conn.sock.settimeout(ANSWER_SECONDS)
            conn.sock.sendall(BUSY)
            return False
        try:
            return self._handle(conn)
        finally:
            places.give_back(sender)

    def _handle(self, conn: Connection) -> Any:
        conn.prepare()
        stays_open = super().handle(conn)
        return stays_open and not conn.reading.is_late

    def handle_request(self, req: Any, conn: Connection) -> Any:
        conn.sock.settimeout(ANSWER_SECONDS)
        return super().handle_request(req, conn)

    def finish_request(self, conn: Connection, fs: Any) -> None:
        """Finish a request. Data that was read beyond it is the beginning of the next one."""
        stays_open = not fs.cancelled() and fs.exception() is None and fs.result() is True
        more = conn.parser.unreader.take_buffered() if stays_open else b""
        if not more:
            super().finish_request(conn, fs)
            return
        conn.add(more)
        if conn.has_arrived:
            self.enqueue_req(conn)
        else:
            self._await(conn)


def _has_sent(sock: socket.socket) -> bool:
    try:
        return bool(sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
    except OSError:
        return False
