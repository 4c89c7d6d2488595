"""Searches that a person keeps, and what is new in them."""
