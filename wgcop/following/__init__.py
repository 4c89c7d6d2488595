"""What each person has read, follows, and keeps as a search."""
