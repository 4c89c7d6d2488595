"""The engine in PostgreSQL as it grows: filling, the longest piece of a merge, questions, the first one of a process, a comment.

    python bench/growth.py --documents 10000 50000 120000

PostgreSQL runs for this time only, unless DATABASE_URL names a database that may be filled: for figures of a server with
its usual settings, name one. Times are those of the clock; `cpu` is the processor time of Python alone.
"""

import argparse
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import Connection

from bench import prose
from bench.engines import empty_engine
from bench.questions import READER, SORTS, asked_of, questions, records
from bench.search import BATCH, percentiles, tell_posting
from wgcop.search.engines.postgres import merging
from wgcop.search.engines.postgres.engine import PostgresEngine
from wgcop.search.question.parsing import parse
from wgcop.search.records import Record


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[10_000, 50_000])
    parser.add_argument("--questions", type=int, default=20, help="of each sort")
    parser.add_argument("--prose", type=Path, nargs="*", default=[], help="folders of English text")
    options = parser.parse_args()
    texts = list(prose.documents(max(options.documents), options.prose))
    pieces = watched_pieces()
    with empty_engine("postgres") as engine:
        assert isinstance(engine, PostgresEngine)
        coming = records(texts)
        there = 0
        filled = Took()
        for count in options.documents:
            while there < count and (batch := list(islice(coming, min(BATCH, count - there)))):
                filled.by(partial(put, engine, batch))
                there += len(batch)
            rate = there / filled.clock
            print(
                f"\n{there:,} documents: {rate:,.0f} a second, {1000 * filled.cpu / there:.2f} ms of cpu each; "
                f"longest of {len(pieces)} pieces {max(pieces, default=0):.2f} s; load {os.getloadavg()[0]:.1f}"
            )
            tell_first_question(engine)
            tell_questions(engine, texts[:there], options.questions)
            tell_posting("postgres", engine)
        merged = Took()
        merged.by(engine.optimise)
        print(
            f"\nmerged into one segment in {merged.clock:.1f} s, longest piece {max(pieces):.2f} s"
        )


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

    def watched(connection: Connection, *, times: int = 1) -> bool:
        begun = time.perf_counter()
        is_more = advance(connection, times=times)
        if is_more:
            seconds.append(time.perf_counter() - begun)
        return is_more

    merging.advance = watched
    return seconds


def tell_first_question(engine: PostgresEngine) -> None:
    """As a process that has just started answers it."""
    url = engine._connections.url.render_as_string(hide_password=False)
    first, fresh = Took(), PostgresEngine(url)
    first.by(partial(fresh.search, parse("protection of children", audiences=READER)))
    fresh.close()
    print(f"first question of a process: {1000 * first.clock:.0f} ms, cpu {1000 * first.cpu:.0f}")


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
