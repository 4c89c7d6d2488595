"""Items and documents that delegations propose for an agenda, and what became of them."""
