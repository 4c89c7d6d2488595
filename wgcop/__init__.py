"""The workspace of a negotiating body: clauses, threads, meetings, contributions and what came of them."""

import os

# Before anything loads numpy: the threads of its algebra wait for their next work by spinning. With the few small products of
# a question or a new text they took more than a third of a server's processor time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
