"""A group's meetings and their agendas: what is discussed when, on which clauses and documents, and what was decided."""
