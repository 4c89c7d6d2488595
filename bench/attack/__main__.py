"""Attacks the large form on the loopback, and looks after people who work beside: `make attack`, or `python -m bench.attack`.

PostgreSQL, Redis, two servers, a worker and nginx with `deploy/nginx.conf` (other ports, other folders and a certificate made on the spot)
run in a temporary folder and end with this program. Each attack is bounded in time and count. It ends with 1 if one of the bounds does not hold.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.attack import connections, contents, losses
from bench.attack.beside import Beside, Met
from bench.attack.large import Large, running
from bench.load.people import People, people


@dataclass(frozen=True)
class Attack:
    name: str
    run: Callable[[Large, People], str]
    wait: float = 10
    """The longest that somebody beside may wait for an answer, in seconds."""
    may_fail: bool = False
    """Whether requests beside may fail for the moment, as long as no word is lost."""
    back: float = 60
    """Seconds after which everybody must have everything again."""


def alone(act: Callable[[Large], str]) -> Callable[[Large, People], str]:
    return lambda large, _: act(large)


ATTACKS = (
    Attack("nothing", lambda *_: time.sleep(10) or "ten seconds of usual work"),
    Attack("slow heads", alone(connections.slow_heads)),
    Attack("slow bodies", alone(connections.slow_bodies)),
    Attack("idle connections", alone(connections.idle_connections)),
    Attack("idle live connections", alone(connections.idle_sockets)),
    Attack("flood of pages", alone(connections.flood_of_pages), wait=15),
    Attack("flood beyond the limit", alone(connections.flood_beyond), wait=15),
    Attack("heads too large", alone(contents.oversized_heads)),
    Attack("bodies too large", alone(contents.oversized_bodies)),
    Attack("bombs and damaged files", contents.bad_files),
    Attack("database locked", alone(losses.locked_database), wait=losses.AWAY + 10, may_fail=True),
    Attack("disk of the data full", losses.full_disk),
    Attack("web processes killed", alone(losses.killed_web), wait=20, may_fail=True),
    Attack("worker killed", losses.killed_worker),
    Attack("Redis lost", alone(losses.lost_redis), wait=20),
    Attack("PostgreSQL lost", alone(losses.lost_database), wait=losses.AWAY + 20, may_fail=True),
    Attack("index damaged", losses.damaged_index),
    Attack("stored file damaged", losses.damaged_file),
)
COLUMNS = (
    "attack",
    "what it met",
    "asked beside",
    "failed",
    "longest read, s",
    "longest post, s",
    "without a line, s",
    "whole again after, s",
    "posted",
    "lost",
)


def faults(attack: Attack, met: Met) -> list[str]:
    """Which bounds do not hold."""
    kept = met.kept
    found = []
    if kept.lost or kept.twice:
        found.append(f"{len(kept.lost)} words lost, {len(kept.twice)} stored twice")
    if kept.unheard or kept.heard_twice:
        found.append(f"{kept.unheard} not on a page, {kept.heard_twice} twice on one")
    if not met.posted:
        found.append("nobody could write")
    if met.failed and not attack.may_fail:
        found.append(f"requests failed: {dict(met.failed)}")
    if max(met.reading, met.posting) > attack.wait:
        found.append(f"somebody waited for more than {attack.wait:.0f} s")
    if met.back > attack.back:
        found.append(f"not whole again within {attack.back:.0f} s")
    return found


def carry_out(attack: Attack, large: Large, who: People, first: int) -> list[str]:
    beside = Beside(large, who, first)
    with beside:
        problems = []
        try:
            said = attack.run(large, who)
        except AssertionError as failed:
            said = str(failed)
            problems.append(said)
        met = beside.finish()
    problems += faults(attack, met)
    failed = sum(met.failed.values())
    cells = (
        attack.name,
        said,
        f"{met.asked:,}",
        f"{failed} {dict(met.failed)}" if failed else "0",
        *(f"{seconds:.1f}" for seconds in (met.reading, met.posting, met.away, met.back)),
        str(met.posted),
        str(len(met.kept.lost) + met.kept.unheard),
    )
    print(f"| {' | '.join(cells)} |", flush=True)
    for problem in problems:
        print(f"  NOT HELD: {problem}", file=sys.stderr, flush=True)
    return problems


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.attack", description=__doc__)
    parser.add_argument(
        "--only", nargs="+", choices=[each.name for each in ATTACKS], metavar="NAME"
    )
    parser.add_argument("--list", action="store_true", help="name the attacks and end")
    asked = parser.parse_args()
    chosen = [each for each in ATTACKS if not asked.only or each.name in asked.only]
    if asked.list:
        print("\n".join(each.name for each in ATTACKS))
        return 0
    problems: list[str] = []
    with running() as large:
        who = people(large.app)
        print(f"Load of the machine at the start: {os.getloadavg()[0]:.1f}\n")
        print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}", flush=True)
        for number, attack in enumerate(chosen, 1):
            problems += carry_out(attack, large, who, 10_000 * number)
        if problems:
            keep = large.log()
            print("\n".join(keep.splitlines()[-40:]), file=sys.stderr)
    print(f"\nLoad of the machine at the end: {os.getloadavg()[0]:.1f}")
    print(f"{len(problems)} bounds do not hold." if problems else "All bounds hold.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
