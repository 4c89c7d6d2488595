"""Readers of pages, in a process of their own: they ask until its input ends, then it tells what was answered.

Usage: readers.py COOKIE PER_SECOND ADDRESS...
"""

import json
import sys
import threading
import time
from itertools import cycle

import requests

CONNECTIONS = 8


def ask(
    addresses: list[str], cookie: str, pause: float, over: threading.Event, took: list[float]
) -> None:
    http = requests.Session()
    due = time.monotonic()
    for address in cycle(addresses):
        if over.is_set():
            return
        start = time.monotonic()
        http.get(address, headers={"Cookie": cookie}, timeout=30).raise_for_status()
        took.append(time.monotonic() - start)
        due += pause
        time.sleep(max(due - time.monotonic(), 0))


def main(cookie: str, per_second: str, *addresses: str) -> None:
    over = threading.Event()
    took: list[float] = []
    told = (cookie, CONNECTIONS / float(per_second), over, took)
    threads = [  # each begins at another page
        threading.Thread(target=ask, args=([*addresses[start:], *addresses[:start]], *told))
        for start in (number % len(addresses) for number in range(CONNECTIONS))
    ]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    sys.stdin.read()
    over.set()
    for thread in threads:
        thread.join()
    print(json.dumps({"per_second": len(took) / (time.monotonic() - start), "took": took}))


def command(cookie: str, per_second: int, addresses: list[str]) -> list[str]:
    return [sys.executable, __file__, cookie, str(per_second), *addresses]


if __name__ == "__main__":
    main(*sys.argv[1:])
