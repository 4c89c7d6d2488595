"""Comments by e-mail: the addresses in letters, the messages that come to them, and the drafts that
their senders confirm.
"""
