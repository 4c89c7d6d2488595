"""Redaction: text that must not be kept is removed from every place that holds it, and a visible
mark records the removal.
"""
