"""Files that go with a paper: accepted kinds, storage with each wording, and reading for search."""
