"""Runs benchmarks of two checkouts in turns, and compares the medians: `python bench/turns.py FOLDER`, where FOLDER is the
checkout before a change (`git worktree add FOLDER COMMIT`) and the present one is after it.

A turn runs both, and the next one begins with the other, so that what else happens on the machine hits both alike. Compared
are statements, medians (p50) and processor time of every line that a benchmark prints; of a line without the names of its
columns, the first number with a point. The status is 1 if one of them is worse than 1.05 times before.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
BENCHES = {
    "pages": ["--times", "20"],
    "threads": ["--times", "20"],
    "search": ["--documents", "10000", "--cpu"],
    "live": ["--only", "paces", "--paced", "200", "--turns", "2"],
    "editing": ["--only", "latency"],
}
"""What is run if nothing else is asked for, with arguments that keep a turn to a few minutes."""
WORSE = 1.05
NUMBER = re.compile(r"(?<![\w.,:/-])\d[\d,]*(?:\.\d+)?(?![\w:/-])")
JUDGED = ("statements", "p50", "cpu")

Row = tuple[str, str]
"""A line without its numbers, with its place among those that read the same, and the name of a column."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("before", type=Path, metavar="FOLDER", help="the checkout before")
    parser.add_argument("--only", nargs="+", choices=BENCHES, default=list(BENCHES))
    parser.add_argument("--turns", type=int, default=5)
    options, more = parser.parse_known_args()
    if more and len(options.only) > 1:
        parser.error("Arguments for a benchmark need --only with that one.")
    worse = 0
    for name in options.only:
        worse += compared(name, more or BENCHES[name], options.before.resolve(), options.turns)
    return 1 if worse else 0


def compared(name: str, arguments: Sequence[str], before: Path, turns: int) -> int:
    """Run one benchmark in turns, print its table, and return how many lines are worse."""
    found: dict[Path, dict[Row, list[float]]] = {
        folder: defaultdict(list) for folder in (before, ROOT)
    }
    print(f"\n{name}, {turns} turns, load {os.getloadavg()[0]:.1f} at the beginning", flush=True)
    try:
        for turn in range(turns):
            for folder in (before, ROOT) if turn % 2 == 0 else (ROOT, before):
                began = time.monotonic()
                for row, value in numbers(said_by(folder, name, arguments)):
                    found[folder][row].append(value)
                took = time.monotonic() - began
                print(f"turn {turn + 1} of {turns}: {folder.name}, {took:.0f} s", flush=True)
    except KeyboardInterrupt:
        print("Interrupted: what follows are the turns so far.", flush=True)
    worse = tell(found[before], found[ROOT])
    print(f"{worse} worse than {WORSE}; load {os.getloadavg()[0]:.1f} at the end", flush=True)
    return worse


def said_by(folder: Path, name: str, arguments: Sequence[str]) -> str:
    command = [sys.executable, f"bench/{name}.py", *arguments]
    done = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{folder}: {' '.join(command)} failed.\n{done.stderr[-2000:]}")
    return done.stdout


def numbers(text: str) -> Iterator[tuple[Row, float]]:
    """Yield the numbers to compare in what a benchmark printed, each with its line and column."""
    seen: Counter[str] = Counter()
    head: list[str] = []
    for line in text.splitlines():
        values = [match[0] for match in NUMBER.finditer(line)]
        cells = re.split(r"\s{2,}", line.strip())
        if not values:
            head = cells if len(cells) > 1 else []
            continue
        label = " ".join(NUMBER.sub("#", line).split())
        seen[label] += 1
        place = f"{shown(line)} ({seen[label]})" if seen[label] > 1 else shown(line)
        for column, value in judged(line, head, values):
            yield (place, column), float(value.replace(",", ""))


def judged(line: str, head: Sequence[str], values: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the columns of a line that are compared, by its header or by the word before a number."""
    named = dict(re.findall(r"\b(p50)\s+(\d[\d,.]*)", line))
    # Labels come before the numbers, so that columns are counted from the end.
    named = named or dict(zip(head[::-1], values[::-1], strict=False))
    wanted = [(name, value) for name, value in named.items() if name.lower().startswith(JUDGED)]
    if wanted:
        yield from wanted
    elif pointed := [value for value in values if "." in value]:
        yield "first", pointed[0]


def shown(line: str) -> str:
    """Return the words at the beginning of a line, up to its columns of numbers."""
    return " ".join(re.split(r"\s+(?=[\d.,]+(?:\s{2,}|$))", line.strip())[0].split())[:60]


def tell(before: Mapping[Row, Sequence[float]], after: Mapping[Row, Sequence[float]]) -> int:
    print(f"{'':60}{'':12}{'before':>10}{'after':>10}{'ratio':>8}")
    worse = 0
    for row in before:
        if row not in after:
            print(f"{row[0]:60}{row[1]:12}  only before")
            continue
        one, two = (statistics.median(values) for values in (before[row], after[row]))
        ratio = two / one if one else 1.0
        is_worse = two > one if row[1] == "statements" else ratio > WORSE
        worse += is_worse
        mark = "  worse" if is_worse else ""
        print(f"{row[0]:60}{row[1]:12}{one:10,.2f}{two:10,.2f}{ratio:8.2f}{mark}")
    for place, column in after.keys() - before.keys():
        print(f"{place:60}{column:12}  only after")
    return worse


if __name__ == "__main__":
    sys.exit(main())
