"""Events: topics with numbered entries, their delivery to open pages, and presence.

Open pages receive entries. An `Entry` is one numbered line of a topic that says who did what to
which target. A feature that wants open pages to follow a change calls `events.actions.record` in
the transaction of that change, and registers a presenter for the kind of target (`presenters`). The
rest is automatic: after the commit `delivery` renders the entry and sends it to everybody in the
topic's room. A page that was offline asks `catch_up` for the numbers it missed and gets them
rendered by the same presenter.

`channels` contains the socket events: joining, leaving, typing. Presence is not an entry and is not
caught up: `presence` knows who is in a room, `presence_in_redis` shares it between processes, and
`presence_messages` tells the rooms.
"""
