"""The commands that belong to no feature, and the rules for every command."""
