"""Turns the words of a question into terms, the same for every engine."""
