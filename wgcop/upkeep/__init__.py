"""Care of an installation at the command line: setting it up, keeping it, bringing it back, moving
it.
"""
