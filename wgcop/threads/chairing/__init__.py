"""What the chair says of a clause and its thread: where it stands, whether it is open, a pinned note."""
