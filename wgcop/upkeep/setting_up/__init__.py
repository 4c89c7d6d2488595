"""`wgcop setup`: asks for settings, checks them, stores them in a file and invites the first
secretary.

`answers` holds the answers, `checks` tests them, `file` stores them, and `cli` asks and acts.
"""
