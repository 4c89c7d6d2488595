"""What pages show of threads: a part of a long thread, replies, one comment, the discussion of a
resolution.
"""
