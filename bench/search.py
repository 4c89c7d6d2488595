"""Search beside SQLite FTS5, tantivy and untuned Whoosh: questions, indexing, opening, and a comment that is posted.

Documents of about 400 words are made of real prose, the questions are drawn from them, and every engine answers each
question in turn, for a reader who may see some of the documents only. Most questions want twenty hits; some want
facets or snippets too, and a `page` wants all that a search page shows.
"""

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import islice
from math import nan
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import prose
from bench.engines import ENGINES, empty_engine
from bench.exhaustive import compare_with_everything
from bench.others import Fts5, StockWhoosh, Tantivy, tantivy
from bench.questions import READER, SORTS, Question, asked_of, questions, records
from wgcop.search.question.parsing import parse
from wgcop.search.records import Record
from wgcop.search_engines.protocol import Engine
from wgcop.search_engines.whoosh.engine import WhooshEngine

BATCH = 2_000

clock = time.perf_counter
Answer = Callable[[Question], Sequence[str]]
Times = dict[str, dict[str, list[float]]]
"""Engine → sort of question → milliseconds."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[10_000, 50_000])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=["whoosh"])
    parser.add_argument("--questions", type=int, default=40, help="of each sort")
    parser.add_argument("--prose", type=Path, nargs="*", default=[], help="folders of English text")
    parser.add_argument(
        "--cpu",
        action="store_true",
        help="count processor time, where others keep the machine busy (not for postgres, which works elsewhere)",
    )
    options = parser.parse_args()
    if options.cpu:
        global clock
        clock = time.process_time
    for count in options.documents:
        measure(count, options.engines, options.questions, options.prose)


def measure(count: int, engines: Sequence[str], each: int, folders: Sequence[Path]) -> None:
    texts = list(prose.documents(count, folders))
    words = statistics.mean(len(text.split()) for text in texts)
    print(f"\n{len(texts):,} documents of {words:.0f} words")
    chance = random.Random(count)
    warming, asked = (list(questions(texts, each, chance)) for _ in range(2))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wgcop-bench-")))
        ours = {name: stack.enter_context(empty_engine(name)) for name in engines}
        ours["whoosh"] = WhooshEngine(folder / "index")
        stock = StockWhoosh(folder)
        others: dict[str, Fts5 | Tantivy] = {"FTS5": Fts5(folder)}
        if tantivy:
            others["tantivy"] = Tantivy(folder)
        else:
            print("tantivy is not installed here, and is left out")
        rates = {}
        for name, engine in ours.items():
            rates[name] = timed(partial(fill, engine, texts))
        for name, other in [*others.items(), ("stock Whoosh", stock)]:
            rates[name] = timed(partial(other.fill, records(texts)))
        print("indexed a second: " + ", ".join(f"{n} {count / s:,.0f}" for n, s in rates.items()))

        warm: dict[str, Answer] = {name: answers_of(engine) for name, engine in ours.items()}
        warm |= {name: other.ask for name, other in others.items()}
        run(warm, warming)
        table(run(warm, asked), "warm, ratios to FTS5", beside="FTS5")
        cold: dict[str, Answer] = {
            "whoosh": opened_anew(folder / "index"),
            "stock Whoosh": stock.ask,
        }
        few = [question for question in asked if chance.random() < 0.25]
        table(
            run(cold, few),
            "cold, opened for each question, ratios to stock Whoosh",
            beside="stock Whoosh",
        )
        if count <= 10_000:
            compare_with_everything(
                ours["whoosh"], texts, [q for q in asked if q.sort[0].isdigit()][:40]
            )
        tell_opening(folder / "index")
        for name, engine in ours.items():
            tell_posting(name, engine)


def fill(engine: Engine, texts: Sequence[str]) -> None:
    all_of_them = records(texts)
    while batch := list(islice(all_of_them, BATCH)):
        with engine.writing() as index:
            index.put(batch)
    engine.optimise()


def answers_of(engine: Engine) -> Answer:
    def answer(question: Question) -> Sequence[str]:
        return [hit.id for hit in engine.search(asked_of(question)).hits]

    return answer


def opened_anew(folder: Path) -> Answer:
    def answer(question: Question) -> Sequence[str]:
        return answers_of(WhooshEngine(folder))(question)

    return answer


def timed(work: Callable[[], object]) -> float:
    begun = clock()
    work()
    return clock() - begun


def run(engines: Mapping[str, Answer], asked: Sequence[Question]) -> Times:
    """Each question to one engine after the other, so that all meet the machine in the same mood."""
    took: Times = defaultdict(lambda: defaultdict(list))
    for question in asked:
        for name, answer in engines.items():
            took[name][question.sort].append(1000 * timed(partial(answer, question)))
    return took


def table(took: Times, title: str, *, beside: str) -> None:
    print(f"\n{title}; p50 / p95 ms")
    print(f"{'':14}" + "".join(f"{name:>28}" for name in took))
    for sort in (*SORTS, "page"):
        row = {name: percentiles(times[sort]) for name, times in took.items()}
        print(f"{sort:14}" + "".join(cell(row[name], row[beside]) for name in took))
    mix = {name: percentiles([t for s in SORTS for t in times[s]]) for name, times in took.items()}
    print(f"{'mix':14}" + "".join(cell(mix[name], mix[beside]) for name in took))
    print(f"{'mix p99':14}" + "".join(f"{mix[name][2]:28.2f}" for name in took))


def percentiles(times: list[float]) -> tuple[float, float, float]:
    if not times:
        return (nan,) * 3
    cuts = statistics.quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
    return cuts[49], cuts[94], cuts[98]


def cell(figures: tuple[float, ...], beside: tuple[float, ...]) -> str:
    ratio = f"({figures[0] / beside[0]:.2f} / {figures[1] / beside[1]:.2f})"
    return f"{figures[0]:8.2f} / {figures[1]:6.2f} {ratio:>15}"


OPENING = """
import re, sys, time
from pathlib import Path
from wgcop.search.question.parsing import parse
from wgcop.search_engines.whoosh.engine import WhooshEngine
def memory(): return int(re.search(r"RssAnon:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
before, begun = memory(), time.perf_counter()
engine = WhooshEngine(Path(sys.argv[1]))
engine.count()
opened, took = memory(), time.perf_counter() - begun
engine.search(parse("protection of children", audiences=frozenset({"public"})))
print(f"opening: {1000 * took:.0f} ms, {opened - before} MB of memory, {memory() - before} MB after a first question,", end=" ")
"""


def tell_opening(folder: Path) -> None:
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    subprocess.run(
        [sys.executable, "-c", OPENING, folder], check=True, cwd=Path(__file__).parents[1]
    )
    print(f"of an index of {size:,.0f} MB")


def tell_posting(name: str, engine: Engine) -> None:
    """From the moment when a writer has the comment until it is found."""
    took = []
    for number in range(40):
        word = f"xylo{number}phone"
        comment = Record(
            id=f"comment:posted{number}", kind="comment", title="A comment", text=f"We read {word}.",
            url="/posted", audience=frozenset({"members"}),
        )  # fmt: skip

        def post(comment: Record = comment, word: str = word) -> None:
            with engine.writing() as index:
                index.put([comment])
            assert engine.search(parse(word, audiences=READER)).total == 1

        took.append(1000 * timed(post))
    p50, p95, _ = percentiles(took)
    print(f"a posted comment is found by {name} after {p50:.0f} / {p95:.0f} ms (p50 / p95)")


if __name__ == "__main__":
    main()
