"""The steps of `wgcop restart`: ask a server to start another one in its place, and wait until that
one answers.
"""

import os
import signal
import time
from pathlib import Path

from wgcop.errors import Refused
from wgcop.server.running import Note, Running, notes

PATIENCE = 170.0
"""Seconds within which the new server must answer."""
PAUSE = 0.1


def running_servers(data: Path, port: int | None) -> list[Note]:
    found = notes(data)
    if port is not None:
        found = [note for note in found if note.port == port]
    if not found:
        where = f"on port {port}" if port else "on this machine"
        raise Refused(
            f"No server runs {where} with its data in {data}. Start one by 'wgcop serve', or set DATA_DIR as it has it."
        )
    return found


def restart(note: Note, *, drain: float) -> Running:
    """Restart the server, and return the new one. If it does not start, the old one keeps running,
    and the message of the Refused gives the reason.
    """
    old = _settled(note, drain)
    if old.process == 1:
        raise Refused(
            "This server is the first process of a container, which would end with it. Start a second container and "
            "let the proxy change over, or start this one again."
        )
    try:
        os.kill(old.process, 0)
    except PermissionError as error:
        raise Refused(
            f"The server (process {old.process}) belongs to another user. Run this as that user, or as root."
        ) from error
    try:
        note.require_room()
    except OSError as error:
        raise Refused(
            f"The server was not restarted, and goes on: {note.file.parent} cannot be written ({error.strerror})."
        ) from error
    os.kill(old.process, signal.SIGUSR2)
    deadline = time.monotonic() + PATIENCE
    successor = 0
    while time.monotonic() < deadline:
        time.sleep(PAUSE)
        now = note.read() or old
        if now.process != old.process and now.is_alive:
            return now
        if now.failed and now.tried > old.tried:
            raise Refused(f"The new server did not start, and the old one goes on: {now.failed}")
        if not old.is_alive:
            raise Refused("The server has ended. Start it by 'wgcop serve', and look in its log.")
        successor = now.successor or successor
    if successor:
        os.kill(successor, signal.SIGKILL)
    raise Refused(
        f"The new server did not answer within {PATIENCE:.0f} seconds, and the old one goes on. Look in its log."
    )


def _settled(note: Note, drain: float) -> Running:
    """Return the server once the one before it has ended, so that there are never three. Raise
    Refused if a restart is under way.
    """
    deadline = time.monotonic() + drain + 5
    while (running := note.read()) and running.before and time.monotonic() < deadline:
        time.sleep(PAUSE)
    if running is None or not running.is_alive:
        raise Refused("The server has ended. Start it by 'wgcop serve'.")
    if running.successor or running.before:
        raise Refused("A restart is under way already.")
    return running
