"""Entries are proposed by whoever takes part, and accepted or declined by the secretariat."""
