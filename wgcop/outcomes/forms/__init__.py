"""The forms of statements and decisions that are put on record."""
