"""Bringing files into the corpus: what was uploaded, the table beside it, the plan, and the queue."""
