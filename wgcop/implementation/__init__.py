"""The implementation of a resolution: actions on its clauses, evidence, and replies of members."""
