"""What counting costs a request: `python bench/figures.py`, with one process and with several that share a folder."""

import time

from wgcop.observing import figures

REQUESTS = 20_000
STATEMENTS = 20


def microseconds() -> float:
    """For a request that sends twenty statements on one connection."""
    for _ in range(1_000):
        request()
    began = time.perf_counter()
    for _ in range(REQUESTS):
        request()
    return (time.perf_counter() - began) / REQUESTS * 1e6


def request() -> None:
    figures.begin_request()
    with figures.counted(figures.POOL, "waiting"):
        pass
    figures.POOL.labels("used").set(1)
    for _ in range(STATEMENTS):
        figures.count_statement()
    figures.POOL.labels("used").set(0)
    figures.end_request("/clauses/<name>", "GET", 200, 0.02)


if __name__ == "__main__":
    print(f"one process:       {microseconds():.0f} µs a request")
    shared = figures.share()
    print(f"several processes: {microseconds():.0f} µs a request")
    figures.forget(shared)
