"""Live comments: one thread to a clause, and to whatever else owns one."""
