"""Redaction: words that must not be kept are taken out of every place where they are, and a plain mark says so."""
