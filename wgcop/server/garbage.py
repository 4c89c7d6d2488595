"""What nobody needs any more, found without keeping everybody waiting.

Objects that hold each other are found by reading through all that there are, for which everybody waits: a third of a second where a
process has five thousand connections. So what has outlived one look is put aside, and all is looked through only now and then.
"""

import gc
from typing import Any

from flask import Flask

from wgcop.jobs import Loop
from wgcop.supervisor import Duty

GARBAGE = Duty("garbage")
EVERY = 600.0


def watch(app: Flask) -> Loop:
    """In each process that serves."""
    loop = Loop(app, GARBAGE, look_through_all, seconds=EVERY)
    loop.start()
    return loop


def look_through_all() -> None:
    gc.unfreeze()
    gc.collect()


def put_aside(phase: str, info: dict[str, Any]) -> None:
    """What a look through the oldest objects has left, as one of `gc.callbacks`."""
    if phase == "stop" and info["generation"] == 2:
        gc.freeze()
