"""The corpus: earlier documents of bodies at all three levels, so that no work is done twice."""
