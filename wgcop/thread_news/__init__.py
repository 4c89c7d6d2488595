"""What is new in threads: for the inbox and the home page, in letters, and since a moment."""
