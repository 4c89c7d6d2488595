"""Papers that delegations bring to a meeting: drafted, submitted, numbered and revised."""
