"""Entries that overlap: whoever answers for the one that was there first is told, and says whether the other is to join."""
