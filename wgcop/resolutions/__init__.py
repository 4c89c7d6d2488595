"""Clause-structured texts: read from plain text, kept as the editions of a work, cited clause by clause."""
