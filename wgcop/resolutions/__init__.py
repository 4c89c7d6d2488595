"""Resolutions, decisions and recommendations: read from plain text, stored edition by edition, cited clause by clause."""
