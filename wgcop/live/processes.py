"""Several processes as one: each sends messages through Redis to the sockets that the others hold."""

import time
from collections.abc import Iterator
from threading import Event, Lock
from typing import Any
from uuid import uuid4

import structlog
from redis import Redis, RedisError
from socketio import PubSubManager, RedisManager

from wgcop.live.frames import Broadcasts
from wgcop.processes.redis import AT_ONCE, IN_TIME
from wgcop.processes.supervisor import Duty

log = structlog.get_logger(__name__)

ROOM = "room"
HANDLERS = {
    "emit": "_handle_emit",
    "disconnect": "_handle_disconnect",
    "missed": "_handle_missed",
}
"""The methods that one process calls in the others. Rooms are joined and left only in the process
that holds the socket.
"""
PAUSE = 1.0
"""Seconds between two attempts to listen to the other processes again."""
LONGEST_WAIT = 5.0
"""Seconds that the first client waits at most until the other processes are heard."""

OVERRIDDEN = ("_handle_disconnect", "_publish", "_redis_listen_with_retries", "_thread")
USED = ("_handle_emit", "_listen", "_redis_connect")
"""The members of `RedisManager` on which `Processes` relies beyond what the library promises."""

OTHERS = Duty("live other processes")
MISSED = Duty("live messages that others missed")


class Processes(RedisManager, Broadcasts):
    """Socket.IO's manager for Redis, which can also disconnect everybody in a room in every
    process.

    While Redis is unreachable, messages stay within this process. When it is back, the pages
    connected to this process are made to connect again, and so ask for what they missed. The same
    is done to the pages of the others if Redis did not take a message, which they cannot notice.
    """

    def __init__(self, url: str, channel: str) -> None:
        super().__init__(url, channel=channel, redis_options=AT_ONCE)
        self._sender: Any = Redis.from_url(url, **IN_TIME)
        self._lock = Lock()
        self._is_telling = False
        self._has_failed = Event()
        self._failed_at = self._anew_at = 0.0

    def initialize(self) -> None:
        # Each process ignores its own messages, so it needs a name of its own: the one it has was made
        # before the processes were forked.
        self.host_id = uuid4().hex
        self._is_unheard = False
        # Whoever connects before the first subscription holds may miss messages too.
        self._has_missed = True
        self._was_tried = Event()
        # Not the library's `initialize`, which would start a thread that nobody supervises.
        super(PubSubManager, self).initialize()
        OTHERS.start(self._thread)
        # The first client is about to connect, and need not do so twice.
        self._was_tried.wait(LONGEST_WAIT)

    def reaches_others(self) -> bool:
        try:
            self._sender.ping()
        except RedisError:
            return False
        return True

    def _publish(self, data: Any) -> None:
        """Publish over a connection of its own, since the other one belongs to the thread that
        listens.
        """
        try:
            self._sender.publish(self.channel, self.json.dumps(data))
        except RedisError as error:
            log.warning("not_told_to_other_processes", error=error)
            self._failed_at = time.monotonic()
            self._has_failed.set()
            with self._lock:
                # Not before something failed: the server forks its processes before it sends anything.
                if not self._is_telling:
                    self._is_telling = True
                    MISSED.start(self._tell_what_was_missed)

    def _tell_what_was_missed(self) -> None:
        """Tell the other processes, once Redis takes it, how many seconds ago a message did not
        reach them last.
        """
        while True:
            self._has_failed.wait()
            self._has_failed.clear()
            ago = time.monotonic() - self._failed_at
            message = {"method": "missed", "host_id": self.host_id, "ago": ago}
            try:
                self._sender.publish(self.channel, self.json.dumps(message))
            except RedisError:
                self._has_failed.set()
                time.sleep(PAUSE)

    def _handle_missed(self, message: dict[str, Any]) -> None:
        # Where Redis was away for all, they have connected again already.
        if self._anew_at < time.monotonic() - message["ago"]:
            self._connect_anew()

    def _thread(self) -> None:
        try:
            for text in self._listen():
                self._act_on(self.json.loads(text))
        finally:
            self._is_unheard = self._has_missed = True

    def _act_on(self, message: dict[str, Any]) -> None:
        method = message["method"]
        if message["host_id"] == self.host_id or method not in HANDLERS:
            return
        try:
            getattr(self, HANDLERS[method])(message)
        except Exception:
            log.exception("message_of_another_process_failed", method=method)

    def _redis_listen_with_retries(self) -> Iterator[Any]:
        while True:
            try:
                self._redis_connect()
                self.pubsub.subscribe(self.channel)
                # The answer to this comes once the subscription holds.
                self.pubsub.ping()
                for message in self.pubsub.listen():
                    if self._has_missed and message["type"] == "pong":
                        self._has_missed = False
                        self._connect_anew()
                        self._was_tried.set()
                    yield message
            except RedisError as error:
                if not self._is_unheard:
                    log.warning("other_processes_not_heard", error=error)
                self._is_unheard = self._has_missed = True
                self._was_tried.set()
            time.sleep(PAUSE)

    def _connect_anew(self) -> None:
        if self._is_unheard:
            log.warning("other_processes_heard_again")
            self._is_unheard = False
        self._anew_at = time.monotonic()
        for sid, _ in list(self.get_participants("/", None)):
            self.server.disconnect(sid, ignore_queue=True)

    def disconnect_room(self, room: str) -> None:
        message = {"method": "disconnect", ROOM: room, "namespace": "/", "host_id": self.host_id}
        self._handle_disconnect(message)
        self._publish(message)

    def _handle_disconnect(self, message: dict[str, Any]) -> None:
        if ROOM not in message:
            super()._handle_disconnect(message)
        elif self.server is not None:
            disconnect_here(self, message[ROOM])


def check() -> None:
    """Log any internals that python-socketio no longer has, since without them messages of other
    processes may be lost.
    """
    missing = [name for name in (*OVERRIDDEN, *USED) if not hasattr(RedisManager, name)]
    if missing:
        log.warning("redis_manager_is_not_as_expected", missing=missing)


def disconnect_here(manager: Any, room: str) -> None:
    """Disconnect everybody in the room whose socket this process holds."""
    for sid, _ in list(manager.get_participants("/", room)):
        manager.server.disconnect(sid, ignore_queue=True)
