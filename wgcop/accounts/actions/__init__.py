"""What can be done about people: signing in, inviting, appointing."""
