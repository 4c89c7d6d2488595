"""Papers that delegations bring to a meeting: their wordings, sources, drafters and discussions, and who may read them."""
