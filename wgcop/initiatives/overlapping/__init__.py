"""Overlapping entries: the owner of the earlier one is told, and says whether the other one should
join it.
"""
