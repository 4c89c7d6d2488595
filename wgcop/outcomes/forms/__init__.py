"""The forms of what is put on record."""
