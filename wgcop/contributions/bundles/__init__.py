"""The papers of a meeting or of an agenda item in one ZIP: their names, what is in it, and sending it piece by piece."""
