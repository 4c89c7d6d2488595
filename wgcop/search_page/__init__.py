"""The search page, and its results as JSON, as a feed and as a table."""
