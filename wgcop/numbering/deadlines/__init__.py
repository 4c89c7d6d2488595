"""The deadlines of a group: until when papers are in time, delayed or late, and when the
secretariat must have posted them.
"""
