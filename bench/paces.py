"""Entries that come one by one at a pace, as people write, and as many as can be for a minute."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from bench.contenders import Contender, percentile, processor_time

PROBED = 10
"""Of one in so many clients it is measured when each entry came, and by how many sends."""
BATCH, AT_A_TIME = 30, 2
SLICE = 5.0
SIGN_OF_LIFE = 10.0
"""Who only counts bytes, or whose turn it is not, answers no ping: all clients say so often that they are there, or a server ends them
within a minute."""


@dataclass
class Outcome:
    """Of one contender, at one pace, over all turns."""

    delays: list[float] = field(default_factory=list)
    deliveries: int = 0
    seconds: float = 0.0
    entries: int = 0
    sends: float = 0.0
    written: float = 0.0
    processor: float = 0.0
    dropped: int = 0
    slowest: float = 0.0

    def row(self) -> str:
        values = (
            f"{percentile(self.delays, 50):9.1f}{percentile(self.delays, 95):9.1f}"
            if self.delays
            else " " * 18
        )
        return (
            f"{values}{self.deliveries / self.seconds:14,.0f}"
            f"{self.processor / self.deliveries * 1e6:10.2f}{self.entries / self.sends:14.2f}"
            f"{self.written / self.sends:13,.0f}{self.dropped:9}"
        )


HEAD = (
    f"{'':24}{'p50 ms':>9}{'p95 ms':>9}{'deliveries/s':>14}{'CPU us':>10}"
    f"{'entries/send':>14}{'bytes/send':>13}{'dropped':>9}"
)


def sweep(contenders: Sequence[Contender], paces: list[int], turns: int, seconds: float) -> None:
    """Each pace with each contender in turns; the pauses are those of people, by lot, and the same for all."""
    print(HEAD)
    lots = random.Random(1)
    for pace in paces:
        outcomes = [Outcome() for _ in contenders]
        for _ in range(turns):
            pauses = [lots.expovariate(pace) for _ in range(max(int(pace * seconds), 3))]
            for contender, outcome in zip(contenders, outcomes, strict=True):
                keep_pace(contender, pauses, outcome)
        for contender, outcome in zip(contenders, outcomes, strict=True):
            print(f"{pace:4}/s  {contender.name:18}{outcome.row()}", flush=True)


def keep_pace(contender: Contender, pauses: list[float], outcome: Outcome) -> None:
    with Counting(contender, outcome):
        asked = contender.ask(pauses=pauses)
        arrived = hear_all(contender, len(pauses), sum(pauses) + 60)
        asked.getresponse().read()
        asked.close()
        outcome.delays += [at - sent for sent, at in arrived]
        outcome.entries += len(pauses)


def sustain(contenders: Sequence[Contender], seconds: float) -> None:
    """Batches from two requests at a time, the next one as soon as everybody has one."""
    print(HEAD)
    for contender in contenders:
        outcome = Outcome()
        with Counting(contender, outcome):
            press(contender, seconds, outcome, contenders)
        print(f"{seconds:.0f} s    {contender.name:18}{outcome.row()}", end="")
        print(f"   slowest {SLICE:.0f} s: {outcome.slowest:,.0f} deliveries/s", flush=True)


def press(
    contender: Contender, seconds: float, outcome: Outcome, contenders: Sequence[Contender]
) -> None:
    audience = contender.audience
    for client in audience.clients:
        client.is_exact = False
    start = since = alive = time.monotonic()
    before, rates, done = 0, [], 0
    asked = [contender.ask(n=BATCH) for _ in range(AT_A_TIME)]
    while asked:
        audience.count(1.0)
        now = time.monotonic()
        if audience.counted >= (done + 1) * BATCH * len(audience.clients):
            done += 1
            answered = asked.pop(0)
            answered.getresponse().read()
            answered.close()
            if now - start < seconds:
                asked.append(contender.ask(n=BATCH))
        if now - alive >= SIGN_OF_LIFE:
            alive = now
            for client in chain.from_iterable(each.audience.clients for each in contenders):
                client.send("3")
        if not audience.clients:
            raise ConnectionError("All clients were dropped.")
        if now - since >= SLICE:
            rates.append((audience.counted - before) / (now - since))
            before, since = audience.counted, now
        if now - start > seconds + 60:
            raise TimeoutError("What was sent did not arrive.")
    outcome.entries += done * BATCH
    outcome.slowest = min(rates, default=0.0)


class Counting:
    """What is counted at clients and server while this lasts."""

    def __init__(self, contender: Contender, outcome: Outcome) -> None:
        self._contender, self._outcome = contender, outcome

    def __enter__(self) -> None:
        audience = self._contender.audience
        audience.begin_to_count(PROBED)
        self._probes = audience.clients[::PROBED]
        self._dropped = audience.dropped
        self._before = [probe.received() for probe in self._probes]
        self._processor = processor_time(self._contender.pid)
        self._start = time.monotonic()

    def __exit__(self, *_: object) -> None:
        outcome, audience = self._outcome, self._contender.audience
        outcome.seconds += time.monotonic() - self._start
        outcome.processor += processor_time(self._contender.pid) - self._processor
        outcome.deliveries += audience.counted
        outcome.dropped += audience.dropped - self._dropped
        left = [
            (before, probe.received())
            for before, probe in zip(self._before, self._probes, strict=True)
            if probe in audience.clients
        ]
        if not left:
            return
        outcome.written += sum(now[0] - before[0] for before, now in left) / len(left)
        outcome.sends += sum(now[1] - before[1] for before, now in left) / len(left)


def hear_all(contender: Contender, entries: int, timeout: float) -> list[tuple[float, float]]:
    audience = contender.audience
    arrived: list[tuple[float, float]] = []
    deadline = time.monotonic() + timeout
    while audience.counted < entries * len(audience.clients):
        arrived += audience.count(0.5)
        if time.monotonic() > deadline:
            raise TimeoutError(f"{audience.counted} deliveries of {entries} entries arrived.")
    return arrived
