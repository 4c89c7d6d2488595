"""What is shown of an answer: as a page, for programs, as a feed and as a table."""
