"""The history of a document: its timeline, where it was discussed, and which delegations support
it.
"""
