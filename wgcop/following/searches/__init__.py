"""Saved searches, and their new results."""
