"""The verbs and the pages with which chair, secretariat and rapporteur lead the thread of a clause."""
