"""What a server and its processes hold as time goes by, and what of it grows."""

import time
from dataclasses import dataclass, field
from statistics import median
from threading import Event, Thread

from bench.load.processes import Held, held
from bench.load.served import Served

WARM = 0.4
"""The part of the last server's life which is not judged."""
SHORTEST = 120.0
"""Seconds that are judged, at least: a server that has begun a moment ago fills its caches."""
MORE_MEMORY, MORE_DESCRIPTORS, MORE_THREADS = 0.15, 12, 8
"""How much more the last third of what is judged may hold than the first; of memory a part."""


@dataclass(frozen=True)
class Sample:
    at: float
    life: int
    memory: int
    descriptors: int
    threads: int


@dataclass(eq=False)
class Watched(Thread):
    """Sampled until it is told to end."""

    served: Served
    every: float
    samples: list[Sample] = field(default_factory=list)
    over: Event = field(default_factory=Event)
    life: int = 0
    """Counts the servers that have taken each other's place."""

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def run(self) -> None:
        began = time.monotonic()
        while not self.over.wait(self.every):
            found: list[Held] = [each for each in map(held, self.served.processes) if each]
            self.samples.append(
                Sample(
                    at=time.monotonic() - began,
                    life=self.life,
                    memory=sum(each.memory for each in found),
                    descriptors=sum(each.descriptors for each in found),
                    threads=sum(each.threads for each in found),
                )
            )


def growth(samples: list[Sample]) -> tuple[list[str], list[str]]:
    """What is said of it, and what grows, in the last life once it is warm."""
    last = [each for each in samples if each.life == samples[-1].life]
    judged = last[int(len(last) * WARM) :]
    seconds = judged[-1].at - judged[0].at
    if seconds < SHORTEST:
        needed = (
            f"{SHORTEST:.0f} s of the last server's life are needed, and there are {seconds:.0f}"
        )
        return [f"too short to say what grows: {needed}"], []
    third = max(len(judged) // 3, 1)
    said, faults = [], []
    for name, bound in (
        ("memory", None),
        ("descriptors", MORE_DESCRIPTORS),
        ("threads", MORE_THREADS),
    ):
        first = median(getattr(each, name) for each in judged[:third])
        end = median(getattr(each, name) for each in judged[-third:])
        shown = (first / 1e6, end / 1e6) if name == "memory" else (first, end)
        said.append(f"{name:12} {shown[0]:8.0f} {shown[1]:8.0f}")
        if end - first > (bound if bound is not None else MORE_MEMORY * first):
            faults.append(f"{name} grew from {shown[0]:.0f} to {shown[1]:.0f}")
    return said, faults
