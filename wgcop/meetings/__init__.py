"""Meetings as a whole: arranging them and their groups, and the pages that show all of a meeting or an item."""
