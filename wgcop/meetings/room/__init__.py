"""The room: who has the floor, for how long, breaks, and what the chair announces."""
