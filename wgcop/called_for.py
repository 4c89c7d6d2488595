"""Code that is read when it is called for: a command reads what it needs, and not all that there is."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any


@contextmanager
def reading_code() -> Iterator[None]:
    """While thousands of modules are read next to nothing becomes garbage, yet looking for it took as long as reading
    half of them. What was read stays for good, so nobody looks through it later either."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def called_for(place: str) -> Any:
    """What `wgcop.feature.module:name` stands for."""
    module, _, name = place.partition(":")
    with reading_code():
        return getattr(import_module(module), name)
