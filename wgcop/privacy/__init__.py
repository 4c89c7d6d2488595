"""Personal data: what is kept of a person is shown and handed to them, and erased."""
