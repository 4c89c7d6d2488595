"""Find what was said: it knows records, not features."""
