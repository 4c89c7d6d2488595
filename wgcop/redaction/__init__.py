"""Redaction: words that must not be kept are removed from every place that holds them, and a plain
mark says so.
"""
