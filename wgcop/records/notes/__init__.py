"""The notes of an agenda item, which the officers of the group write together during the
discussion.
"""
