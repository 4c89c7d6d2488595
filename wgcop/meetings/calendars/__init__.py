"""Meetings and deadlines as calendar programs read them: a file, a feed, and what letters carry."""
