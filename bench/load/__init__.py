"""People at work on a workspace that is served: what the restart, the soak and the attacks have in common."""
