"""Tries careless changes of Python against the tests: one process imports and collects all, and forks for each change.

The child gives the changed code to the functions that have the old one, and runs the tests that reach it until one falls. A map tells
which tests reach which function; it is kept, and grows with each test that runs. Where it knows too few, the tests whose words are
nearest to the function are tried. Tests in a browser, of whole machines and of time measured are not.
"""

import ast
import gc
import json
import math
import os
import re
import resource
import select
import signal
import sys
import time
import types
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from bench.mutations import drawing, rewriting
from bench.mutations.rewriting import Piece

LEFT_OUT = ("browser", "deploy", "scale", "rest", "oldest", "architecture")
FEW = 6
MOST = 14
LOOKED_AT = 40
SECONDS = 10.0
"""Of a processor, for the tests of one change."""
WALL = 240
TOOL = 4

_WORD = re.compile(r"[a-z]{3,}")


class Reached:
    """Which tests reach which function, and what they cost."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.cost: dict[str, float] = {}
        self.of: dict[str, set[str]] = defaultdict(set)
        self.breadth: dict[str, int] = {}
        if file.exists():
            for line in file.read_text().splitlines():
                self._note(**json.loads(line))

    def add(self, id: str, cost: float, hit: list[str]) -> None:
        if id not in self.cost:
            self._note(id, cost, hit)
            with self._file.open("a") as kept:
                kept.write(json.dumps({"id": id, "cost": cost, "hit": hit}) + "\n")

    def _note(self, id: str, cost: float, hit: list[str]) -> None:
        self.cost[id], self.breadth[id] = cost, len(hit)
        for function in hit:
            self.of[function].add(id)


class Near:
    """Tests by the words that they share with a function, rare words first."""

    def __init__(self, items: Iterable[Any]) -> None:
        self._words = {item.nodeid: self._of(item) for item in items}
        seen = Counter(word for words in self._words.values() for word in words)
        self._weight = {word: math.log(len(self._words) / n) for word, n in seen.items()}

    def _of(self, item: Any) -> set[str]:
        source = _source(item.path)
        line = item.function.__code__.co_firstlineno if hasattr(item, "function") else 1
        here = source[line - 1 : line + 40]
        stop = next((n for n, text in enumerate(here[2:], 2) if text.startswith(("def ", "@"))), 40)
        imports = [text for text in source[:60] if text.startswith(("from wgcop", "import wgcop"))]
        folder = "/".join(item.nodeid.split("::")[0].split("/")[1:])
        return set(
            _WORD.findall(" ".join([folder, *imports, *here[:stop]]).lower().replace("_", " "))
        )

    def order(self, piece: Piece, body: str) -> list[str]:
        place = set(_WORD.findall(f"{piece.file[6:-3]} {piece.function}".lower().replace("_", " ")))
        inside = set(_WORD.findall(body.lower().replace("_", " ")))
        package = piece.file.split("/")[1].removesuffix(".py")

        def score(id: str) -> float:
            words = self._words[id]
            near = sum(self._weight.get(word, 0) for word in words & place)
            near += 0.25 * sum(self._weight.get(word, 0) for word in words & inside)
            return near / math.sqrt(len(words) + 8) + (
                0.6 if id.startswith(f"tests/{package}/") else 0
            )

        return sorted(self._words, key=score, reverse=True)


_sources: dict[Path, list[str]] = {}


def _source(path: Path) -> list[str]:
    if path not in _sources:
        _sources[path] = path.read_text().splitlines()
    return _sources[path]


class Trial:
    """Plugin of pytest that runs, instead of the tests, the changes."""

    def __init__(self, root: Path, changes: list[Piece], out: Path, reached: Reached) -> None:
        self._root, self._changes, self._out, self._reached = root, changes, out, reached
        self._hit: list[str] = []

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        return True if collection_path.name in LEFT_OUT else None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [
            each
            for each in items
            if not {"rest", "browser"} & {m.name for m in each.iter_markers()}
        ]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        gc.unfreeze()
        items = {item.nodeid: item for item in session.items}
        done = _done(self._out, self._reached)
        near = Near(session.items)
        self._warm_up(session.items)
        for piece in self._changes:
            if _id(piece) in done:
                continue
            result = self._try(piece, items, near)
            while result["outcome"] == "caught" and not self._passes(items[result["by"]], items):
                items.pop(result["by"])  # it falls in any case, so that it says nothing
                result = self._try(piece, items, near)
            with self._out.open("a") as kept:
                kept.write(
                    json.dumps({"id": _id(piece), **asdict(piece), **result, "sure": True}) + "\n"
                )
            says = (
                result["outcome"],
                piece.file,
                piece.line,
                piece.function,
                piece.kind,
                result["by"],
            )
            print(*says, f"{result['cost']} s", file=sys.stderr, flush=True)
        return True

    def _warm_up(self, items: list[Any]) -> None:
        """What all tests share is made before the forks: a test of the demo world and one of empty tables."""
        kinds = ({"world", "http"}, set()), ({"session"}, {"world"})
        for needs, lacks in kinds:
            fitting = (
                each
                for each in items
                if needs <= set(each.fixturenames) and not lacks & set(each.fixturenames)
            )
            if item := next(fitting, None):
                after = next(each for each in (items[0], items[-1]) if each is not item)
                item.ihook.pytest_runtest_protocol(item=item, nextitem=after)

    def _try(self, piece: Piece, items: dict[str, Any], near: Near) -> dict[str, Any]:
        file = self._root / piece.file
        source = file.read_text()
        now = drawing.again(self._root, piece)
        if now is None:
            return {"outcome": "gone", "by": "", "ran": 0, "reach": 0, "cost": 0}
        try:
            changed = compile(rewriting.rewritten(source, now), str(file), "exec")
        except (SyntaxError, ValueError) as error:
            return {"outcome": "unfit", "by": str(error), "ran": 0, "reach": 0, "cost": 0}
        lines = _lines_of(ast.parse(source), now)
        keys = {f"{piece.file}:{n}" for n in (lines[0], *lines[2:])}
        reach = {test for key in keys for test in self._reached.of.get(key, ()) if test in items}
        known = _spread(
            sorted(
                reach,
                key=lambda test: self._reached.cost[test] * (1 + self._reached.breadth[test] / 300),
            )
        )[:MOST]
        body = "\n".join(source.splitlines()[lines[0] - 1 : lines[1]])
        unknown: list[str] = []
        if len(known) < FEW:
            wanted = (
                test
                for test in near.order(now, body)
                if test in items and test not in self._reached.cost
            )
            unknown = _spread(wanted, most=2, stop=LOOKED_AT)
        return self._in_a_child(now, changed, keys, known, unknown, items)

    def _passes(self, item: Any, items: dict[str, Any]) -> bool:
        """Whether a test that fell does so because of the change."""
        if item.nodeid in self._reached.cost:
            return True
        return (
            self._in_a_child(None, None, set(), [item.nodeid], [], items)["outcome"] == "survived"
        )

    def _in_a_child(
        self,
        piece: Piece | None,
        changed: types.CodeType | None,
        keys: set[str],
        known: list[str],
        unknown: list[str],
        items: dict[str, Any],
    ) -> dict[str, Any]:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self._be_the_child(piece, changed, keys, [*known, *unknown], items, writing)
        os.close(writing)
        told, is_late, ends = b"", False, time.monotonic() + WALL
        while True:
            ready, _, _ = select.select([reading], [], [], max(0.1, ends - time.monotonic()))
            if not ready:
                is_late = True
                os.kill(child, signal.SIGKILL)
                break
            some = os.read(reading, 1 << 20)
            if not some:
                break
            told += some
        os.close(reading)
        _, status = os.waitpid(child, 0)
        result = {"outcome": "survived", "by": "", "ran": 0, "reach": 0, "cost": 0.0}
        for line in told.decode().splitlines():
            said = json.loads(line)
            if "unfit" in said:
                return {**result, "outcome": "unfit", "by": said["unfit"]}
            result["ran"] += 1
            result["cost"] = round(result["cost"] + said["cost"], 2)
            result["reach"] += bool(keys & set(said["hit"]))
            if said["fell"]:
                result["outcome"], result["by"] = "caught", said["id"]
            else:
                self._reached.add(said["id"], said["cost"], said["hit"])
        if result["outcome"] == "survived" and (is_late or os.WIFSIGNALED(status)):
            result["outcome"], result["by"] = "timed out", f"status {status}"
        return result

    def _be_the_child(
        self,
        piece: Piece | None,
        changed: types.CodeType | None,
        keys: set[str],
        tests: list[str],
        items: dict[str, Any],
        writing: int,
    ) -> None:
        try:
            self._run_tests(piece, changed, keys, tests, items, writing)
        finally:
            os._exit(0)

    def _run_tests(
        self,
        piece: Piece | None,
        changed: types.CodeType | None,
        keys: set[str],
        tests: list[str],
        items: dict[str, Any],
        writing: int,
    ) -> None:
        os.setpgid(0, 0)
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        if "MUTATIONS_LOUD" not in os.environ:
            os.dup2(silent, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        told = os.fdopen(writing, "w", buffering=1)
        try:
            if piece and changed and not swap(str(self._root / piece.file), changed):
                raise ValueError("no function has this code")
        except ValueError as error:
            told.write(json.dumps({"unfit": str(error)}) + "\n")
            return
        self._watch()
        begun, reaching = _processor(), 0
        order = [items[test] for test in tests]
        for place, item in enumerate(order):
            before = _processor()
            self._hit.clear()
            sys.monitoring.restart_events()
            after = order[(place + 1) % len(order)]
            if after is item:
                after = next(each for each in items.values() if each is not item)
            fell = self._falls(item, after)
            hit = sorted(set(self._hit))
            told.write(
                json.dumps(
                    {
                        "id": item.nodeid,
                        "fell": fell,
                        "cost": round(_processor() - before, 2),
                        "hit": hit,
                    }
                )
                + "\n"
            )
            reaching += bool(keys & set(hit))
            if fell or reaching >= MOST or _processor() - begun > SECONDS:
                break

    @staticmethod
    def _falls(item: Any, after: Any) -> bool:
        reports = runtestprotocol(item, nextitem=after, log=False)
        return any(report.failed for report in reports)

    def _watch(self) -> None:
        start, hit = f"{self._root}/wgcop", self._hit
        cut = len(str(self._root)) + 1

        def begins(code: types.CodeType, _offset: int) -> object:
            if code.co_filename.startswith(start):
                hit.append(f"{code.co_filename[cut:]}:{code.co_firstlineno}")
            return sys.monitoring.DISABLE

        sys.monitoring.use_tool_id(TOOL, "mutations")
        sys.monitoring.register_callback(TOOL, sys.monitoring.events.PY_START, begins)
        sys.monitoring.set_events(TOOL, sys.monitoring.events.PY_START)


def swap(file: str, changed: types.CodeType) -> int:
    """How many functions got other code than they had. ValueError if one cannot have it."""
    new = {_place(code): code for code in _codes(changed)}
    swapped = 0
    for each in gc.get_objects():
        if type(each) is types.FunctionType and each.__code__.co_filename == file:
            code = new.get(_place(each.__code__))
            if code is not None and code != each.__code__:
                each.__code__ = code
                swapped += 1
    return swapped


def _place(code: types.CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield each
            yield from _codes(each)


def _lines_of(tree: ast.Module, piece: Piece) -> list[int]:
    """Where the code of the function begins, with its decorators, where it ends, and where the functions around the change begin."""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.lineno <= piece.line <= (node.end_lineno or 0)
    ]
    around.sort(key=lambda node: node.lineno, reverse=True)
    first = around[0]
    begins = min([first.lineno, *(each.lineno for each in first.decorator_list)])
    return [begins, first.end_lineno or begins]


def _spread(tests: Iterable[str], *, most: int = 2, stop: int = 10_000) -> list[str]:
    """Not many cases of one test, which mostly fall together."""
    counted: Counter[str] = Counter()
    chosen = []
    for test in tests:
        counted[test.partition("[")[0]] += 1
        if counted[test.partition("[")[0]] <= most:
            chosen.append(test)
        if len(chosen) == stop:
            break
    return chosen


def _processor() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _id(piece: Piece) -> str:
    words = (piece.file, piece.function, piece.kind, piece.old, piece.new, piece.place)
    return "|".join(map(str, words))


def _done(file: Path, reached: Reached) -> set[str]:
    """What survived is tried again as long as few tests were seen to reach it, thrice at most: the map has grown meanwhile."""
    results = [json.loads(line) for line in _lines(file)]
    times = Counter(result["id"] for result in results)
    return {
        each["id"]
        for each in results
        if (each["outcome"] != "survived" or each["reach"] >= FEW or times[each["id"]] >= 3)
        and (each["outcome"] != "caught" or each.get("sure") or each["by"] in reached.cost)
    }


def _lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


def run(root: Path, changes: list[Piece], out: Path, map_file: Path, tests: list[str]) -> int:
    """In the folder of the sources, with the Python that has their packages."""
    os.environ.setdefault("TEST_DATABASES", "sqlite")
    trial = Trial(root, changes, out, Reached(map_file))
    arguments = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    return int(pytest.main([*arguments, *tests], plugins=[trial]))
