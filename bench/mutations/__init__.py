"""Careless changes, drawn by lot and tried against the tests."""
