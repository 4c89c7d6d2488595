"""How many careless changes the tests catch: changes drawn by lot are tried, one by one, and counted by package.

    python -m bench.mutations draw --seed 28 > bench/mutations/drawn.jsonl
    python -m bench.mutations try bench/mutations/drawn.jsonl --out after.jsonl --map map.jsonl
    python -m bench.mutations table before.jsonl after.jsonl

`try` changes files while it runs: let it have a worktree of its own. It can be stopped, and goes on where it was; with `--again` it tries
what was not caught, and with `--scripts` the changes of scripts. `draw --only wgcop/outcomes/silence/` draws among some files.
"""

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.mutations import drawing, running, running_scripts
from bench.mutations.rewriting import Piece

CAUGHT = {"caught", "timed out"}
UNTRIED = {"gone", "unfit", "not reached"}
EQUIVALENT = Path(__file__).with_name("equivalent.txt")
"""What no test can catch is not counted."""
FIELDS = ("file", "function", "kind", "old", "new", "place", "line", "start", "end")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.mutations", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    draw = commands.add_parser("draw")
    draw.add_argument("--seed", type=int, default=28)
    draw.add_argument("--python", type=int, default=260)
    draw.add_argument("--javascript", type=int, default=40)
    draw.add_argument("--only", nargs="*", default=[])
    trial = commands.add_parser("try")
    trial.add_argument("changes", type=Path)
    trial.add_argument("--out", type=Path, required=True)
    trial.add_argument("--map", type=Path, default=Path("map.jsonl"))
    trial.add_argument("--tests", nargs="+", default=["tests"], help="folders or files of tests")
    trial.add_argument("--scripts", action="store_true", help="those of scripts, not of Python")
    trial.add_argument("--again", action="store_true", help="what was not caught is tried again")
    table = commands.add_parser("table")
    table.add_argument("results", type=Path, nargs="+")
    options = parser.parse_args()
    root = Path.cwd()
    if options.command == "draw":
        for piece in drawing.drawn(
            root, options.seed, options.python, options.javascript, options.only
        ):
            print(json.dumps(asdict(piece), ensure_ascii=False))
    elif options.command == "try":
        results = Results(options.out)
        changes = [
            each for each in read(options.changes) if not results.has(each, caught=options.again)
        ]
        if options.scripts:
            of_scripts = [each for each in changes if each.file.endswith(".js")]
            sys.exit(running_scripts.run(root, of_scripts, results.add))
        of_python = [each for each in changes if each.file.endswith(".py")]
        sys.exit(running.run(root, of_python, options.map, options.tests, results.add))
    else:
        print_table(options.results)


class Results:
    """One line for each time that a change was tried; the last one counts."""

    def __init__(self, file: Path) -> None:
        self._file = file
        lines = file.read_text().splitlines() if file.exists() else []
        self._outcomes = {row["id"]: row["outcome"] for row in map(json.loads, lines)}

    def has(self, piece: Piece, *, caught: bool) -> bool:
        outcome = self._outcomes.get(_id(piece))
        return outcome in CAUGHT if caught else outcome is not None

    def add(self, piece: Piece, result: dict[str, Any]) -> None:
        with self._file.open("a") as kept:
            kept.write(json.dumps({"id": _id(piece), **asdict(piece), **result}) + "\n")


def _id(piece: Piece) -> str:
    words = (piece.file, piece.function, piece.kind, piece.old, piece.new, piece.place)
    return "|".join(map(str, words))


def read(file: Path) -> list[Piece]:
    rows = map(json.loads, file.read_text().splitlines())
    return [Piece(**{name: row[name] for name in FIELDS}) for row in rows]


def print_table(files: list[Path]) -> None:
    counts: dict[str, list[list[int]]] = defaultdict(lambda: [[0, 0] for _ in files])
    lines = EQUIVALENT.read_text().splitlines()
    equivalent = {line.partition(":")[0] for line in lines if not line.startswith("#")}
    for place, file in enumerate(files):
        rows = {row["id"]: row for row in map(json.loads, file.read_text().splitlines())}
        for row in rows.values():  # the last time that it was tried
            name = f"{row['file']} {row['function']} {row['kind']}"
            if row["outcome"] in UNTRIED or name in equivalent:
                continue
            parts = row["file"].split("/")
            package = parts[1].removesuffix(".py") if parts[0] == "wgcop" else parts[0]
            for name in (package, "all"):
                counts[name][place][0] += row["outcome"] in CAUGHT
                counts[name][place][1] += 1
    for name, shares in sorted(counts.items(), key=lambda each: (each[0] == "all", each[0])):
        print(f"| {name} |", " | ".join(f"{caught} of {tried}" for caught, tried in shares), "|")


if __name__ == "__main__":
    main()
