"""What is asked, and of what: questions drawn from the texts, and records that hold them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wgcop.search.question.analysis import tokenise
from wgcop.search.question.parsing import parse
from wgcop.search.question.query import Query
from wgcop.search.records import Record

READER = frozenset({"public", "members", "person:1", "delegation:7"})
"""Whom the questions are answered for."""
SIZE = 20
AUDIENCES = ("public",) * 6 + ("members",) * 3 + ("delegation:7", "delegation:8")
KINDS = ("contribution", "comment", "clause", "initiative", "document")
LEVELS = ("national", "regional", "international")
SORTS = ("1 word", "2 words", "3 words", "4 words", "phrase", "prefix", "filter", "facets",
         "highlighted")  # fmt: skip
"""The mix; each as often as the others. The page is measured apart."""


@dataclass(frozen=True)
class Question:
    sort: str
    words: tuple[str, ...]
    """Lower-case and made of letters only; of a phrase in order, of a prefix its beginning."""
    kind: str = ""

    @property
    def wants_facets(self) -> bool:
        return self.sort in ("facets", "page")

    @property
    def wants_snippets(self) -> bool:
        return self.sort in ("highlighted", "page")

    @property
    def typed(self) -> str:
        match self.sort:
            case "phrase":
                return f'"{" ".join(self.words)}"'
            case "prefix":
                return f"{self.words[0]}*"
            case _:
                return " ".join(self.words)


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


def asked_of(question: Question) -> Query:
    return parse(
        question.typed,
        audiences=READER,
        chosen={"kind": (question.kind,)} if question.kind else {},
        size=SIZE,
        facets=question.wants_facets,
        snippets=question.wants_snippets,
    )
