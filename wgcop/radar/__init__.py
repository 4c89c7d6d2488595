"""Earlier work that a draft resembles, beside the draft and at submission, and a nightly comparison
of all works.
"""
