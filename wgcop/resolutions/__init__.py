"""Clause-structured texts: parse, edition, lineage, cite."""
