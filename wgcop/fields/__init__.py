"""Declarations of the fields that people fill in; forms, pages, sheets, history and search are made
from them.
"""
