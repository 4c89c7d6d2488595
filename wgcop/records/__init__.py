"""The record of a meeting: notes on its items, and the report composed from all events."""
