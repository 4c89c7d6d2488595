"""The rules that a group sets for its documents: their kinds, the series and symbols by which they are numbered, and the deadlines."""
