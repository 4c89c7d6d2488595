"""The agenda as a numbered document of its meeting: its publications, and what changed between
them.
"""
