"""The radar on a folder of documents and drafts, or on a made corpus of a given size.

FOLDER holds docs.jsonl[.gz] with {id, title, text} and queries.jsonl[.gz] with {id, text, truth, related}.
The best hit of a draft at 0.25 or more is an alert: right if it is in `truth`, neither right nor wrong if it
is in `related`. --scale N asks about one draft of 3,000 words at a time among N documents of that length.
Everything goes through the product's own engine, tables and counter, in a folder that is removed.
"""

import argparse
import gzip
import json
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import String, Text, insert
from sqlalchemy.orm import Mapped, mapped_column

from wgcop.app import create_app
from wgcop.database import Base, db, migrations, writing
from wgcop.radar.check import Radar
from wgcop.radar.matching.overlap import SHARED, shingles
from wgcop.radar.shingle_store import RadarRecord, RadarState, current_counts, to_bytes
from wgcop.radar.sweep import sweep
from wgcop.search import indexer
from wgcop.search.followers import current_followers
from wgcop.search.index import current_index
from wgcop.search.records import Record, Searchable
from wgcop.search_engines.choice import current_engine

GUEST = frozenset({"public"})
WORDS_OF_MADE = 3_000


class Sample(Searchable, Base):
    """A document of this measurement."""

    __tablename__ = "bench_sample"
    search_kind = "bench-sample"
    is_work = True

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)

    def search_record(self) -> Record:
        return Record(
            id=f"bench-sample:{self.id}",
            kind="bench-sample",
            title=self.title,
            text=self.text,
            url=self.name,
            audience=GUEST,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    parser.add_argument("--words", type=int, default=0, help="ask with the first so many words")
    parser.add_argument("--run", type=Path, metavar="FILE", help="write what was answered")
    parser.add_argument("--scale", type=int, metavar="N", help="time it among N documents")
    parser.add_argument(
        "--sweep", type=int, metavar="N", help="sweep N documents, 20 of them copies"
    )
    parser.add_argument("--checks", type=int, default=100, help="drafts to time (100)")
    options = parser.parse_args()
    if not (options.folder or options.scale or options.sweep):
        parser.error("name a folder, or --scale N, or --sweep N")
    with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as folder:
        app = create_app({"DATA_DIR": Path(folder), "DATABASE_URL": "", "SECRET_KEY": "measured"})
        with app.app_context():
            migrations.upgrade(db.engine)
            Base.metadata.tables["bench_sample"].create(db.engine)
            if options.folder:
                score(options.folder, options.words, options.run)
            if options.scale:
                scale(options.scale, options.checks)
            if options.sweep:
                sweep_all(options.sweep)


# Right or wrong


def score(folder: Path, words: int, run: Path | None) -> None:
    fill(read(folder, "docs"))
    radar = Radar(current_engine(), db.session, current_counts())
    drafts = list(read(folder, "queries"))
    answers: dict[str, list[tuple[str, float]]] = {}
    for draft in drafts:
        check = radar.check(first_words(draft["text"], words), audiences=GUEST)
        answers[draft["id"]] = [(hit.work.url, hit.score) for hit in check.hits]
    if run:
        with run.open("w") as file:
            for draft_id, hits in answers.items():
                file.writelines(f"{draft_id}\t{doc}\t{score:.6f}\n" for doc, score in hits)
    report(drafts, answers)


def report(drafts: list[dict[str, Any]], answers: dict[str, list[tuple[str, float]]]) -> None:
    right = wrong = false_alarms = 0
    for draft in drafts:
        best, best_score = next(iter(answers[draft["id"]]), ("", 0.0))
        if best_score < SHARED or best in draft["related"]:
            continue
        if best in draft["truth"]:
            right += 1
            continue
        wrong += 1
        false_alarms += not draft["truth"]
        print(f"  wrong: {draft['id']} → {best} {best_score:.2f}")
    with_twin = sum(1 for draft in drafts if draft["truth"])
    without = len(drafts) - with_twin
    print(f"{len(drafts)} drafts, {with_twin} with a twin; alerts at {SHARED}")
    print(f"precision    {right / max(right + wrong, 1):.4f}  ({right} of {right + wrong} alerts)")
    print(f"recall       {right / max(with_twin, 1):.4f}  ({right} of {with_twin})")
    print(f"false alarms {false_alarms / max(without, 1):.4f}  ({false_alarms} of {without})")


def first_words(text: str, words: int) -> str:
    return " ".join(text.split()[:words]) if words else text


def read(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    plain, zipped = folder / f"{name}.jsonl", folder / f"{name}.jsonl.gz"
    with gzip.open(zipped, "rt") if zipped.exists() else plain.open() as file:
        for line in file:
            yield json.loads(line)


def fill(documents: Iterable[dict[str, Any]]) -> None:
    with writing():
        for batch in batches(documents, 500):
            db.session.execute(insert(Sample.__table__), batch)
        db.session.commit()
    index, followers = current_index(), current_followers()
    indexer.complete(db.session, index)
    while indexer.drain(db.session, index, followers, batch=indexer.REBUILD_BATCH):
        pass


def batches(documents: Iterable[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for document in documents:
        row = {"name": document["id"], "title": document["title"], "text": document["text"]}
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


# How long


def scale(size: int, checks: int) -> None:
    made = Made()
    started = time.perf_counter()
    fill(made.document(number) for number in range(size))
    print(
        f"{size} documents of {WORDS_OF_MADE} words indexed in {time.perf_counter() - started:.0f} s"
    )
    radar = Radar(current_engine(), db.session, current_counts())
    before = peak_memory()
    alone, whole, processor, right = [], [], [], 0
    for number in range(checks):
        twin = made.chance.randrange(size)
        draft = made.draft_of(twin) if number % 2 else made.document(size + number)["text"]
        db.session.rollback()
        started, busy = time.perf_counter(), time.process_time()
        check = radar.check(draft, audiences=GUEST)
        alone.append(1000 * (time.perf_counter() - started))
        check = radar.with_excerpts(check, draft, audiences=GUEST)
        whole.append(1000 * (time.perf_counter() - started))
        processor.append(1000 * (time.process_time() - busy))
        best = check.alerts[0].work.url if check.alerts else ""
        right += best == (str(twin) if number % 2 else "")
    for name, times in (
        ("score", alone),
        ("score and passages", whole),
        ("… of the processor", processor),
    ):
        print(
            f"{name:20} p50 {statistics.median(times):.0f} ms, p95 {percentile(times, 95):.0f} ms"
        )
    print(f"{right} of {checks} answered as they should (every second draft has a twin)")
    data = Path(str(db.engine.url.database))
    counter = current_counts().size
    print(
        f"memory: {before} MiB after indexing, {peak_memory()} MiB after the checks (peak); "
        f"counter {counter >> 20} MiB; database {data.stat().st_size >> 20} MiB"
    )


def sweep_all(size: int) -> None:
    """Without an index: the sweep reads only the stored shingles."""
    made = Made()
    with writing():
        db.session.execute(insert(RadarState).values(id=1, change=1))
        for number in range(size):
            text = made.document(number)["text"] if number >= 20 else made.draft_of(number + 20)
            row = {"record_id": str(number), "is_shared": True, "data": to_bytes(shingles(text))}
            row["body"] = "one" if number >= 20 else "other"
            db.session.execute(insert(RadarRecord), row)
        db.session.commit()
    before, started = peak_memory(), time.perf_counter()
    busy = time.process_time()
    found = sweep()
    print(
        f"{size} documents swept in {time.perf_counter() - started:.0f} s "
        f"({time.process_time() - busy:.0f} s of the processor): {found} of 20 copies found; "
        f"memory {before} MiB before, {peak_memory()} MiB at the peak"
    )


class Made:
    """Documents put together from sentences of prose that is on this machine."""

    def __init__(self) -> None:
        self.sentences = prose()
        self.chance = random.Random(67)

    def document(self, number: int) -> dict[str, Any]:
        chance = random.Random(number)
        return {"id": str(number), "title": f"Document {number}", "text": self.text(chance)}

    def text(self, chance: random.Random) -> str:
        """A sentence keeps half of its words, the others are drawn: no two documents share whole pages."""
        words: list[str] = []
        while len(words) < WORDS_OF_MADE:
            sentence = chance.choice(self.sentences)
            other = chance.choice(self.sentences)
            half = len(sentence) // 2
            words += [*sentence[:half], *other[len(other) // 2 :]]
        return " ".join(words[:WORDS_OF_MADE])

    def draft_of(self, number: int) -> str:
        """An earlier wording: two words in a hundred are others, and a tenth is left out."""
        words = self.document(number)["text"].split()[: int(WORDS_OF_MADE * 0.9)]
        return " ".join("changed" if self.chance.random() < 0.02 else word for word in words)


def prose() -> list[list[str]]:
    """Sentences of the documentation that comes with Python and its packages."""
    sentences = {
        " ".join(sentence.split())
        for folder in map(Path, [*sys.path, "/usr/share/doc"])
        if folder.is_dir() and folder != Path.cwd()
        for file in (*folder.glob("*.py"), *folder.glob("*/*.py"), *folder.glob("*/*.txt"))
        for block in re.findall(r'"""(.+?)"""', file.read_text(errors="ignore"), re.DOTALL)
        for sentence in re.split(r"(?<=[.!?])\s", block)
    }
    return [
        words for s in sorted(sentences) if 8 <= len(words := re.findall(r"[A-Za-z]+", s)) <= 40
    ]


def percentile(times: list[float], percent: int) -> float:
    return sorted(times)[min(len(times) * percent // 100, len(times) - 1)]


def peak_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
