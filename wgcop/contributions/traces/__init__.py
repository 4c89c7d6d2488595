"""The history of a document: its timeline, its discussions, and its supporters."""
