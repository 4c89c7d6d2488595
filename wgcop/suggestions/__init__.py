"""Suggestions of other words in comments on clauses: who supports them, and what is decided about them."""
