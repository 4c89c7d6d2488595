"""Which tests a process gets together, and in which order: what takes longest begins first, so that none is left alone at the end."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

FILE = Path(__file__).parents[1] / "durations.json"

LONG = 3.0
"""A test that takes longer has a line of its own."""

USUAL = 0.2
USUAL_IN = {"tests/browser/": 3.0, "tests/rest/": 3.0}
"""Seconds of a test that no line tells of, also by its folder."""

MOST = 8.0
"""Seconds of tests in a row that need not stay together."""


@dataclass
class Durations:
    """In seconds, as they were when they were last written."""

    modules: dict[str, tuple[int, float]] = field(default_factory=dict)
    """How many short tests a module has, and how long these take together."""
    tests: dict[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path = FILE) -> "Durations":
        if not file.exists():
            return cls()
        lines = json.loads(file.read_text())
        return cls(
            {name: tuple(value) for name, value in lines.items() if isinstance(value, list)},
            {name: value for name, value in lines.items() if not isinstance(value, list)},
        )

    def of(self, test: str) -> float:
        if test in self.tests:
            return self.tests[test]
        number, seconds = self.modules.get(module_of(test), (0, 0.0))
        if number:
            return seconds / number
        if alike := self._alike.get(function_of(test)):
            return sum(alike) / len(alike)
        return next((usual for folder, usual in USUAL_IN.items() if folder in test), USUAL)

    @cached_property
    def _alike(self) -> dict[str, list[float]]:
        """By function: of a sweep, each day measures other parts."""
        found: dict[str, list[float]] = defaultdict(list)
        for test, took in self.tests.items():
            found[function_of(test)].append(took)
        return found

    def measured(self, seconds: Mapping[str, float]) -> "Durations":
        """With what a run took, as far as it ran. A figure stays where it is about the same, so that few lines change."""
        ran = {module_of(test) for test in seconds}
        modules = {name: line for name, line in self.modules.items() if name not in ran}
        tests = {name: took for name, took in self.tests.items() if module_of(name) not in ran}
        short: dict[str, list[float]] = defaultdict(list)
        for test, took in seconds.items():
            if took >= LONG:
                tests[test] = about(self.tests.get(test), took)
            else:
                short[module_of(test)].append(took)
        for name, each in short.items():
            before = self.modules.get(name)
            total = about(before[1] if before and before[0] == len(each) else None, sum(each))
            modules[name] = (len(each), total)
        return Durations(modules, tests)

    def there(self, root: Path) -> "Durations":
        """Without the modules that have gone."""
        return Durations(
            {name: line for name, line in self.modules.items() if (root / name).exists()},
            {name: took for name, took in self.tests.items() if (root / module_of(name)).exists()},
        )

    def write(self, file: Path = FILE) -> None:
        lines = sorted({**self.modules, **self.tests}.items())
        written = ",\n".join(f"{json.dumps(name)}: {json.dumps(line)}" for name, line in lines)
        file.write_text(f"{{\n{written}\n}}\n")


def about(before: float | None, now: float) -> float:
    if before is not None and abs(now - before) <= max(0.5, 0.3 * before):
        return before
    return round(now, 1)


def function_of(test: str) -> str:
    return test.partition("[")[0]


def module_of(test: str) -> str:
    return test.partition("::")[0]


@dataclass(frozen=True)
class Collected:
    place: int
    """Among the tests that were collected."""
    name: str
    is_bound: bool
    """Whether it shares something with others of its module that is made once for all of these."""


@dataclass(frozen=True)
class Share:
    """Tests that one process runs in a row."""

    places: tuple[int, ...]
    seconds: float


def shares(tests: Iterable[Collected], durations: Durations) -> list[Share]:
    """The longest first. Tests that share something stay together."""
    modules: dict[str, list[Collected]] = defaultdict(list)
    for test in tests:
        modules[module_of(test.name)].append(test)
    made = []
    for of_module in modules.values():
        together: list[int] = []
        seconds = 0.0
        is_bound = any(test.is_bound for test in of_module)
        for test in of_module:
            takes = durations.of(test.name)
            if together and not is_bound and seconds + takes > MOST:
                made.append(Share(tuple(together), seconds))
                together, seconds = [], 0.0
            together.append(test.place)
            seconds += takes
        made.append(Share(tuple(together), seconds))
    return sorted(made, key=lambda share: -share.seconds)


def seconds_left(
    waiting: Iterable[float], at_work: Iterable[float], workers: int, pace: float
) -> float:
    """How long it takes to finish what waits and what the workers have begun; `pace` is how much slower than written it goes."""
    at_work = list(at_work)
    waiting = list(waiting)
    longest = max([*at_work, *waiting[:1]], default=0.0)
    return pace * max(longest, (sum(waiting) + sum(at_work)) / max(workers, 1))
