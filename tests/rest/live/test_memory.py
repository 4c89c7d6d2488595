"""What the memory of a server does as time goes by; `make soak` looks at a whole one."""

import gc
import re
import subprocess
import sys
import weakref

import pytest

from wgcop.server import garbage, memory

AREAS = """
import ctypes, runpy, sys, threading
memory = runpy.run_path(sys.argv[2])
if sys.argv[1] == "together" and not memory["keep_together"]():
    sys.exit("not this library of C")
all_there = threading.Barrier(17)
def work():
    kept = [bytearray(2_000) for _ in range(200)]
    all_there.wait()
    all_there.wait()
for _ in range(16):
    threading.Thread(target=work).start()
all_there.wait()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
out = libc.fdopen(1, b"w")
libc.malloc_info(0, ctypes.c_void_p(out))
libc.fflush(ctypes.c_void_p(out))
all_there.wait()
"""


def areas(how):
    said = subprocess.run(
        [sys.executable, "-c", AREAS, how, memory.__file__],
        capture_output=True,
        text=True,
        check=False,
    )
    if "not this library" in said.stderr:
        return 0
    assert said.returncode == 0, said.stderr
    return len(re.findall("<heap nr=", said.stdout))


def test_threads_of_a_server_share_few_areas_of_memory():
    assert areas("together") <= memory.MOST_AREAS < areas("apart")


class Ring:
    """Whatever holds itself."""


@pytest.fixture
def put_aside():
    gc.callbacks.append(garbage.put_aside)
    yield
    gc.callbacks.remove(garbage.put_aside)
    gc.unfreeze()


def test_what_has_outlived_one_look_is_found_only_when_all_is_looked_through(put_aside):
    """So that nobody waits while thousands of connections are read through again and again."""
    ring = Ring()
    ring.itself = ring
    left = weakref.ref(ring)
    gc.collect()
    assert gc.get_freeze_count() > 10_000
    del ring
    gc.collect()
    assert left() is not None
    garbage.look_through_all()
    assert left() is None
    assert gc.get_freeze_count() > 10_000
