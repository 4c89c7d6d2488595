"""The forms of meetings and groups."""
