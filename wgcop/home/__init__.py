"""The first page: what is on, what is new and what waits for its reader."""
