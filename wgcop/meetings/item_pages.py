"""The page of one agenda item: its line on the agenda, where that stands, and what the item points to."""
