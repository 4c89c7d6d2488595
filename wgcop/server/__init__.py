"""The server that people run, and the command that makes it give way to a new one."""
