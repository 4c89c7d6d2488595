"""The queue of guests for files that take seconds to make. Only one guest's file is made at a time,
so that members never wait for guests. Networks take turns, so that nobody can block the others by
asking for many files.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Event, Lock

from flask import has_request_context, request, session
from flask_babel import gettext as _

from wgcop.errors import Busy
from wgcop.networks import network_of

PATIENCE = 20.0
"""The seconds to wait for a turn."""
MOST_WAITING = 20
"""The most guests who wait, since each of them holds a thread of the server. Others are asked at
once to come back.
"""
WAITS = "wgcop.waits"
"""The key in the WSGI environment with a function for a request to call before it waits. The server
then begins the next request at once.
"""


@dataclass(eq=False)
class _WaitingGuest:
    network: str
    has_turn: bool = False
    is_told: Event = field(default_factory=Event)
    """Set when the turn has come, or when somebody else gets the place."""


class GuestsQueue:
    def __init__(self) -> None:
        self._gate = Lock()
        self._is_taken = False
        self._waiting: list[_WaitingGuest] = []
        self._turns = 0
        self._last_turns: dict[str, int] = {}
        """The numbers of the last turns of the networks that wait, or had the last turn of all."""
        self._has_turn: ContextVar[bool] = ContextVar("guest_has_turn", default=False)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn if the person who asks is a guest; members do not wait.

        Raises Busy after `PATIENCE` seconds, or at once if too many are waiting.
        """
        if self._has_turn.get() or not _is_guest():
            yield
            return
        if not self._get_turn(network_of(request.remote_addr or "")):
            raise Busy(
                _("Many people are downloading files at the moment. Try again in half a minute.")
            )
        token = self._has_turn.set(True)
        try:
            yield
        finally:
            self._has_turn.reset(token)
            with self._gate:
                self._pass_on()

    def _get_turn(self, network: str) -> bool:
        guest = _WaitingGuest(network)
        with self._gate:
            if not self._has_place(network):
                return False
            self._waiting.append(guest)
            if not self._is_taken:
                self._pass_on()
        if not guest.has_turn:
            try:
                if waits := request.environ.get(WAITS):  # none in a server of another kind
                    waits()
                guest.is_told.wait(PATIENCE)
            finally:  # whoever is gone gets no turn that they would never pass on
                with self._gate:
                    if guest in self._waiting:
                        self._waiting.remove(guest)
        return guest.has_turn

    def _has_place(self, network: str) -> bool:
        """Return whether one more request from this network may wait. If all places are taken, the
        network that holds the most gives up its latest one, unless this network would then hold
        more than that one.
        """
        if len(self._waiting) < MOST_WAITING:
            return True
        places = Counter(each.network for each in self._waiting)
        greedy, most = places.most_common(1)[0]
        if most <= places[network] + 1:
            return False
        last = next(each for each in reversed(self._waiting) if each.network == greedy)
        self._waiting.remove(last)
        last.is_told.set()
        return True

    def _pass_on(self) -> None:
        """Give the turn to the first request from the network whose last turn was the longest ago."""
        self._is_taken = bool(self._waiting)
        if not self._waiting:
            self._last_turns.clear()
            return
        following = min(self._waiting, key=lambda each: self._last_turns.get(each.network, 0))
        self._waiting.remove(following)
        self._turns += 1
        present = {each.network for each in self._waiting}
        self._last_turns = {
            name: turn for name, turn in self._last_turns.items() if name in present
        } | {following.network: self._turns}
        following.has_turn = True
        following.is_told.set()


def _is_guest() -> bool:
    """Return whether the request has no cookie that we sealed for somebody. Looking up the person
    would begin a transaction, which then stays open.
    """
    return has_request_context() and "_user_id" not in session
