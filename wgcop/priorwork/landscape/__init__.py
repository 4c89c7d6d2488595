"""The landscape: all existing work on a clause, a paper or a topic, on a page and as a Word document."""
