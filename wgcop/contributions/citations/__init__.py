"""Citations of documents: their symbols in other texts, stored as the texts change, and links from
a text to the documents that it cites.
"""
