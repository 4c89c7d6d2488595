"""Care of an installation at the command line: keeping it, bringing it back, moving it."""
