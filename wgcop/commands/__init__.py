"""The commands that belong to no feature, and what holds for every command."""
