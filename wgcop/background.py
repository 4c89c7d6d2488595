"""What runs beside requests: the index follows, saved searches are told, imports worked off, mail sent, work compared at night, files removed."""

from flask import Flask

from wgcop import mail
from wgcop.following.searches import jobs as saved_searches
from wgcop.jobs import Loop
from wgcop.priorwork.imports import jobs as imports
from wgcop.radar import sweep
from wgcop.search import indexer, outbox

INDEX_EVERY = 0.5
MAIL_EVERY = 2.0
IMPORT_EVERY = 1.0
TIDY_EVERY = 3600.0
LOOK_FOR_THE_NIGHT_EVERY = 600.0
TELL_EVERY = 300.0


def start(app: Flask) -> list[Loop]:
    with app.app_context():
        indexer.renew_all()
    index = Loop(app, "index", indexer.follow, seconds=INDEX_EVERY)
    outbox.on_commit(index.wake)
    loops = [
        index,
        Loop(app, "mail", mail.send_waiting, seconds=MAIL_EVERY),
        Loop(app, "imports", imports.bring_in_waiting, seconds=IMPORT_EVERY),
        Loop(app, "unused files", imports.drop_unused_files, seconds=TIDY_EVERY),
        Loop(app, "saved searches", saved_searches.tell_owners, seconds=TELL_EVERY),
        Loop(app, "sweep", sweep.sweep_when_due, seconds=LOOK_FOR_THE_NIGHT_EVERY),
    ]
    for loop in loops:
        loop.start()
    return loops
