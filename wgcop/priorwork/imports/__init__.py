"""Imports files into the corpus: unpacks uploads, reads the table of facts, plans, works off the
queue.
"""
