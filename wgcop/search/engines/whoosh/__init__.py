"""The embedded engine: BM25 over files of its own, in the process that asks."""
