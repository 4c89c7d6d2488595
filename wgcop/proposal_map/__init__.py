"""The proposal map of a resolution: its clauses, and at each what every document proposes."""
