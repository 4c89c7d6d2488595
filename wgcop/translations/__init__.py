"""The language versions of a document: each is translated from one of its wordings, issued at an
address of its own, and marked as outdated when the original is revised.
"""
