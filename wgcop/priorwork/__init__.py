"""The corpus: what bodies at all three levels have written already, so that nothing is done twice."""
