"""The yearly confirmation of entries by those responsible for them: due dates, letters, and the
links in them.
"""
