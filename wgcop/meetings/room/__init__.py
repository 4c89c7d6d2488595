"""The room of a meeting: who has the floor and for how long, breaks, and announcements of the
chair.
"""
