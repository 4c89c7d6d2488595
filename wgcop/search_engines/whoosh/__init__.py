"""The embedded engine: BM25 over its own files, in the process of the server."""
