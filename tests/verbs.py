"""Every verb is tried on PostgreSQL: `verbs_on_postgresql.txt` says by which tests, and each of these has to reach its verbs.

A verb is a public function of an `actions` module. `tests/test_which_databases.py` compares the list with the code.
"""

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from inspect import unwrap
from pathlib import Path
from types import CodeType

LIST = Path(__file__).with_name("verbs_on_postgresql.txt")
ELSEWHERE = {
    "implementation_reports.actions.verify": "works on what was read, and asks no database",
    "agenda.actions.announcements.follows_agendas": "is called as modules are read",
    "agenda.actions.undoing.undoes": "is called as modules are read",
    "resolutions.actions.follows_import": "is called as modules are read",
    "resolutions.actions.follows_text": "is called as modules are read",
    "upkeep.setting_up.actions.invite_secretary": "is a part of `wgcop setup`, which the tests of it start as a command",
}
"""Verbs that no test calls on PostgreSQL, and why."""

WATCHED = sys.version_info >= (3, 12)
"""Pythons before that cannot watch, and believe the list."""

TOOL = 4
"""Of the numbers with which several watch one Python, one that nobody else claims."""


@cache
def listed() -> dict[str, list[str]]:
    """By test, as `tests/databases.py` names it."""
    found: dict[str, list[str]] = {}
    for line in LIST.read_text("utf-8").splitlines():
        if line and not line.startswith(("#", " ")):
            verbs = found[line] = []
        elif line.startswith(" "):
            verbs.append(line.strip())
    return found


@contextmanager
def reached(verbs: Collection[str]) -> Iterator[None]:
    """Fails where one of them is not called."""
    codes = {code_of(verb): verb for verb in verbs}
    if not codes or not WATCHED:
        yield
        return
    watch = sys.monitoring
    missing = set(verbs)

    def begins(code: CodeType, _offset: int) -> object:
        missing.discard(codes[code])
        return watch.DISABLE

    watch.use_tool_id(TOOL, "verbs")
    watch.register_callback(TOOL, watch.events.PY_START, begins)
    for code in codes:
        watch.set_local_events(TOOL, code, watch.events.PY_START)
    watch.restart_events()
    try:
        yield
    finally:
        for code in codes:
            watch.set_local_events(TOOL, code, watch.events.NO_EVENTS)
        watch.free_tool_id(TOOL)
    assert not missing, f"No longer reached, see {LIST.name}: {', '.join(sorted(missing))}"


def code_of(verb: str) -> CodeType:
    module, _, name = f"wgcop.{verb}".rpartition(".")
    code: CodeType = unwrap(getattr(import_module(module), name)).__code__
    return code
