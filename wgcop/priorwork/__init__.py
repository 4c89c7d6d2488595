"""The corpus: what bodies at all three levels have already written, so that nothing is done twice."""
