"""The `wgcop worker` command, which does the background work of servers that do not do it
themselves.
"""

import signal
from threading import Event

import click
from flask.cli import with_appcontext

from wgcop.database import fit
from wgcop.errors import Refused
from wgcop.observing import log, telemetry
from wgcop.observing.version import version
from wgcop.search_engines import choice
from wgcop.server import background, memory


@click.command("worker")
@click.pass_context
@with_appcontext
def worker(context: click.Context) -> None:
    """Run the background work in a process of its own."""
    memory.keep_together()
    app = context.obj.load_app()
    choice.check_folders(app)
    log.take_over()
    telemetry.begin(version())
    is_over = Event()
    signal.signal(signal.SIGTERM, lambda *_: is_over.set())
    turn = background.BackgroundTurn(app)
    turn.take()
    problem = ""
    while not problem and not is_over.wait(fit.EVERY):
        with app.app_context():
            problem = fit.look()
    turn.end(app.config["DRAIN_SECONDS"])
    if problem:
        raise Refused(problem)
