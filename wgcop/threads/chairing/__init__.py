"""The chair's settings of a thread: the standing of a clause, the state of its thread, a pinned
note.
"""
