"""A cache of rendered entries for pages that reconnect at the same time, such as a whole room after
a restart.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from flask import Flask, current_app

from wgcop.events.presenters import Presentation

LIFE = 5.0
"""Seconds for which a presentation is cached. A recorded change to the target gives it another key.
A change to a name that it shows is not recorded, and appears after this time.
"""
MOST = 2_000  # presentations; the oldest is dropped first

Key = tuple[int, str, str, str, int, str]
"""Topic id, target kind, target id, the entry's kind, the last entry that touched the target, and
the language.
"""


@dataclass
class Presented:
    _lock: Lock = field(default_factory=Lock)
    _kept: OrderedDict[Key, tuple[float, Presentation | None]] = field(default_factory=OrderedDict)

    def get(self, key: Key) -> tuple[Presentation | None] | None:
        """Return the presentation in a tuple, or None if it is not cached. The tuple contains None
        if the target is gone, which is cached too.
        """
        with self._lock:
            found = self._kept.get(key)
        return (found[1],) if found is not None and found[0] > monotonic() else None

    def keep(self, key: Key, presentation: Presentation | None) -> None:
        with self._lock:
            self._kept[key] = monotonic() + LIFE, presentation
            self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)


def init_app(app: Flask) -> None:
    app.extensions["presented"] = Presented()


def presented() -> Presented:
    kept: Presented = current_app.extensions["presented"]
    return kept
