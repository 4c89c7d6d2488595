"""`wgcop setup`: asks for what an installation cannot guess, checks it, keeps it in a file and invites the first secretary.

`answers` is what was said, `checks` find out whether it works, `file` is where it is kept, and `cli` asks and acts.
"""
