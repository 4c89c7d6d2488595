"""What people do in a thread."""
