"""The server that people run, and what tells it to make way for a new one."""
