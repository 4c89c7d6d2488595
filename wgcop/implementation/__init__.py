"""What is done about the clauses of a resolution: actions, evidence, and what members answered."""
