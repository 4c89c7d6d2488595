"""The record of a meeting: notes on its items, and the report that is composed from all that happened."""
