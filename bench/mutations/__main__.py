"""How many careless changes the tests catch: changes drawn by lot are tried, one by one, and counted by package.

    python -m bench.mutations draw --seed 28 > bench/mutations/drawn.jsonl
    python -m bench.mutations try bench/mutations/drawn.jsonl --out after.jsonl --map map.jsonl
    python -m bench.mutations table before.jsonl after.jsonl

`try` runs in the folder of the sources that are tried (`PYTHONPATH` names the folder with this tool, if it is another one). It can be
stopped, and goes on where it was. `draw --only wgcop/meetings/silence/` draws among some files.
"""

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path

from bench.mutations import drawing, running
from bench.mutations.rewriting import Piece

CAUGHT = {"caught", "timed out"}
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
    trial.add_argument("--map", type=Path, required=True)
    trial.add_argument("--tests", nargs="+", default=["tests"], help="folders or files of tests")
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
        changes = [each for each in read(options.changes) if each.file.endswith(".py")]
        sys.exit(running.run(root, changes, options.out, options.map, options.tests))
    else:
        print_table(options.results)


def read(file: Path) -> list[Piece]:
    rows = map(json.loads, file.read_text().splitlines())
    return [Piece(**{name: row[name] for name in FIELDS}) for row in rows]


def print_table(files: list[Path]) -> None:
    counts: dict[str, list[list[int]]] = defaultdict(lambda: [[0, 0] for _ in files])
    for place, file in enumerate(files):
        rows = {row["id"]: row for row in map(json.loads, file.read_text().splitlines())}
        for row in rows.values():  # the last time that it was tried
            if row["outcome"] in ("gone", "unfit"):
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
