"""The engine in PostgreSQL: BM25 over a term table, for several processes and machines."""
