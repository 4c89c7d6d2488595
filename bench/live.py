"""Live delivery to many clients, beside a Node socket.io server doing the same in the same run.

Prints in four parts, which `--only` chooses from:

rooms   how long after the emit an entry reaches each client (p50, p95, p99) and the last one, and what a burst of 60 takes, which
        is how many deliveries a second, how much of the server's processor for each, and how many entries in one send
paces   the same for entries that come one by one, as people write: so many a second, with pauses by lot
minute  as many entries as can be for a minute
memory  of a connection, over several servers that are started anew
beside  what pages asked for meanwhile and a client that stops reading do to the others' p95, and a comment from its post to all

The two take turns. What is written together is counted by the kernel at the client: `entries/send` above 1 is gathering.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import paces
from bench.contenders import WORDS, Contender, peer, percentile, resident, workspace
from bench.listeners import has_whole_frames
from bench.readers import command as readers_of

PARTS = ["rooms", "paces", "minute", "memory", "beside"]
OFFERED = "permessage-deflate; client_max_window_bits"
LONG = WORDS * (20_000 // len(WORDS))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--clients", type=int, nargs="+", default=[200, 500, 1000])
    parser.add_argument("--rooms", type=int, nargs="+", default=[1, 20])
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--plain", action="store_true", help="clients that offer no compression")
    parser.add_argument("--paces", type=int, nargs="+", default=[1, 10, 40, 70, 100, 200])
    parser.add_argument("--paced", type=int, nargs="+", default=[200, 500], metavar="CLIENTS")
    parser.add_argument("--seconds", type=float, default=5.0, help="of one turn at one pace")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--minute", type=float, default=60.0, metavar="SECONDS")
    parser.add_argument("--runs", type=int, default=5, help="of which memory is the median")
    parser.add_argument(
        "--against", type=Path, metavar="FOLDER", help="another checkout, as one more contender"
    )
    options = parser.parse_args()
    if not (shutil.which("node") and shutil.which("npm")):
        sys.exit("The peer needs Node and npm: apt-get install nodejs npm")
    extensions = "" if options.plain else OFFERED
    print(f"Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as name:
        folder = Path(name)
        if "rooms" in options.only:
            for rooms in options.rooms:
                for clients in options.clients:
                    compare(folder, clients, rooms, options.rounds, extensions)
        if {"paces", "minute"} & set(options.only):
            for clients in options.paced:
                with all_of_them(folder, clients, extensions, options.against) as contenders:
                    print(f"\n{clients} clients in one room", flush=True)
                    if "paces" in options.only:
                        paces.sweep(contenders, options.paces, options.turns, options.seconds)
                    if "minute" in options.only:
                        paces.sustain(contenders, options.minute)
        if "memory" in options.only:
            weigh(folder, max(options.clients), options.runs, extensions)
        if "beside" in options.only:
            beside(folder, extensions)
    print(f"Load after: {os.getloadavg()[0]:.1f}")


@contextmanager
def all_of_them(
    folder: Path, clients: int, extensions: str, against: Path | None
) -> Iterator[list[Contender]]:
    with workspace(folder, 1) as ours, peer(folder, 1) as theirs, ExitStack() as opened:
        contenders = [ours, theirs]
        if against:
            other = workspace(folder, 1, code=against, name=against.name)
            contenders.append(opened.enter_context(other))
        for contender in contenders:
            contender.gather(clients, extensions)
        yield contenders


def compare(folder: Path, clients: int, rooms: int, rounds: int, extensions: str) -> None:
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


def weigh(folder: Path, clients: int, runs: int, extensions: str) -> None:
    """What a connection adds to a server that has had some already."""
    print(f"KB for each of {clients} connections, over {runs} runs")
    for one in (workspace, peer):
        found = []
        for _ in range(runs):
            with one(folder, 1) as contender:
                contender.gather(100, extensions)
                contender.delays_of(5)
                first, before = contender.audience, resident(contender.pid)
                contender.gather(clients, extensions)
                time.sleep(1)
                found.append((resident(contender.pid) - before) / clients)
                first.leave()
                contender.audience.leave()
        middle = statistics.median(found)
        print(f"{contender.name:16}{middle:8.0f}  ({min(found):.0f} to {max(found):.0f})")


def beside(folder: Path, extensions: str, clients: int = 200) -> None:
    """How much pages, a post and a client that stops reading delay the others in one room."""
    with workspace(folder, 1) as ours:
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
    asking = readers_of(ours.cookie, per_second, pages)
    with subprocess.Popen(asking, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as readers:
        time.sleep(1)  # until they are under way
        yield rate
        rate.append(json.loads(readers.communicate()[0])["per_second"])
        assert readers.returncode == 0


if __name__ == "__main__":
    main()
