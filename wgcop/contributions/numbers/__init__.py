"""The numbers of documents: series and their patterns, symbols, and reading them in any spelling."""
