"""What each person has read, what they follow, and their saved searches."""
