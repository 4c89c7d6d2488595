"""The server that people run, and the command that replaces it by a new one."""
