"""Brings the database up to date, loads the demo world and serves it, and then says who can sign in: run.py HOST PORT.

`wgcop migrate`, `wgcop demo` and `wgcop serve` do the same, but each of them reads three thousand modules first. Here they are read
once, and a child does the work of the first two, so that the server begins with nothing that they left in memory.
"""

import os
import subprocess
import sys
import warnings
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from socket import create_connection
from time import sleep
from typing import NoReturn

from click import ClickException
from flask.cli import ScriptInfo

from wgcop import demo
from wgcop.cli import command_called, main
from wgcop.commands.invocation import application, require_owner
from wgcop.demo.cli import table
from wgcop.errors import Invalid, Refused
from wgcop.observing import log
from wgcop.processes.called_for import reading_code

PREPARED = b"."


def run(host: str, port: int) -> None:
    os.umask(0o077)
    try:
        require_owner()
        with reading_code():
            for name in ("migrate", "demo", "serve"):
                command_called(name)
            app = application()
    except (ClickException, Invalid, Refused) as error:
        sys.exit(f"Error: {error}")
    ours = ScriptInfo(create_app=lambda: app)
    kept = Path(app.config["DATA_DIR"]) / "server.log"
    kept.unlink(missing_ok=True)
    log.keep_in(kept.open("a"))

    server = os.getpid()
    told, tell = os.pipe()
    child = fork()
    if child == 0:
        try:
            prepare(ours)
            os.write(tell, PREPARED)
            say_when_it_serves(server, host, port, kept)
        except SystemExit as ended:
            leave(ended.code)
        leave(0)
    os.close(tell)
    try:
        is_prepared = os.read(told, 1) == PREPARED
    except KeyboardInterrupt:
        is_prepared = False
    if not is_prepared:
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    command(ours, "serve", "--host", host, "--port", str(port))


def fork() -> int:
    """numpy has threads, which know by themselves how to go through it; Python warns of them all the same."""
    sys.stdout.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def prepare(ours: ScriptInfo) -> None:
    step("Bringing the database up to date")
    command(ours, "migrate")
    step("Loading the demo world")
    with redirect_stdout(StringIO()):  # who can sign in is said last
        command(ours, "demo")


def command(ours: ScriptInfo, *words: str) -> None:
    """As from the shell: what refuses it is said in one line, and ends everything."""
    try:
        main(words, prog_name="wgcop", obj=ours)
    except SystemExit as ended:
        if ended.code:
            raise


def say_when_it_serves(server: int, host: str, port: int, kept: Path) -> None:
    while os.getppid() == server:
        with suppress(OSError), create_connection((host, port), timeout=1):
            break
        sleep(0.05)
    else:
        return  # it has said why it does not
    step(f"Serving on http://{host}:{port}/ — stop with Ctrl-C")
    print(
        f"Requests are logged in {os.path.relpath(kept)}; warnings and errors are shown here too.\n"
    )
    print(table(demo.people()))


def step(words: str) -> None:
    sys.stdout.flush()
    subprocess.run([Path(__file__).with_name("step"), words], check=True)


def leave(code: object) -> NoReturn:
    """Without what is cleaned up at an exit: it belongs to the server."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(bool(code)))


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]))
