"""The participants of a meeting: registration, attendance, and the list of participants."""
