"""Items and documents that delegations propose for an agenda, and the answers to them."""
