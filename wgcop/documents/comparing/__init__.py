"""Compares any two wordings: revisions, the draft and its kept versions, and documents that replace
one another.
"""
