"""The engine in PostgreSQL as it grows: filling, pieces of merges, questions, the first one of a process, and waits.

    python bench/growth.py --documents 10000 50000 100000 --comments 10 --minutes 60

Each document comes with so many comments of forty words. Up to `--merged` documents the index is then merged into one segment, while one thread
searches and another posts comments: the longest that either waits is told. PostgreSQL runs for this time only, unless
DATABASE_URL names a database that may be filled: for figures of a server with its usual settings, name one. Times are those of
the clock; `cpu` is the processor time of Python alone.
"""

import argparse
import os
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import Connection

from bench import prose
from bench.engines import empty_engine
from bench.questions import READER, SORTS, asked_of, questions, records
from bench.search import BATCH, percentiles, tell_posting
from wgcop.search.question.parsing import parse
from wgcop.search.records import Record
from wgcop.search_engines.postgres import merging
from wgcop.search_engines.postgres.engine import PostgresEngine


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[10_000, 50_000])
    parser.add_argument("--comments", type=int, default=0, help="with each document")
    parser.add_argument(
        "--merged", type=int, default=50_000, help="the most documents that are merged into one"
    )
    parser.add_argument("--minutes", type=float, default=60.0, help="no further size after these")
    parser.add_argument("--questions", type=int, default=20, help="of each sort")
    parser.add_argument("--prose", type=Path, nargs="*", default=[], help="folders of English text")
    options = parser.parse_args()
    texts = list(prose.documents(max(options.documents), options.prose))
    pieces = watched_pieces()
    with empty_engine("postgres") as engine:
        assert isinstance(engine, PostgresEngine)
        coming = mixed(texts, options.comments)
        there = 0
        filled = Took()
        until = time.monotonic() + 60 * options.minutes
        for documents in options.documents:
            count = documents * (1 + options.comments)
            while there < count and time.monotonic() < until:
                batch = list(islice(coming, min(BATCH, count - there)))
                filled.by(partial(put, engine, batch))
                there += len(batch)
            rate = there / filled.clock
            print(
                f"\n{there:,} records: {rate:,.0f} a second, {1000 * filled.cpu / there:.2f} ms of cpu each; "
                f"longest of {len(pieces)} pieces {max(pieces, default=0):.2f} s; load {os.getloadavg()[0]:.1f}; "
                f"{size_of(engine) / 1e6:,.0f} MB",
                flush=True,
            )
            tell_first_question(engine)
            tell_questions(engine, texts[:documents], options.questions)
            tell_posting("postgres", engine)
            if documents <= options.merged:
                tell_waits(engine)
            if time.monotonic() > until:
                print("the time is over")
                break


COMMENTED = 40
"""Words of a comment."""


def mixed(texts: Sequence[str], comments: int) -> Iterator[Record]:
    """Documents, and after each of them its comments."""
    for number, document in enumerate(records(texts)):
        yield document
        words = document.text.split()
        for nth in range(comments):
            begin = (nth * COMMENTED) % max(len(words) - COMMENTED, 1)
            yield Record(
                id=f"comment:{number}-{nth}",
                kind="comment",
                title=f"Comment on {document.title}",
                text=" ".join(words[begin : begin + COMMENTED]),
                url=f"{document.url}#{nth}",
                audience=document.audience,
                year=document.year,
                date=document.date,
                source=document.source,
            )


def size_of(engine: PostgresEngine) -> int:
    with engine._connections.connect() as connection:
        size = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar()
    return int(size or 0)


def tell_waits(engine: PostgresEngine) -> None:
    """Everything is merged, while one thread searches and another posts comments."""
    is_over = threading.Event()
    asking, posting = Waits(), Waits()
    query = parse("protection of children", audiences=READER)
    beside = another(engine)
    threads = [
        threading.Thread(target=asking.keep, args=(is_over, lambda _: beside.search(query))),
        threading.Thread(target=posting.keep, args=(is_over, partial(post, beside))),
    ]
    merged = Took()
    for thread in threads:
        thread.start()
    merged.by(engine.optimise)
    is_over.set()
    for thread in threads:
        thread.join()
    beside.close()
    print(
        f"merged into one segment in {merged.clock:.1f} s; meanwhile the longest of {asking.times} searches took "
        f"{asking.longest:.2f} s, and of {posting.times} comments {posting.longest:.2f} s",
        flush=True,
    )


def post(engine: PostgresEngine, number: int) -> None:
    comment = Record(
        id=f"comment:waited{number}", kind="comment", title="A comment", text=f"We read {number}.",
        url="/waited", audience=frozenset({"members"}),
    )  # fmt: skip
    put(engine, [comment])


class Waits:
    def __init__(self) -> None:
        self.longest, self.times = 0.0, 0

    def keep(self, is_over: threading.Event, work: Callable[[int], object]) -> None:
        """Ten times a second."""
        while not is_over.wait(0.1):
            begun = time.perf_counter()
            work(self.times)
            self.longest = max(self.longest, time.perf_counter() - begun)
            self.times += 1


class Took:
    def __init__(self) -> None:
        self.clock = self.cpu = 0.0

    def by(self, work: Callable[[], object]) -> None:
        clock, cpu = time.perf_counter(), time.process_time()
        work()
        self.clock += time.perf_counter() - clock
        self.cpu += time.process_time() - cpu


def put(engine: PostgresEngine, batch: Sequence[Record]) -> None:
    with engine.writing() as index:
        index.put(batch)


def watched_pieces() -> list[float]:
    """Filled with the seconds of each piece of a merge."""
    seconds: list[float] = []
    advance = merging.advance

    def watched(connection: Connection) -> bool:
        begun = time.perf_counter()
        is_more = advance(connection)
        if is_more:
            seconds.append(time.perf_counter() - begun)
        return is_more

    merging.advance = watched
    return seconds


FIRST = """
import re, sys, time
from pathlib import Path
from wgcop.search.question.parsing import parse
from wgcop.search_engines.postgres.engine import PostgresEngine
def memory(): return int(re.search(r"RssAnon:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
engine, query = PostgresEngine(sys.argv[1]), parse("protection of children", audiences=frozenset({"public"}))
before, begun, cpu = memory(), time.perf_counter(), time.process_time()
engine.search(query)
clock, cpu = time.perf_counter() - begun, time.process_time() - cpu
print(f"first question of a process: {1000 * clock:.0f} ms, cpu {1000 * cpu:.0f}, {memory() - before} MB of memory", flush=True)
"""


def tell_first_question(engine: PostgresEngine) -> None:
    """As a process that has just started answers it."""
    subprocess.run(
        [sys.executable, "-c", FIRST, url_of(engine)], check=True, cwd=Path(__file__).parents[1]
    )


def another(engine: PostgresEngine) -> PostgresEngine:
    """As in another process, which needs no application."""
    return PostgresEngine(url_of(engine))


def url_of(engine: PostgresEngine) -> str:
    return engine._connections.url.render_as_string(hide_password=False)


def tell_questions(engine: PostgresEngine, texts: Sequence[str], each: int) -> None:
    chance = random.Random(len(texts))
    for question in questions(texts, max(each // 4, 1), chance):
        engine.search(asked_of(question))
    took: dict[str, list[Took]] = defaultdict(list)
    for question in questions(texts, each, chance):
        took[question.sort].append(Took())
        took[question.sort][-1].by(partial(engine.search, asked_of(question)))
    took["mix"] = [one for sort in SORTS for one in took[sort]]
    for sort, times in took.items():
        p50, p95, _ = percentiles([1000 * one.clock for one in times])
        cpu50, cpu95, _ = percentiles([1000 * one.cpu for one in times])
        print(f"{sort:14}{p50:8.1f} / {p95:6.1f} ms   cpu {cpu50:6.1f} / {cpu95:6.1f}")


if __name__ == "__main__":
    main()
