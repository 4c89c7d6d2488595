"""Care of an installation at the command line: setting it up, backing it up, restoring it, moving
it.
"""
