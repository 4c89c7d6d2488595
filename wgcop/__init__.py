"""The workspace of a negotiating body: clauses, threads, meetings, contributions and their
outcomes.
"""

import os

# Set before anything loads numpy: the threads of OpenBLAS spin while they wait for work. With the
# few small products of a question or a new text they took more than a third of a server's processor
# time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
