"""The comparison of texts, in pure functions."""
