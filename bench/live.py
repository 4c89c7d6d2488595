"""Live delivery to many clients, beside a Node socket.io server doing the same in the same run.

Prints, for each of the two, how long after the emit the entry reaches each client (p50, p95, p99)
and the last one, how many deliveries a second it sustains, what a delivery costs the server's
processor, memory per connection, and the ratios; then what a client that stops reading, and pages
asked for meanwhile, do to the others' p95, and how long a comment takes from its post to everybody.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.contenders import WORDS, Contender, peer, percentile, workspace
from bench.listeners import has_whole_frames

OFFERED = "permessage-deflate; client_max_window_bits"
READERS = Path(__file__).parent / "readers.py"
LONG = WORDS * (20_000 // len(WORDS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, nargs="+", default=[200, 500, 1000])
    parser.add_argument("--rooms", type=int, nargs="+", default=[1, 20])
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--plain", action="store_true", help="clients that offer no compression")
    options = parser.parse_args()
    if not (shutil.which("node") and shutil.which("npm")):
        sys.exit("The peer needs Node and npm: apt-get install nodejs npm")
    extensions = "" if options.plain else OFFERED
    for rooms in options.rooms:
        for clients in options.clients:
            compare(clients, rooms, options.rounds, extensions)
    beside(extensions)


def compare(clients: int, rooms: int, rounds: int, extensions: str) -> None:
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as name:
        folder = Path(name)
        with workspace(folder, rooms) as ours, peer(folder, rooms) as theirs:
            for contender in (ours, theirs):
                contender.gather(clients, extensions)
            for _ in range(rounds):
                for contender in (ours, theirs):  # in turns, so that the machine is equally busy
                    contender.run_once()
            mine, others = ours.summary(), theirs.summary()
            offer = "offering compression" if extensions else "offering none"
            print(f"{clients} clients in {rooms} room(s), {offer}")
            print(f"{'':16}{ours.name:>16}{theirs.name:>16}{'ratio':>9}")
            for name, value in mine.items():
                ratio = value / others[name]
                print(f"{name:16}{value:16,.1f}{others[name]:16,.1f}{ratio:9.2f}", flush=True)


def beside(extensions: str, clients: int = 200) -> None:
    """How much pages, a post and a client that stops reading delay the others in one room."""
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as name:
        with workspace(Path(name), 1) as ours:
            ours.gather(clients, extensions)
            idle, busy, rates = [], [], []
            for _ in range(5):  # in turns, as the machine may be busy
                idle += ours.delays_of(20)
                with asking_for_pages(ours) as rate:
                    busy += ours.delays_of(20)
                rates += rate
            report(f"{min(rates):.0f} pages a second beside", busy, idle)

            posts = [delay for _ in range(30) for delay in ours.post()]
            print(f"From the post of a comment: {percentiles(posts)}")

            before = ours.delays_of(300, LONG)
            stopped = ours.audience.stop_reading()
            report("One reads nothing", ours.delays_of(300, LONG), before)
            print(f"What it was sent is whole: {has_whole_frames(stopped)}", flush=True)


def report(what: str, delays: list[float], before: list[float]) -> None:
    ratio = percentile(delays, 95) / percentile(before, 95)
    print(
        f"{what}: {percentiles(delays)}; without: {percentiles(before)}; ratio of p95 {ratio:.2f}"
    )


def percentiles(delays: list[float]) -> str:
    return ", ".join(f"p{p} {percentile(delays, p):.1f} ms" for p in (50, 95))


@contextmanager
def asking_for_pages(ours: Contender, per_second: int = 100) -> Iterator[list[float]]:
    """Requests as in a meeting, on eight connections. Gives how many a second were answered."""
    rate: list[float] = []
    thread = f"/clauses/{ours.topics[0].removeprefix('clause:')}/thread"
    pages = [f"{ours.url}{page}" for page in (thread, "/resolutions/", "/initiatives/")]
    command = [sys.executable, str(READERS), ours.cookie, str(per_second), *pages]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as readers:
        time.sleep(1)  # until they are under way
        yield rate
        rate.append(json.loads(readers.communicate()[0])["per_second"])
        assert readers.returncode == 0


if __name__ == "__main__":
    main()
