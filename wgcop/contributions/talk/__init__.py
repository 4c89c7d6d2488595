"""The discussions of a paper: among its drafters, between the secretariat and its source, and among
all members once it has a number.
"""
