"""Personal data: shown to the person, handed over to them, and erased."""
