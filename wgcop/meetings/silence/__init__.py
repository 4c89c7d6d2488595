"""The silence procedure: a text is adopted when nobody has objected by a moment."""
