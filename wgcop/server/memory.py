"""How the memory of a process is kept together that has many threads."""

import ctypes

MOST_AREAS = 2
_ARENA_MAX = -8
"""M_ARENA_MAX of glibc's malloc.h."""


def keep_together() -> bool:
    """Called before there are threads. Whether the library of C could be told.

    glibc gives each thread an area of its own, up to eight for each core, and an area that once was large stays so: fifty
    threads that render pages in turn take more and more. One lock of the interpreter lets one of them run at a time,
    so that two areas are enough.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, MOST_AREAS))
    except (OSError, AttributeError):  # another library of C, which has no such areas
        return False
