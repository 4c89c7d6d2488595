"""Merges two entries about the same initiative: fields are chosen side by side, and everything
attached to either is kept.
"""
