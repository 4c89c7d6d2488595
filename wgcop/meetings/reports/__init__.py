"""The report of a meeting, which is composed from what happened and then is a paper like any other,
and the meeting's record.
"""
