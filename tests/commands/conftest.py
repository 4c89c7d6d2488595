"""The `wgcop` command as a shell runs it, in a folder that is not the project's: once in each test as a process of its own."""

import contextlib
import importlib
import io
import json
import os
import sqlite3
import subprocess
import sys
import time
import traceback
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from flask import Flask

import config
from tests.conftest import SETTINGS
from tests.servers import is_alive, serving
from wgcop.cli import main
from wgcop.commands import invocation
from wgcop.database import db
from wgcop.observing import log

WGCOP = Path(sys.prefix) / "bin" / "wgcop"
LASTING = ("restart", "serve", "worker")
"""Commands that take their process over: each case has one of its own."""


@dataclass
class Shell:
    """Somebody at the machine's prompt, whose data are in `data` below the folder they stand in."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    forks: bool = True
    """False runs the program as it was installed, which takes more than a second for each command."""

    _ran: set[str] = field(default_factory=set)
    """Commands that ran as a process in this test: their further cases need none."""

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        return ours | {"DATA_DIR": str(self.data), "LC_ALL": "C.UTF-8"} | self.settings

    def __call__(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [WGCOP, *arguments],
            cwd=self.folder,
            env=self.environment | settings,
            stdin=subprocess.DEVNULL,
            umask=0o022,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def takes(self, given: bytes, *arguments: str, **settings: str) -> tuple[int, str, str]:
        """How a command ends that is given something by its standard input, and what it says and complains of."""
        command = " ".join(arguments[:2])
        if command in self._ran:
            ended = self._here(*arguments, given=given, **settings)
            return ended.returncode, ended.stdout, ended.stderr
        self._ran.add(command)
        run = subprocess.run(
            [WGCOP, *arguments],
            input=given,
            cwd=self.folder,
            env=self.environment | settings,
            capture_output=True,
            timeout=120,
            check=False,
        )
        return run.returncode, run.stdout.decode(), run.stderr.decode()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._runs(*arguments)

    def prints(self, *arguments: str, **settings: str) -> str:
        """What a command prints that must end well."""
        run = self._runs(*arguments, **settings)
        assert run.returncode == 0, f"wgcop {' '.join(arguments)}: {run.stderr}"
        return run.stdout

    def json(self, *arguments: str, **settings: str) -> Any:
        return json.loads(self.prints(*arguments, **settings))

    def refuses(self, *arguments: str, **settings: str) -> str:
        """The one line by which a command says why it does nothing."""
        lasts = arguments[0] in LASTING
        run = (self._fork if lasts else self._here)(*arguments, **settings)
        assert run.returncode != 0, f"wgcop {' '.join(arguments)} accepted it."
        told = [
            line
            for line in run.stderr.splitlines()
            if line and not line.startswith(("Usage:", "Try ", "{"))
        ]
        assert len(told) == 1, run.stderr
        return told[0]

    def _runs(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        if not self.forks:
            return self(*arguments, **settings)
        command = " ".join(word for word in arguments[:2] if word.isalpha())
        if command in self._ran and command not in LASTING:
            return self._here(*arguments, **settings)
        self._ran.add(command)
        return self._fork(*arguments, **settings)

    def _here(
        self, *arguments: str, given: bytes = b"", **settings: str
    ) -> subprocess.CompletedProcess[str]:
        """In the process of the tests, which is as it was afterwards; `given` comes in by the standard input."""
        output, errors = (
            io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2)
        )
        made: list[Flask] = []

        def application() -> Flask:
            made.append(make())
            return made[0]

        make, mask = invocation.application, os.umask(0o022)
        with contextlib.ExitStack() as stack:
            stack.callback(log.configure)
            stack.callback(os.umask, mask)
            stack.callback(importlib.reload, config)
            stack.enter_context(
                mock.patch.dict(os.environ, self.environment | settings, clear=True)
            )
            stack.enter_context(mock.patch.object(sys, "argv", ["wgcop", *arguments]))
            stack.enter_context(
                mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
            )
            stack.enter_context(mock.patch.object(invocation, "application", application))
            stack.enter_context(contextlib.chdir(self.folder))
            stack.enter_context(contextlib.redirect_stdout(output))
            stack.enter_context(contextlib.redirect_stderr(errors))
            code = _code_of(arguments)
            for app in made:
                with app.app_context():
                    db.engine.dispose()
        said, told = (each.buffer.getvalue().decode() for each in (output, errors))
        return subprocess.CompletedProcess(arguments, code, said, told)

    def _fork(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """A process of its own as well, forked from one that has read the code already: commands are many."""
        output, errors, ended = (self.folder / f"{uuid4()}" for _ in range(3))
        process = serving().start(
            list(arguments),
            self.environment | settings,
            output,
            errors=str(errors),
            exit=str(ended),
            folder=str(self.folder),
        )
        deadline = time.monotonic() + 120
        while is_alive(process):
            assert time.monotonic() < deadline, f"wgcop {' '.join(arguments)} does not end."
            time.sleep(0.01)
        said = errors.read_text()
        assert ended.exists(), said
        return subprocess.CompletedProcess(
            arguments, int(ended.read_text()), output.read_text(), said
        )

    def keeps_to_standard_output(self) -> bytes:
        """What `wgcop backup - > file` would lead into the file."""
        return subprocess.run(
            [WGCOP, "backup", "-"],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            check=True,
        ).stdout

    def rows(self, statement: str) -> list[Any]:
        """What the database holds, read beside the workspace."""
        with closing(sqlite3.connect(self.data / "wgcop.db")) as connection:
            return connection.execute(statement).fetchall()

    def write(self, name: str, content: str | bytes) -> str:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return name


def _code_of(arguments: tuple[str, ...]) -> int:
    try:
        importlib.reload(config)
        main(list(arguments), prog_name="wgcop")
    except SystemExit as ended:
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
            return 1
        return ended.code or 0
    except Exception:
        traceback.print_exc()
        return 1
    return 0


@pytest.fixture
def shell(tmp_path) -> Shell:
    """At a machine where nothing was done yet."""
    return Shell(tmp_path)


@pytest.fixture
def migrated(shell, templates) -> Shell:
    """At a machine with a database that holds nothing."""
    return _with(templates.get(None, with_world=False), shell)


@pytest.fixture
def settled(shell, templates) -> Shell:
    """At a machine with the demo world and its index."""
    return _with(templates.get(None, with_world=True), shell)


def _with(template, shell):
    with template.copy(shell.data):
        (shell.data / "secret-key").write_text(SETTINGS["SECRET_KEY"])
        return shell
