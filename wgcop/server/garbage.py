"""Frees memory that nobody needs any more, without keeping everybody waiting.

Objects that hold each other are found by reading through all objects, for which everybody waits: a
third of a second in a process with five thousand connections. So objects that have outlived one
collection are put aside, and all are looked through only now and then.
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
    """Put aside the objects that a collection of the oldest generation has left. This is one of
    `gc.callbacks`.
    """
    if phase == "stop" and info["generation"] == 2:
        gc.freeze()
