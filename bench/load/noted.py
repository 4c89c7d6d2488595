"""What everybody did and met."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock

import requests

from bench.load.doors import Door


@dataclass
class Load:
    door: Door
    topic: str
    over: Event = field(default_factory=Event)
    """Nobody begins anything new."""
    closed: Event = field(default_factory=Event)
    """Pages do not come back any more."""
    is_half_sent: Event = field(default_factory=Event)
    handed_over: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)
    sent: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    longest: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    """Seconds of the longest answer, by what was asked."""
    posted: list[int] = field(default_factory=list)
    came_back: list[float] = field(default_factory=list)
    away: list[float] = field(default_factory=list)
    codes: Counter[int] = field(default_factory=Counter)
    uploaded: int = 0

    def ask(self, kind: str, act: Callable[[], requests.Response]) -> requests.Response | None:
        began = time.monotonic()
        try:
            answer = act()
            problem = "" if answer.status_code < 400 else f"{answer.status_code}"
        except requests.RequestException as error:
            answer, problem = None, type(error).__name__
        took = time.monotonic() - began
        with self.lock:
            self.sent[kind] += 1
            self.longest[kind] = max(self.longest[kind], took)
            if problem:
                self.failed.append(f"{kind}: {problem}")
        return answer
