"""`make run` says last who can sign in, and no line about requests comes after it."""

import json
import os
import signal
import subprocess
import sys

import requests

from tests.architecture.reading import ROOT
from tests.servers import free_port, wait_for

SAYS_LAST = "Everybody's password: demo-negotiation-2010"


def started(shell, port: int, **settings: str) -> subprocess.Popen[bytes]:
    with (shell.folder / "screen").open("wb") as screen:
        return subprocess.Popen(
            [sys.executable, ROOT / "scripts/run.py", "127.0.0.1", str(port)],
            cwd=shell.folder,
            env=shell.environment | settings,
            stdin=subprocess.DEVNULL,
            stdout=screen,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def test_who_can_sign_in_stands_last_on_the_screen_while_pages_are_opened(settled):
    port, screen = free_port(), settled.folder / "screen"
    server = started(settled, port)
    try:
        wait_for(lambda: SAYS_LAST in screen.read_text(), lambda: server.poll() is None, screen)
        said = screen.read_text()
        for page in ("/", "/meetings/", "/not-there"):
            requests.get(f"http://127.0.0.1:{port}{page}", timeout=30)
        kept = [json.loads(line) for line in (settled.data / "server.log").read_text().splitlines()]
        assert [line["status"] for line in kept if line["event"] == "request"] == [200, 200, 404]
        assert screen.read_text() == said
        assert said.splitlines()[-1] == SAYS_LAST
        assert said.index("Nothing to do: the database") < said.index(f"127.0.0.1:{port}/")
        assert said.index(f"127.0.0.1:{port}/") < said.index("amina@example.org")
        assert (settled.data / "server.log").stat().st_mode & 0o077 == 0
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(300)
    assert server.returncode == 0


def test_what_stops_it_is_said_in_one_line_and_nothing_is_served(shell):
    screen = shell.folder / "screen"
    stopped = started(shell, free_port(), DATABASE_URL="nonsense")
    assert stopped.wait(300) != 0
    said = screen.read_text()
    assert "DATABASE_URL" in said and "Traceback" not in said
    assert "Serving" not in said
