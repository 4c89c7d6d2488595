"""Who attends a meeting: the registrations by delegation, and the marked attendance."""
