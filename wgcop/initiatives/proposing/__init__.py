"""Proposals for the registry: participants propose entries, and the secretariat accepts or declines
them.
"""
