"""Overlapping entries: the owner of the earlier one is told, and answers whether the other one
should join it.
"""
