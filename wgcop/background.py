"""The loops that run beside requests: index, mail, imports, unused files, saved searches, nightly comparison."""

from flask import Flask

from wgcop import mail
from wgcop.following.searches import jobs as saved_searches
from wgcop.jobs import Loop
from wgcop.priorwork.imports import jobs as imports
from wgcop.radar import sweep
from wgcop.search import indexer, outbox
from wgcop.supervisor import Duty

INDEX_EVERY = 0.5
MAIL_EVERY = 2.0
IMPORT_EVERY = 1.0
TIDY_EVERY = 3600.0
LOOK_FOR_THE_NIGHT_EVERY = 600.0
TELL_EVERY = 300.0

INDEX = Duty("index")
MAIL = Duty("mail")
IMPORTS = Duty("imports")
UNUSED_FILES = Duty("unused files")
SAVED_SEARCHES = Duty("saved searches")
SWEEP = Duty("sweep")


def start(app: Flask) -> list[Loop]:
    with app.app_context():
        indexer.renew_all()
    index = Loop(app, INDEX, indexer.follow, seconds=INDEX_EVERY)
    outbox.wakes(index.wake)
    loops = [
        index,
        Loop(app, MAIL, mail.send_waiting, seconds=MAIL_EVERY),
        Loop(app, IMPORTS, imports.bring_in_waiting, seconds=IMPORT_EVERY),
        Loop(app, UNUSED_FILES, imports.drop_unused_files, seconds=TIDY_EVERY),
        Loop(app, SAVED_SEARCHES, saved_searches.tell_owners, seconds=TELL_EVERY),
        Loop(app, SWEEP, sweep.sweep_when_due, seconds=LOOK_FOR_THE_NIGHT_EVERY),
    ]
    for loop in loops:
        loop.start()
    return loops
