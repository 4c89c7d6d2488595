"""Live comments: one thread for each clause, and for anything else that owns a thread."""
