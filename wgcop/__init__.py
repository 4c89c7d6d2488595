"""The workspace of a negotiating body: clauses, threads, meetings, contributions and what came of them."""
