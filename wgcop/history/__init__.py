"""What happened to what: topics with numbered entries, how open pages hear of them, and who is present.

What open pages hear is an `Entry`: one numbered line of a topic that says who did what to which target.
A feature that wants open pages to follow a change calls `history.actions.record` in the transaction of that
change, and has a presenter for the kind of target (`presenters`). The rest follows by itself: after the
commit `delivery` renders the entry and sends it to everybody in the topic's room, and a page that was away
asks `catch_up` for the numbers it missed and gets them rendered by the same presenter.

`channels` are the socket events: joining, leaving, typing. Who is present is no entry and is not caught up:
`presence` knows it, `presence_in_redis` shares it between processes, and `presence_messages` tells the rooms.
"""
