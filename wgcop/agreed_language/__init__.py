"""Agreed language: how adopted texts say something, with citation, year and how often, and which of
the resolutions that words cite have a newer edition.
"""
