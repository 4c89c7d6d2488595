"""How many of a secretary's questions have the right document among their first three results.

    python bench/secretary.py

`secretary.tsv` holds sixty questions, and for each the files of the reference material (`WGCOP_SHARED`, or `../shared`) that
answer it. They were written from these texts alone, before anybody saw what the search answers: a question that it answers
badly stays as it is. All texts are brought in beside the demo world, without a table of facts, and the questions are asked as
a person of the secretariat who has chosen no filter; what leads straight to a document counts as the first result.
"""

import csv
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

from flask import Flask
from sqlalchemy import select

from bench.worlds import demo_workspace
from tests.shared import ABSENT, SHARED
from wgcop.database import db
from wgcop.priorwork.cli import priorwork_group
from wgcop.priorwork.models import Document
from wgcop.search import indexer
from wgcop.search.question.query import Order
from wgcop.search_engines.choice import current_engine
from wgcop.search_page.addresses import Address
from wgcop.search_page.answers import answer
from wgcop.search_page.search_request import reader_called
from wgcop.search_page.shortcuts import shortcut_to

TEXTS = SHARED / "data/texts"
ASKS = "ines@example.org"
FIRST = 3
BODIES = {
    "ITU": ("itu-*", "International Telecommunication Union"),
    "EU": ("eu-*", "European Union"),
    "IE": ("ie-*", "Ireland"),
    "UN": ("*", "United Nations, treaties"),
}
"""Code of a body → its files, among those that no body before it has, and its name."""


@dataclass(frozen=True)
class Answered:
    question: str
    expected: frozenset[str]
    first: tuple[str, ...]
    """The addresses of the first results."""

    @property
    def place(self) -> int:
        """The place of the first result that was expected, from 1; 0 if none of them was."""
        return next((n for n, url in enumerate(self.first, 1) if url in self.expected), 0)


def main() -> None:
    if not TEXTS.is_dir():
        sys.exit(ABSENT)
    with demo_workspace() as app:
        answers = list(ask(app))
    for each in answers:
        if not each.place or each.place > FIRST:
            print(f"{each.place or '–':>3} {each.question}")
    right = len(within(answers))
    print(f"{right} of {len(answers)} have the right document among the first {FIRST}, ", end="")
    print(f"{len(within(answers, 1))} as the first")


def within(answers: list[Answered], places: int = FIRST) -> list[Answered]:
    return [each for each in answers if 0 < each.place <= places]


def ask(app: Flask) -> Iterator[Answered]:
    """Bring the texts into the workspace of `app`, and ask each question."""
    bring_in(app)
    with app.app_context():
        indexer.drain_all()
        addresses = addresses_of_files()
        for question, expected in questions():
            yield Answered(
                question, frozenset(addresses[file] for file in expected), first_of(question)
            )


def questions() -> Iterator[tuple[str, list[str]]]:
    with Path(__file__).with_name("secretary.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["question"], row["files"].split(";")


def bring_in(app: Flask) -> None:
    runner = app.test_cli_runner()
    left = set(TEXTS.rglob("*.txt"))
    for code, (pattern, name) in BODIES.items():
        with tempfile.TemporaryDirectory(prefix="wgcop-bench-") as folder:
            for path in left & set(TEXTS.rglob(f"{pattern}.txt")):
                left.discard(path)
                copy = Path(folder, path.relative_to(TEXTS))
                copy.parent.mkdir(exist_ok=True)
                _source, text = path.read_text(encoding="utf-8").split("\n", 1)
                copy.write_text(text, encoding="utf-8")
            of_body = ["body", code, "--kind", "organization", "--name", name]
            for command in (of_body, ["import", folder, "--body", code]):
                done = runner.invoke(priorwork_group, command)
                if done.exit_code:
                    raise SystemExit(done.output)


def addresses_of_files() -> Mapping[str, str]:
    return {
        document.key.removesuffix(".txt"): document.url
        for document in db.session.scalars(select(Document))
    }


def first_of(question: str, size: int = 20) -> tuple[str, ...]:
    address, reader = Address(question, {}, Order.RELEVANCE), reader_called(ASKS)
    found = answer(current_engine(), address, reader, size=size)
    named = shortcut_to(address.typed, reader.audiences)
    urls = [*([named.url] if named else []), *(hit.url for hit in found.results.hits)]
    return tuple(urlsplit(url).path for url in urls)


if __name__ == "__main__":
    main()
