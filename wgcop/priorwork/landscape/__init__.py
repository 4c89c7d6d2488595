"""What exists already for a clause, a paper or a question, on a page and as a Word file."""
