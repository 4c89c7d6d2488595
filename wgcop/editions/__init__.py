"""The next edition of a resolution: the clean text as agreed is adopted, and its clauses keep their identity."""
