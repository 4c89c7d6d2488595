"""Files that go with a paper: what may be sent, keeping them with each wording, and reading them for search."""
