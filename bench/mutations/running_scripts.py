"""Tries careless changes of scripts: first against the tests in Node that import them, then against the journeys in a browser that are nearest.

As with Python one process collects all, and forks for each change. The map is written by hand, since nothing tells which journey reaches
which line of a script.
"""

import os
import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bench.mutations import changing, drawing, scripts
from bench.mutations.forking import Fork, warm_up
from bench.mutations.rewriting import Piece
from bench.mutations.running import UNTRIED, say
from bench.mutations.watching import Watch
from tests import assets

IN_NODE = "tests/contributions/writing/"
NEAREST = {
    "frontend/src/marking/": "marked_keys marked_changes",
    "frontend/src/commands.js": "marked_keys editor_keys parts_of_a_text",
    "frontend/src/cursors.js": "caret writing_together",
    "frontend/src/dialogs.js": "parts_of_a_text editor_keys",
    "frontend/src/exchange.js": "orders writing_together unsent_text",
    "frontend/src/notes.js": "notes_together parts_of_a_text",
    "frontend/src/paste/": "pasting word_file",
    "frontend/src/pictures.js": "parts_of_a_text pasting",
    "frontend/src/rows.js": "tables parts_of_a_text",
    "frontend/src/schema.js": "orders marked_keys parts_of_a_text",
    "frontend/src/toolbar.js": "editor_keys parts_of_a_text",
    "frontend/src/upkeep.js": "orders marked_keys parts_of_a_text",
    "static/js/combobox.js": "search registry papers",
    "static/js/forms/earlier-work.js": "prior_work papers",
    "static/js/live.js": "interleavings talk threads",
    "static/js/meetings/agenda.js": "agenda editing_an_agenda",
    "static/js/meetings/edit-in-place.js": "editing_an_agenda agenda",
    "static/js/meetings/follow.js": "following_the_chair leading",
    "static/js/meetings/room.js": "room floor",
    "static/js/menu.js": "clause_page keyboard",
    "static/js/theme.js": "every_page clause_page",
    "static/js/threads/keyboard.js": "keyboard clause_page",
    "static/js/threads/presence.js": "talk threads",
    "static/js/threads/read-marks.js": "arrivals scrolled_threads",
    "static/js/threads/support.js": "threads talk",
    "static/js/threads/unsent-comments.js": "unsent_text talk kept_forms",
}
"""Beginnings of paths, and modules of tests."""

MOST = 3
"""Journeys for one change: a broken page keeps each of them waiting for a minute."""
SECONDS = 90.0


class ScriptTrial:
    """Plugin of pytest that runs, instead of the tests, the changes."""

    def __init__(
        self, root: Path, changes: list[Piece], keep: Callable[[Piece, dict[str, Any]], None]
    ) -> None:
        self._root, self._changes, self._keep = root, changes, keep
        self._watch = Watch(root)
        self._sound: dict[str, bool] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [each for each in items if not each.get_closest_marker("rest")]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._items: dict[str, Any] = {item.nodeid: item for item in session.items}
        self._folder = session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        warm_up([each for each in session.items if not each.get_closest_marker("browser")])
        for piece in self._changes:
            result = self._try(piece)
            self._keep(piece, result)
            say(*result.values(), piece.file, piece.line, piece.kind)
        return True

    def _try(self, piece: Piece) -> dict[str, Any]:
        now = drawing.again(self._root, piece)
        if now is None:
            return UNTRIED
        near = self._near(piece)
        while True:
            result = self._tried(now, near)
            if result["outcome"] != "caught" or self._passes(result["by"]):
                return result
            near.remove(result["by"])  # it falls in any case, so that it says nothing

    def _tried(self, piece: Piece, near: list[str]) -> dict[str, Any]:
        file = self._root / piece.file
        text = scripts.rewritten(file.read_text(), piece)
        with ExitStack() as changed:
            changed.enter_context(changing.changed_file(file, text))
            if piece.file.startswith("frontend/"):
                editor = self._root / "static/build/editor.js"
                changed.enter_context(changing.changed_file(editor, editor.read_text()))
                if not _build(self._root):
                    return {**UNTRIED, "outcome": "unfit", "by": "it cannot be built"}
            fork = Fork(self._items, self._watch, SECONDS, ends_at_fall=True, prepare=_read_anew)
            ran = [*fork.run(near, self._folder)]
        fell = next((each.id for each in ran if each.fell), "")
        outcome = "caught" if fell else "timed out" if fork.ended else "survived"
        return {
            "outcome": outcome,
            "by": fell or fork.ended,
            "ran": len(ran),
            "reach": len(near),
            "cost": round(sum(each.cost for each in ran), 1),
        }

    def _passes(self, name: str) -> bool:
        """Without the change. Asked once for each test."""
        if name not in self._sound:
            fork = Fork(self._items, self._watch, SECONDS, ends_at_fall=True)
            self._sound[name] = [each.fell for each in fork.run([name], self._folder)] == [False]
        return self._sound[name]

    def _near(self, piece: Piece) -> list[str]:
        names = next(each for place, each in NEAREST.items() if piece.file.startswith(place))
        found = []
        for name in names.split():
            ends = f"/test_{name}.py"
            found += [each for each in self._items if each.partition("::")[0].endswith(ends)]
        return [each for each in found if each.startswith(IN_NODE)] + [
            each for each in found if not each.startswith(IN_NODE)
        ][:MOST]


def _build(root: Path) -> bool:
    answer = subprocess.run(["node", root / "frontend/build.mjs"], capture_output=True, check=False)
    return answer.returncode == 0


def _read_anew() -> None:
    """Not the scripts that were joined for the warm-up."""
    assets.STATIC = Path("/nowhere")


def run(root: Path, changes: list[Piece], keep: Callable[[Piece, dict[str, Any]], None]) -> int:
    os.environ.setdefault("TEST_DATABASES", "sqlite")
    arguments = [
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "tests/browser",
        IN_NODE,
        "tests/test_home.py",
    ]
    return int(pytest.main(arguments, plugins=[ScriptTrial(root, changes, keep)]))
