"""Work outside requests: loops and long-lived threads, separate processes, turns, and the input of
commands.
"""
