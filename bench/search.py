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
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from itertools import islice
from math import floor, isclose, nan
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from whoosh.util.numeric import byte_to_length, length_to_byte

from bench import prose
from bench.engines import ENGINES, empty_engine
from bench.others import READER, SIZE, Fts5, Question, StockWhoosh, Tantivy, tantivy
from wgcop.search.analysis import tokenise
from wgcop.search.engine import Engine
from wgcop.search.fields import document
from wgcop.search.languages import variants
from wgcop.search.query import Query, parse
from wgcop.search.ranking import K1, SCORED, B, idf
from wgcop.search.records import Record
from wgcop.search.whoosh_engine import WhooshEngine

AUDIENCES = ("public",) * 6 + ("members",) * 3 + ("delegation:7", "delegation:8")
KINDS = ("contribution", "comment", "clause", "initiative", "document")
LEVELS = ("national", "regional", "international")
BATCH = 2_000
SORTS = ("1 word", "2 words", "3 words", "4 words", "phrase", "prefix", "filter", "facets",
         "highlighted")  # fmt: skip
"""The mix; each as often as the others. The page is measured apart."""

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


def questions(texts: Sequence[str], each: int, chance: random.Random) -> Iterator[Question]:
    for _ in range(each):
        for sort in (*SORTS, "page"):
            yield question(sort, texts, chance)


def question(sort: str, texts: Sequence[str], chance: random.Random) -> Question:
    while True:
        tokens = [t for t in tokenise(chance.choice(texts)) if t.text.isascii()]
        plain = [t.text for t in tokens if not t.stop and t.text.isalpha() and len(t.text) > 3]
        if len(plain) < 20:
            continue
        match sort:
            case "phrase":
                place = chance.randrange(len(tokens) - 1)
                pair = tokens[place : place + 2]
                if any(t.stop or not t.text.isalpha() or len(t.text) < 4 or t.whole for t in pair):
                    continue
                return Question(sort, (pair[0].text, pair[1].text))
            case "prefix":
                return Question(sort, (chance.choice(plain)[: chance.choice((3, 4, 5))],))
            case "filter":
                return Question(sort, tuple(chance.sample(plain, 2)), chance.choice(KINDS))
            case _:
                number = int(sort[0]) if sort[0].isdigit() else 2
                return Question(sort, tuple(chance.sample(plain, number)))


def records(texts: Sequence[str]) -> Iterator[Record]:
    chance = random.Random(1)
    begun = datetime(2009, 1, 1, tzinfo=UTC)
    for number, text in enumerate(texts):
        date = begun + timedelta(days=number % 6000)
        yield Record(
            id=f"{(kind := chance.choice(KINDS))}:{number}",
            kind=kind,
            title=" ".join(text.split()[:8]),
            text=text,
            url=f"/measured/{number}",
            audience=frozenset({chance.choice(AUDIENCES)}),
            year=date.year,
            date=date,
            level=chance.choice(LEVELS),
            body=f"Body {chance.randrange(30)}",
            source=f"Source {chance.randrange(190)}",
            subjects=tuple({f"Subject {chance.randrange(40)}" for _ in range(2)}),
            state=chance.choice(("open", "closed")),
        )


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


def asked_of(question: Question) -> Query:
    return parse(
        question.typed,
        audiences=READER,
        chosen={"kind": (question.kind,)} if question.kind else {},
        size=SIZE,
        facets=question.wants_facets,
        snippets=question.wants_snippets,
    )


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


def compare_with_everything(
    engine: Engine, texts: Sequence[str], asked: Sequence[Question]
) -> None:
    """The first twenty against BM25F worked out over all documents, one by one."""
    same = 0
    for question, expected in zip(asked, exhaustive(texts, asked), strict=True):
        found = [hit.score for hit in engine.search(asked_of(question)).hits]
        same += len(found) == len(expected) and all(map(nearly_equal, found, expected))
    print(f"\ntop {SIZE} as by scoring every document: {same} of {len(asked)} questions")


def nearly_equal(one: float, other: float) -> bool:
    return isclose(one, other, abs_tol=0.001)


def exhaustive(texts: Sequence[str], asked: Sequence[Question]) -> list[list[float]]:
    wanted = [[variants(word) for word in question.words] for question in asked]
    every = {term for words in wanted for terms in words for term in terms}
    readable = [record for record in records(texts) if record.audience & READER]
    counts: dict[str, list[Counter[str]]] = {field: [] for field in SCORED}
    lengths: dict[str, list[int]] = {field: [] for field in SCORED}
    for record in readable:
        for field in SCORED:
            terms = [term for term, _ in document(record)[field]]
            counts[field].append(Counter(term for term in terms if term in every))
            lengths[field].append(byte_to_length(length_to_byte(len(terms))))
    average = {field: statistics.mean(filter(None, held)) for field, held in lengths.items()}

    @cache
    def scores(terms: frozenset[str]) -> list[float]:
        total = [0.0] * len(readable)
        for field in SCORED:
            held = [sum(count[term] for term in terms) for count in counts[field]]
            weight = idf(len(readable), sum(map(bool, held)))
            for number, count in enumerate(held):
                norm = K1 * (1 - B + B * lengths[field][number] / average[field])
                total[number] += weight * count * (K1 + 1) / (count + norm)
        return total

    answers = []
    for words in wanted:
        columns = [scores(terms) for terms in words]
        sums = [(sum(row), all(row)) for row in zip(*columns, strict=True)]
        partly = max((total for total, whole in sums if total and not whole), default=-1.0)
        lift = floor(partly) + 1
        ranked = sorted((total + lift * whole for total, whole in sums if total), reverse=True)
        answers.append(ranked[:SIZE])
    return answers


OPENING = """
import re, sys, time
from pathlib import Path
from wgcop.search.query import parse
from wgcop.search.whoosh_engine import WhooshEngine
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
