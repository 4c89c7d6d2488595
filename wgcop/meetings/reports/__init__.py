"""The report of a meeting: composed from what happened, then a paper like any other; and the record as a whole."""
