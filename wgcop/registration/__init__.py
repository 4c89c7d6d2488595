"""Who comes to a meeting: registration, attendance, and the list of participants."""
