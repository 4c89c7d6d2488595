"""The silence procedure: a text is adopted if nobody objects before a deadline."""
