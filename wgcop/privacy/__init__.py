"""What is kept of a person: shown and handed to them, and erased."""
