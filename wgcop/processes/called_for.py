"""Loading of code when it is needed: a command imports what it uses, and not everything."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any


@contextmanager
def reading_code() -> Iterator[None]:
    """Stop the garbage collector while modules are imported, and keep what they made out of its
    sight for good.

    Of thousands of modules next to nothing becomes garbage, yet looking for it took as long as
    importing half of them.
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
