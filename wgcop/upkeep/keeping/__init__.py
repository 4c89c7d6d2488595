"""Backs up a workspace into an archive, restores it, and moves it from one database to another."""
