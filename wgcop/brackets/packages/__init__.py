"""Packages: brackets and clauses that are agreed only together, and the warning when one of them moves."""
