"""The papers of a meeting or of an agenda item in one ZIP: its names and contents, and its transfer
piece by piece.
"""
