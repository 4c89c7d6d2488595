"""What the chair sets: the standing of a clause, the state of its thread, a pinned note."""
