"""Entries are confirmed once a year by whoever answers for them: dates, letters, and the links in them."""
