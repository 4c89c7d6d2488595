"""What numpy may take of the processors of a server."""

import subprocess
import sys

PRODUCT = """
import os, wgcop.app, numpy
side = numpy.ones((600, 600), dtype=numpy.float32)
before = len(os.listdir("/proc/self/task"))
side @ side
print(before, len(os.listdir("/proc/self/task")))
"""


def test_products_have_no_threads_that_spin_beside_those_who_answer():
    told = subprocess.run(
        [sys.executable, "-c", PRODUCT], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["1", "1"]
