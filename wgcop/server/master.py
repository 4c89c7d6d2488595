"""The first process of a server, and its replacement by a new one: the new one starts beside it,
and the old one ends when the new one is ready.

Both listen on the same socket, so that no connection is refused. If the new one does not start, the
old one keeps running and keeps its error message.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog
from gunicorn import systemd
from gunicorn.arbiter import Arbiter

import config
from wgcop.observing import figures
from wgcop.server.running import Note, Running

log = structlog.get_logger(__name__)

PREDECESSOR, LISTENERS = "GUNICORN_PID", "GUNICORN_FD"
"""The variables that tell a new server of gunicorn whose place it takes and on which sockets it
listens.
"""
SPOKEN_TO = "WGCOP_SPOKEN_TO"
"""The variable with the file descriptor for the errors of a new server. While the server starts,
its errors go to a file, which the command reads.
"""
READY = b"."


class Master(Arbiter):
    def __init__(self, app: Any, note: Note) -> None:
        super().__init__(app)
        self._note = note
        self._ready, self._tell_ready = os.pipe()
        os.set_blocking(self._ready, False)
        self._awaited = app.cfg.workers
        self._is_unwritten = False
        app.tell_ready = self.tell_ready

    def tell_ready(self) -> None:
        """Record that one more worker can answer requests. Each worker calls it."""
        os.write(self._tell_ready, READY)

    def start(self) -> None:
        super().start()
        if not self.master_pid:
            self._write(Running.now())

    def maybe_promote_master(self) -> None:
        """Look after the succession: take over once all workers are ready. Gunicorn calls this at
        least every second.
        """
        was_second = bool(self.master_pid)
        super().maybe_promote_master()
        if self._is_unwritten:
            self._note_again()
        if self._awaited > 0:
            with suppress(BlockingIOError):
                self._awaited -= len(os.read(self._ready, self._awaited))
            if self._awaited == 0:
                # Otherwise the note may hold a restart that was asked for already.
                if not self._is_noted():
                    self._write(Running.now(before=self.master_pid))
                if self.master_pid:
                    self._take_over()
        elif was_second and not self.master_pid:
            self._change(before=0)

    def _take_over(self) -> None:
        systemd.sd_notify(f"MAINPID={self.pid}\nREADY=1", self.log)
        log.info("server_takes_over", process=self.pid, before=self.master_pid)
        os.kill(self.master_pid, signal.SIGTERM)

    def reexec(self) -> None:
        """Start a new server. If anything fails, the running server continues with all requests
        that it has begun.
        """
        ours, before = os.getpid(), self.reexec_pid
        running = self._note.read()
        self._change(failed="", tried=running.tried + 1 if running else 1)
        try:
            super().reexec()
        except Exception as error:
            if (
                os.getpid() != ours
            ):  # the child: if it continued, it would end the workers of its parent
                with suppress(OSError):
                    self._note.errors.write_text(f"Error: {error}\n")
                os._exit(1)
            log.error("new_server_did_not_start", error=error)
            self._change(failed="The system has no room for another process.")
        if self.reexec_pid and self.reexec_pid != before:
            self._change(successor=self.reexec_pid)

    def reap_workers(self) -> None:
        successor = self.reexec_pid
        super().reap_workers()
        if successor and not self.reexec_pid:
            reason = what_was_said(self._note.errors)
            log.error("new_server_did_not_start", said=reason)
            self._change(successor=0, failed=reason)

    def _is_noted(self) -> bool:
        running = self._note.read()
        return running is not None and running.process == os.getpid()

    def _change(self, **changes: int | str) -> None:
        running = self._note.read()
        if running is not None and running.process == os.getpid():
            self._write(running.but(**changes))

    def _write(self, running: Running) -> None:
        """Write the note. If the disk is full, the server keeps running, and the note is written
        later.
        """
        try:
            self._note.write(running)
        except OSError as error:
            if not self._is_unwritten:
                log.error("server_not_noted", error=error)
            self._is_unwritten = True
        else:
            self._is_unwritten = False

    def _note_again(self) -> None:
        """Write the note again, unless another running server is noted."""
        running = self._note.read()
        if running is None or running.process == os.getpid() or not running.is_alive:
            self._write(Running.now(before=self.master_pid))


def what_was_said(errors: Path) -> str:
    """Return the sentence with which a new server refused to start, or the last line that it wrote."""
    try:
        lines = [line.strip() for line in errors.read_text(errors="replace").splitlines()]
    except OSError:
        lines = []
    lines = [line for line in lines if line]
    refusals = [line.removeprefix("Error: ") for line in lines if line.startswith("Error: ")]
    return (refusals or lines or ["nothing"])[-1]


def before_new_code(note: Note) -> Callable[[Any], None]:
    """Return the function that the child process of the old server calls before it becomes the new
    one.
    """

    def prepare(master: Any) -> None:
        environment = master.cfg.env_orig
        for name, value in config.settings_read.items():
            if environment.get(name) == value:
                del environment[name]  # the new server reads it from the file
        environment.pop(figures.FOLDER, None)  # the new server makes its own
        try:
            errors = os.open(
                note.errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600
            )
        except OSError:
            return  # then its errors go where those of this server go
        spoken_to = os.dup(2)
        os.set_inheritable(spoken_to, True)
        environment[SPOKEN_TO] = str(spoken_to)
        os.dup2(errors, 2)

    return prepare


def is_successor() -> bool:
    return PREDECESSOR in os.environ


def inherits_sockets() -> bool:
    """Return whether the sockets come from the server whose place this one takes, or from systemd."""
    return is_successor() or os.environ.get("LISTEN_PID") == str(os.getpid())


def speak_aloud(note: Note) -> None:
    """Send errors to the normal error output from now on, because later errors of the start may
    occur in other processes.
    """
    spoken_to = os.environ.pop(SPOKEN_TO, "")
    if spoken_to:
        sys.stderr.flush()
        os.dup2(int(spoken_to), 2)
        os.close(int(spoken_to))
        sys.stderr.write(note.errors.read_text(errors="replace"))
        sys.stderr.flush()
