"""Who attends a meeting: those who registered, by delegation, and who was really there."""
