"""The forms about clauses."""
