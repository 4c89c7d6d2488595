"""`make near`: the tests near what was changed, as many as take about a minute.

First the test modules that were changed themselves, then those that import what was changed, then those in the folder of the same
name: `tests/threads` for `wgcop/threads` and `templates/threads`.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.architecture.reading import ROOT, files, name
from tests.folders import REST
from tests.running.order import Durations
from tests.running.pure import modules

BUDGET = 45.0
"""Seconds of each processor; reading the tests takes the rest of the minute."""

OF_FEATURES = re.compile(r"^(?:wgcop|templates|static/js|static/css|tests)/(\w+)")
TESTED_WITH = {
    **dict.fromkeys(
        ("agenda", "calendars", "floor", "outcomes", "records", "registration"), "meetings"
    ),
    **dict.fromkeys(
        ("documents", "drafting", "numbering", "translations", "writing"), "contributions"
    ),
    **dict.fromkeys(("search_engines", "search_page"), "search"),
    "implementation_reports": "implementation",
    "registry_sheets": "initiatives",
    "signing_in": "accounts",
    "thread_news": "threads",
}
"""Features whose tests stand in the folder of another."""

BESIDE = {
    "migrations": ["tests/architecture/test_migrations.py", "tests/test_migrating.py"],
    "config.py": ["tests/test_settings.py"],
    "Makefile": ["tests/architecture/test_gates.py", "tests/architecture/test_readme.py"],
    "README.md": ["tests/architecture/test_readme.py"],
    "static": ["tests/architecture/test_stylesheets.py", "tests/web/test_assets.py"],
    "templates": ["tests/architecture/test_templates.py"],
    "wgcop": ["tests/architecture/test_architecture.py", "tests/architecture/test_modules.py"],
}
"""What belongs to a folder, or a file, as a whole."""


def changed(since: str | None = None) -> list[str]:
    """What differs from the branch that is named, or from the last commit; with what is new."""
    base = "HEAD"
    if since:
        base = git("merge-base", since, "HEAD")[0]
    return git("diff", "--name-only", base) + git("ls-files", "--others", "--exclude-standard")


def git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def near(changed: Iterable[str], durations: Durations, budget: float) -> tuple[list[str], int]:
    """The modules to run, nearest first, and how many more there would be."""
    ranked = list(dict.fromkeys(ranks(sorted(changed))))
    chosen, left = [], budget
    for module in ranked:
        takes = duration(module, durations)
        if takes <= left or not chosen:
            chosen.append(module)
            left -= takes
    return chosen, len(ranked) - len(chosen)


def duration(module: str, durations: Durations) -> float:
    long = sum(took for test, took in durations.tests.items() if test.startswith(f"{module}::"))
    return durations.modules.get(module, (0, 3.0))[1] + long


def ranks(changed: Sequence[str]) -> Iterable[str]:
    tests = [file for file in files("tests", ".py") if is_quick(file)]
    names = {name(file) for file in tests}
    yield from (each for each in changed if each in names)
    ours = {dotted(each) for each in changed if each.endswith(".py")}
    yield from (name(file) for file in tests if modules(file) & ours)
    for each in changed:
        stem = Path(each).stem.lstrip("_")
        feature = OF_FEATURES.match(each)
        if feature:
            folder = TESTED_WITH.get(feature[1], feature[1])
            yield from same(names, folder, stem)
            yield from same(names, folder)
        for beside, modules_beside in BESIDE.items():
            if each == beside or each.startswith(f"{beside}/"):
                yield from modules_beside


def is_quick(file: Path) -> bool:
    return file.name.startswith("test_") and REST not in file.parents


def same(names: Iterable[str], feature: str, stem: str = "") -> list[str]:
    """The test modules of a feature, or those of them that are called as the file."""
    of_feature = [
        each
        for each in names
        if each.startswith((f"tests/{feature}/", f"tests/test_{feature}", f"tests/browser/test_{feature}"))
    ]  # fmt: skip
    return sorted(each for each in of_feature if stem in Path(each).stem)


def dotted(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def main() -> None:
    since = sys.argv[1] if len(sys.argv) > 1 else None
    workers = os.cpu_count() or 1
    chosen, others = near(changed(since), Durations.read(), BUDGET * workers)
    if not chosen:
        print("Nothing was changed that a test is near to.")
        return
    print(f"{len(chosen)} test modules near the change; {others} more would take too long.")
    command = [sys.executable, "-m", "tests.running", "--workers", str(workers), "--"]
    os.execv(sys.executable, [*command, "-m", "not rest", *chosen])


if __name__ == "__main__":
    main()
