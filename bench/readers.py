"""Readers of one page, in a process of their own: asks until its input ends, then tells what was answered.

Usage: readers.py ADDRESS COOKIE PER_SECOND
"""

import json
import sys
import threading
import time

import requests

CONNECTIONS = 8


def ask(address: str, cookie: str, pause: float, over: threading.Event, took: list[float]) -> None:
    http = requests.Session()
    due = time.monotonic()
    while not over.is_set():
        start = time.monotonic()
        http.get(address, headers={"Cookie": cookie}, timeout=30).raise_for_status()
        took.append(time.monotonic() - start)
        due += pause
        time.sleep(max(due - time.monotonic(), 0))


def main(address: str, cookie: str, per_second: str) -> None:
    over = threading.Event()
    took: list[float] = []
    told = (address, cookie, CONNECTIONS / float(per_second), over, took)
    threads = [threading.Thread(target=ask, args=told) for _ in range(CONNECTIONS)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    sys.stdin.read()
    over.set()
    for thread in threads:
        thread.join()
    print(json.dumps({"per_second": len(took) / (time.monotonic() - start)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
