"""What runs beside requests: the search index follows the outbox, saved searches tell their owners, and mail leaves."""

from flask import Flask

from wgcop import mail
from wgcop.following.searches import jobs as saved_searches
from wgcop.jobs import Loop
from wgcop.search import indexer, outbox

INDEX_EVERY = 0.5
MAIL_EVERY = 2.0
TELL_EVERY = 300.0


def start(app: Flask) -> list[Loop]:
    index = Loop(app, "index", indexer.drain_all, seconds=INDEX_EVERY)
    outbox.on_commit(index.wake)
    loops = [
        index,
        Loop(app, "mail", mail.send_waiting, seconds=MAIL_EVERY),
        Loop(app, "saved searches", saved_searches.tell_owners, seconds=TELL_EVERY),
    ]
    for loop in loops:
        loop.start()
    return loops
