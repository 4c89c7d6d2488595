"""Readers of pages, in a process of their own: they ask until its input ends, then it tells what was answered.

Usage: readers.py COOKIE PER_SECOND ADDRESS...
"""

import json
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle

import requests

CONNECTIONS = 8


def ask(
    addresses: list[str], cookie: str, moments: Iterator[float], over: threading.Event
) -> list[tuple[str, float]]:
    """Which page was asked for at each of these moments, and how long it took."""
    http = requests.Session()
    took: list[tuple[str, float]] = []
    for address, moment in zip(cycle(addresses), moments, strict=False):
        if over.wait(moment - time.monotonic()):
            break
        start = time.monotonic()
        http.get(address, headers={"Cookie": cookie}, timeout=30).raise_for_status()
        took.append((address, time.monotonic() - start))
    return took


def main(cookie: str, per_second: str, *addresses: str) -> None:
    """Each connection begins at another page and at another moment, since people do not open pages in step."""
    over = threading.Event()
    start, between = time.monotonic(), 1 / float(per_second)
    with ThreadPoolExecutor(CONNECTIONS) as connections:
        asked = [
            connections.submit(
                ask,
                [*addresses[number % len(addresses) :], *addresses[: number % len(addresses)]],
                cookie,
                count(start + number * between, CONNECTIONS * between),
                over,
            )
            for number in range(CONNECTIONS)
        ]
        sys.stdin.read()
        over.set()
    took = [each for one in asked for each in one.result()]
    print(json.dumps({"per_second": len(took) / (time.monotonic() - start), "took": took}))


def command(cookie: str, per_second: int, addresses: list[str]) -> list[str]:
    return [sys.executable, __file__, cookie, str(per_second), *addresses]


if __name__ == "__main__":
    main(*sys.argv[1:])
