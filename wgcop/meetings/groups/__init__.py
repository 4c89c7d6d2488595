"""Groups and their pages: officers, members and meetings, the item on which a group was set up, and
meetings that collide.
"""
