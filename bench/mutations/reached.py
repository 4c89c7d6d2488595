"""Which tests reach which function, and what they cost: a map that is kept, and grows with each test that is new."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.mutations.rewriting import Piece


@dataclass(frozen=True)
class Ran:
    """What a test did: the seconds of a processor that it took, and the functions that began."""

    id: str
    fell: bool
    cost: float
    hit: list[str]


class Reached:
    def __init__(self, file: Path) -> None:
        self._file = file
        self.known: dict[str, Ran] = {}
        self._of: dict[str, set[str]] = defaultdict(set)
        if file.exists():
            for line in file.read_text().splitlines():
                self._note(Ran(**json.loads(line)))

    def add(self, ran: Ran) -> None:
        self._note(ran)
        with self._file.open("a") as kept:
            kept.write(json.dumps(asdict(ran)) + "\n")

    def _note(self, ran: Ran) -> None:
        self.known[ran.id] = ran
        for function in ran.hit:
            self._of[function].add(ran.id)

    def by(self, piece: Piece) -> list[str]:
        """Tests that pass and reach the function of the change. First those that do little else, and those beside its package."""
        place = f"tests/{piece.file.split('/')[1].removesuffix('.py')}"

        def weight(name: str) -> float:
            ran = self.known[name]
            near = 0.5 if name.startswith(place) else 1
            return near * (0.05 + ran.cost) * (1 + len(ran.hit) / 300)

        reach = self._of.get(f"{piece.file}:{piece.function}", ())
        return sorted((name for name in reach if not self.known[name].fell), key=weight)


def few_cases(tests: Iterable[str], most: int) -> list[str]:
    """Not many cases of one test, which mostly fall together."""
    counted: Counter[str] = Counter()
    chosen = []
    for test in tests:
        name = test.partition("[")[0]
        counted[name] += 1
        if counted[name] <= most:
            chosen.append(test)
    return chosen
