"""Compares texts, in pure functions."""
