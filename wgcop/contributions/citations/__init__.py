"""Where documents are cited: their symbols in other texts, stored as texts change, and links from a text to what it cites."""
