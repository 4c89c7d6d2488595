"""Limits memory fragmentation in a process with many threads."""

import ctypes

MOST_AREAS = 2
_ARENA_MAX = -8
"""The number of M_ARENA_MAX in glibc's malloc.h."""


def keep_together() -> bool:
    """Limit the memory areas (arenas) of the C library, before there are threads. Return whether
    that was possible.

    glibc gives each thread an area of its own, up to eight for each core, and an area that was
    large once stays so: fifty threads that render pages in turn take more and more. One lock of the
    interpreter lets one of them run at a time, so two areas are enough.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, MOST_AREAS))
    except (OSError, AttributeError):  # another library of C, which has no such areas
        return False
