"""What each person has read: the mark in each topic above which everything is new."""
