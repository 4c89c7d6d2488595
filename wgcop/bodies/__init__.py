"""Who works: groups and their meetings, Questions with those before and after them, organizations; levels and subjects."""
