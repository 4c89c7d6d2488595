"""What happened to what: topics with numbered entries, how open pages hear of them, and who is present.

`actions.record` adds an entry in the transaction of the change. After the commit `delivery` renders it
with the presenter of its kind and sends it to the topic's room; a page that was away asks `catch_up` for the
numbers it missed. `channels` are the socket events: joining, leaving, typing. `rooms` and `presence`
tell a room who is in it, and `presence_in_redis` does so across processes.
"""
