"""The `wgcop` command again and again, from one process that has imported it already, and has opened the usual pages once:
most of a short test's time went into that.

Reads lines of JSON that ask for a command: its arguments, environment and log, and on wish the folder to stand in and the
files for its errors and its exit code; or for a script in place of the command. Answers each with a process number. A line that
gives settings and a name asks to open the usual pages as that person, and is answered with 0.
"""

import contextlib
import gc
import importlib
import io
import json
import os
import signal
import sys
import traceback
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import brotli
import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.orm import configure_mappers
from sqlalchemy.util import LRUCache

import config
from tests import addresses
from tests.assets import read_once
from tests.running.processes import end_with
from tests.servers import PACKED_WELL
from wgcop.accounts.models import Person
from wgcop.app import create_app
from wgcop.cli import COMMANDS, command_called, main
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.database import db, migrations
from wgcop.radar import comparers
from wgcop.server import garbage
from wgcop.web import assets

USUAL = (
    "/",
    "/resolutions/",
    "/clauses/wtdc-67.recs_recognizing__rec_b",
    "/meetings/",
    "/meetings/wg-cop-3",
    "/meetings/wg-cop-3/live",
    "/contributions/",
    "/contributions/new",
    "/initiatives/",
    "/implementation/67-hyderabad-2010",
    "/search?q=guidance",
    "/account",
)


def run(asked: dict[str, Any], parent: int) -> None:
    os.setsid()  # so that a kill reaches every process of it
    end_with(parent, signal.SIGKILL)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(log, 1)
    os.dup2(os.open(asked["errors"], os.O_WRONLY | os.O_CREAT) if "errors" in asked else log, 2)
    os.umask(0o022)
    if asked["environment"].pop(PACKED_WELL, ""):
        assets.packed = packed_well
    os.environ.update(asked["environment"])
    os.chdir(asked.get("folder", "."))
    try:
        importlib.reload(config)
        if "script" in asked:
            run_script(asked["script"], asked["arguments"])
        main(asked["arguments"], prog_name="wgcop")
    except SystemExit as ended:
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
        if "exit" in asked:
            code = int(bool(ended.code)) if isinstance(ended.code, str) else ended.code or 0
            Path(asked["exit"]).write_text(str(code))


def run_script(script: str, arguments: list[str]) -> NoReturn:
    """As `python -c` does."""
    sys.argv = ["-c", *arguments]
    try:
        exec(compile(script, "script", "exec"), {"__name__": "__main__"})
    except Exception:
        traceback.print_exc()
        sys.exit(1)
    sys.exit()


def open_usual_pages(settings: dict[str, Any], name: str) -> None:
    """What is compiled, read and compressed for them is there in each process that starts from here."""
    with contextlib.redirect_stderr(io.StringIO()):  # the log of these requests is of no interest
        app = create_app(settings)
        with app.app_context():
            person = db.session.scalars(select(Person).where(Person.name == name)).one()
            drafts = select(Contribution).where(Contribution.state == PaperState.DRAFT)
            draft = db.session.scalars(drafts).first()
            assert draft is not None
            of_draft = [draft.url, f"/contributions/{draft.id}/edit"]
            visits = [(person.get_id(), USUAL), (draft.drafters[0].person.get_id(), of_draft)]
        for visitor, addresses_ in visits:
            browser = app.test_client()
            with browser.session_transaction() as cookie:
                cookie.update({"_user_id": visitor, "_fresh": True})
            for address in addresses_:
                page = browser.get(address)
                assert page.status_code == 200, address
        pack(app)
        with app.app_context():
            db.engine.dispose()  # a connection must not be inherited


def pack(app: Flask) -> None:
    """Every style sheet and script, which each server would join and compress for itself."""
    url = app.jinja_env.globals["asset_url"]
    static = Path(app.static_folder or "")
    ours = [*static.glob("js/pages/*.js"), *static.glob("build/*.js")]
    names = ["site.css", *assets.APART, *(str(one.relative_to(static)) for one in ours)]
    visitor = app.test_client()
    for name in names:
        answer = visitor.get(url(name), headers={"Accept-Encoding": "br"})  # type: ignore[operator]
        assert answer.status_code == 200, name


packed_well = assets.packed


@lru_cache
def packed_fast(content: bytes, encoding: str) -> bytes:
    """To compress as far as possible takes the most of a second for a large script."""
    return (
        brotli.compress(content, quality=1) if encoding == "br" else packed_well(content, encoding)
    )


def share_compiled_statements() -> None:
    """Statements are compiled once for each kind of database, not once for each process."""
    compiled: LRUCache[Any, Any] = LRUCache(5_000)
    DefaultDialect.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[method-assign]
    DefaultDialect.__hash__ = lambda dialect: hash(type(dialect))  # type: ignore[method-assign, assignment]

    @event.listens_for(Engine, "engine_connect")
    def share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=compiled)


def leave_what_is_read() -> None:
    """So that no process that starts from here looks through it for garbage, or needs a copy of it."""
    gc.collect()
    gc.freeze()


def serve(compiled: str) -> None:
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(compiled)}
    addresses.join_once(pytest.MonkeyPatch())
    read_once(pytest.MonkeyPatch())
    for name in COMMANDS:
        command_called(name)
    configure_mappers()
    comparers.warm()
    migrations.newest()  # reads and compiles every migration
    assets.packed = packed_fast
    garbage.look_through_all = (
        gc.collect
    )  # but not through what was there before: see `leave_what_is_read`
    share_compiled_statements()
    leave_what_is_read()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that end
    here = os.getpid()
    is_practised = False
    for line in sys.stdin:
        asked = json.loads(line)
        if "settings" in asked:
            if not is_practised:
                open_usual_pages(asked["settings"], asked["name"])
                leave_what_is_read()
                is_practised = True
            print(0, flush=True)
            continue
        process = os.fork()
        if process == 0:
            run(asked, here)
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(0)  # to take apart all that was inherited would take most of a second
        print(process, flush=True)


if __name__ == "__main__":
    serve(sys.argv[1])
