"""Meetings and deadlines for calendar programs: as a file, as a feed, and attached to letters."""
