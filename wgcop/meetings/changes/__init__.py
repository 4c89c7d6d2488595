"""What an editor changed on an agenda, kept so that it can be undone."""
