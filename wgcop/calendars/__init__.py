"""Meetings and deadlines for calendar programs."""
