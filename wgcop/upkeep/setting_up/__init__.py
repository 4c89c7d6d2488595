"""`wgcop setup`: asks for what an installation cannot guess, checks it, keeps it in a file and
invites the first secretary.

`answers` holds what was said, `checks` finds out whether it works, `file` keeps it, and `cli` asks
and acts.
"""
