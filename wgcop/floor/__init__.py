"""The room of a meeting: the gavel, who speaks, timers, following the chair, and the projector."""
