"""Meetings and their agendas: sessions, items with their documents, publication, and the plan."""
