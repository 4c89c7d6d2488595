"""Frees unused memory without pausing every request.

Cycles of objects are found by scanning all objects, while every thread waits: a third of a second
in a process with five thousand connections. So objects that have outlived one collection are set
aside, and a full scan is made only now and then.
"""

import gc
from typing import Any

from flask import Flask

from wgcop.processes.loops import Loop
from wgcop.processes.supervisor import Duty

GARBAGE = Duty("garbage")
EVERY = 600.0


def watch(app: Flask) -> Loop:
    """Start the loop that frees memory, in each process that serves."""
    loop = Loop(app, GARBAGE, look_through_all, seconds=EVERY)
    loop.start()
    return loop


def look_through_all() -> None:
    gc.unfreeze()
    gc.collect()


def put_aside(phase: str, info: dict[str, Any]) -> None:
    """Set aside the objects that survived a collection of the oldest generation. This is one of
    `gc.callbacks`.
    """
    if phase == "stop" and info["generation"] == 2:
        gc.freeze()
