"""Forms about clauses."""
