"""Tries careless changes of Python against the tests: one process imports and collects all, and forks for each change.

The fork changes the file, for the processes that tests start, and gives the changed code to the functions that have the old one. Then
the tests that reach the function run until one falls. Tests that the map does not know yet run before that, so that it knows them.
Tests in a browser, of whole machines and of time measured are not tried.
"""

import gc
import os
import signal
import sys
from collections import defaultdict
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from bench.mutations import changing, drawing, helpers, rewriting
from bench.mutations.forking import Fork, warm_up
from bench.mutations.reached import Ran, Reached, few_cases
from bench.mutations.rewriting import Piece
from bench.mutations.watching import Watch

LEFT_OUT = ("browser", "architecture", "running")
OF_THE_REST = "tests/rest/upkeep/"
"""What is slow is left out, but for keeping and bringing back, which nothing else tests."""
CASES = 2
"""Of one test, which mostly fall together."""
SECONDS = 40.0
"""Of a processor, for the tests of one change."""
SECONDS_OF_A_MODULE = 300.0

UNTRIED = {"outcome": "gone", "by": "", "ran": 0, "reach": 0, "cost": 0.0}


class Trial:
    """Plugin of pytest that runs, instead of the tests, the changes."""

    def __init__(
        self, root: Path, changes: list[Piece], reached: Reached, keep: Callable[..., None]
    ) -> None:
        self._root, self._changes, self._reached, self._keep = root, changes, reached, keep
        self._watch = Watch(root)

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        place = f"{collection_path.relative_to(self._root).as_posix()}/"
        is_kept = OF_THE_REST.startswith(place) or place.startswith(OF_THE_REST)
        is_seldom = place.startswith("tests/rest/") and not is_kept
        return True if collection_path.name in LEFT_OUT or is_seldom else None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [
            each
            for each in items
            if each.nodeid.startswith(OF_THE_REST) or not each.get_closest_marker("rest")
        ]
        kept = set(few_cases((each.nodeid for each in items), CASES))
        items[:] = [each for each in items if each.nodeid in kept]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        gc.unfreeze()
        self._items: dict[str, Any] = {item.nodeid: item for item in session.items}
        self._folder = session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        warm_up(session.items)
        helpers.begin()
        self._apart = helpers.files(self._root)
        left = self._beside_their_package()
        self._learn([*self._items])
        for piece in left:
            self._tried(piece)
        return True

    def _beside_their_package(self) -> list[Piece]:
        """Most changes are caught by the tests of their own package. Returns those that were not."""
        by_package = defaultdict(list)
        for piece in self._changes:
            by_package[piece.file.split("/")[1].removesuffix(".py")].append(piece)
        left = []
        for package, changes in by_package.items():
            near = (f"tests/{package}/", f"tests/rest/{package}/", f"tests/test_{package}")
            self._learn([name for name in self._items if name.startswith(near)])
            for piece in changes:
                if self._tried(piece)["outcome"] in ("survived", "not reached"):
                    left.append(piece)
        return left

    def _tried(self, piece: Piece) -> dict[str, Any]:
        result = self._try(piece)
        self._keep(piece, result)
        say(*result.values(), piece.file, piece.line, piece.kind)
        return result

    def _learn(self, tests: list[str]) -> None:
        """Runs what the map does not know, each module in a fork of its own."""
        new = [name for name in tests if name not in self._reached.known]
        for module, tests in groupby(new, key=lambda name: name.partition("::")[0]):
            with TemporaryDirectory(prefix="mutations-") as folder:
                self._learn_module([*tests], Path(folder))
            say("known now", module)

    def _learn_module(self, tests: list[str], folder: Path) -> None:
        noted = folder / "hit"
        noted.touch()

        def also_hit() -> set[str]:
            seen = set(noted.read_text().splitlines())
            os.truncate(noted, 0)
            return seen

        fork = Fork(
            self._items,
            self._watch,
            SECONDS_OF_A_MODULE,
            ends_at_fall=False,
            prepare=lambda: helpers.begin_noting(self._root, folder / "socket", noted),
            also_hit=also_hit,
        )
        left = list(tests)
        while left:
            for ran in fork.run(left, self._folder):
                self._reached.add(ran)
                left.remove(ran.id)
            if left:  # the one that ended the process
                self._reached.add(Ran(left.pop(0), True, 0.0, []))

    def _try(self, piece: Piece) -> dict[str, Any]:
        file = self._root / piece.file
        now = drawing.again(self._root, piece)
        if now is None:
            return UNTRIED
        text = rewriting.rewritten(file.read_text(), now)
        try:
            changed = compile(text, str(file), "exec")
        except (SyntaxError, ValueError) as error:
            return {**UNTRIED, "outcome": "unfit", "by": str(error)}

        def prepare() -> None:
            if piece.file in self._apart:
                helpers.begin_anew()
            if not changing.swap(str(file), changed) and piece.file not in self._apart:
                raise ValueError("no function has this code")

        reach = [name for name in self._reached.by(now) if name in self._items]
        fork = Fork(self._items, self._watch, SECONDS, ends_at_fall=True, prepare=prepare)
        with changing.changed_file(file, text):
            ran = [*fork.run(reach, self._folder)] if reach else []
        fell = next((each.id for each in ran if each.fell), "")
        if fell:
            outcome = "caught"
        elif fork.refused:
            outcome = "unfit"
        elif fork.ended:
            outcome = "timed out"
        else:
            outcome = "survived" if reach else "not reached"
        return {
            "outcome": outcome,
            "by": fell or fork.refused or fork.ended,
            "ran": len(ran),
            "reach": len(reach),
            "cost": round(sum(each.cost for each in ran), 1),
        }


def say(*what: object) -> None:
    print(*what, file=sys.stderr, flush=True)


def run(
    root: Path,
    changes: list[Piece],
    map_file: Path,
    tests: list[str],
    keep: Callable[[Piece, dict[str, Any]], None],
) -> int:
    """In the folder of the sources, with the Python that has their packages."""
    os.environ.setdefault("TEST_DATABASES", "sqlite")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no file stays changed
    trial = Trial(root, changes, Reached(map_file), keep)
    arguments = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    return int(pytest.main([*arguments, *tests], plugins=[trial]))
