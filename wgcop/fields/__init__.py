"""Declarations of the fields that people fill in, from which forms, pages, sheets, history and
search are made.
"""
