"""Discussions as a whole: the list of all comments on a resolution, chapters that end, and redaction."""
