"""How well an engine answers: nDCG@10, average precision and Recall@100 on a folder with questions and judgements.

The folder holds docs.jsonl, queries.jsonl (each may be gzipped) and qrels.tsv. Every document goes through the
engine as the workspace runs it, every question is asked as a reader would type it, and of each 100 hits are kept.
"""

import argparse
import gzip
import json
import math
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.engines import ENGINES, empty_engine
from wgcop.search.question.parsing import parse
from wgcop.search.records import Record
from wgcop.search_engines.protocol import Engine

PUBLIC = frozenset({"public"})
KEPT = 100
BATCH = 1_000

Judgements = Mapping[str, Mapping[str, int]]
"""Question → document → its relevance."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--engine", choices=ENGINES, default="whoosh")
    parser.add_argument("--run", type=Path, help="write question, document, score to this file")
    options = parser.parse_args()
    questions = {str(line["id"]): line["text"] for line in lines(options.folder, "queries")}
    judged = judgements(options.folder / "qrels.tsv")
    with empty_engine(options.engine) as engine:
        begun = time.perf_counter()
        count = fill(engine, lines(options.folder, "docs"))
        print(f"{count} documents in {time.perf_counter() - begun:.1f} s")
        answers = {question: answer(engine, typed) for question, typed in questions.items()}
    if options.run:
        options.run.write_text("".join(as_lines(answers)))
    asked = [question for question, relevant in judged.items() if any(relevant.values())]
    for name, measure in (
        ("nDCG@10", ndcg),
        ("average precision", average_precision),
        ("Recall@100", recall),
    ):
        values = [measure([d for d, _ in answers.get(q, ())], judged[q]) for q in asked]
        print(f"{name:20}{sum(values) / max(len(values), 1):.4f}")
    print(f"over {len(asked)} questions that have a relevant document, by {options.engine}")


def lines(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    plain, packed = folder / f"{name}.jsonl", folder / f"{name}.jsonl.gz"
    if not (plain.exists() or packed.exists()):
        raise SystemExit(f"{folder} has no {name}.jsonl or {name}.jsonl.gz.")
    with plain.open() if plain.exists() else gzip.open(packed, "rt") as file:
        yield from (json.loads(line) for line in file if line.strip())


def judgements(file: Path) -> Judgements:
    judged: dict[str, dict[str, int]] = {}
    for line in file.read_text().splitlines():
        question, document, relevance = line.split("\t")
        judged.setdefault(question, {})[document] = int(relevance)
    return judged


def fill(engine: Engine, documents: Iterable[Mapping[str, Any]]) -> int:
    count = 0
    records = map(record, documents)
    while batch := list(islice(records, BATCH)):
        with engine.writing() as index:
            index.put(batch)
        count += len(batch)
    engine.optimise()
    return count


def record(document: Mapping[str, Any]) -> Record:
    return Record(
        id=f"document:{document['id']}",
        kind="document",
        title=document.get("title") or "",
        text=document.get("text") or "",
        url=f"/documents/{document['id']}",
        audience=PUBLIC,
        language=document.get("language") or "en",
    )


def answer(engine: Engine, typed: str) -> list[tuple[str, float]]:
    hits = engine.search(
        parse(typed, audiences=PUBLIC, size=KEPT, facets=False, snippets=False)
    ).hits
    return [(hit.id.partition(":")[2], hit.score) for hit in hits]


def as_lines(answers: Mapping[str, list[tuple[str, float]]]) -> Iterator[str]:
    for question, found in answers.items():
        for document, score in found:
            yield f"{question}\t{document}\t{score}\n"


def ndcg(found: list[str], relevant: Mapping[str, int], most: int = 10) -> float:
    gains = [relevant.get(document, 0) for document in found[:most]]
    ideal = sorted(relevant.values(), reverse=True)[:most]
    return discounted(gains) / discounted(ideal)


def discounted(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, 1))


def average_precision(found: list[str], relevant: Mapping[str, int]) -> float:
    right, precisions = 0, 0.0
    for place, document in enumerate(found, 1):
        if relevant.get(document, 0) > 0:
            right += 1
            precisions += right / place
    return precisions / sum(gain > 0 for gain in relevant.values())


def recall(found: list[str], relevant: Mapping[str, int]) -> float:
    wanted = {document for document, gain in relevant.items() if gain > 0}
    return len(wanted & set(found[:KEPT])) / len(wanted)


if __name__ == "__main__":
    main()
