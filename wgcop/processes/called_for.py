"""Loading of code when it is needed: a command imports only what it uses."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any


@contextmanager
def reading_code() -> Iterator[None]:
    """Stop the garbage collector while modules are imported, and exclude the objects that they
    created from later collections.

    Almost none of these objects ever becomes garbage, yet the search took half of the import time.
    """
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
    """Import and return the object that `place` names, such as `wgcop.feature.module:name`."""
    module, _, name = place.partition(":")
    with reading_code():
        return getattr(import_module(module), name)
