"""Keeps a workspace in an archive, brings it back, and moves it from one database to another."""
