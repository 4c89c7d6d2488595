"""The engines that search is measured beside, each asked as its own manual would."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from whoosh import query as whoosh_query
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in, open_dir

from bench.questions import READER, SIZE, Question
from wgcop.search.records import Record

try:
    import tantivy
except ImportError:  # it is no part of the workspace, nor of its tests
    tantivy = None

FACETS = ("kind", "year")
MARK = ("<mark>", "</mark>")


class Fts5:
    """One table of words, one of everything else."""

    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "fts5.db")

    def fill(self, records: Iterable[Record]) -> None:
        with self._database as database:
            database.execute(
                "CREATE VIRTUAL TABLE words USING fts5(title, text, tokenize = 'porter unicode61')"
            )
            database.execute(
                "CREATE TABLE record (number INTEGER PRIMARY KEY, id, kind, year, audience)"
            )
            for number, record in enumerate(records):
                database.execute(
                    "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
                    (number, record.title, record.text),
                )
                database.execute(
                    "INSERT INTO record VALUES (?, ?, ?, ?, ?)",
                    (number, record.id, record.kind, record.year, *record.audience),
                )
        self._database.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._database.execute("CREATE INDEX by_audience ON record (audience)")
        self._database.commit()

    def ask(self, question: Question) -> Sequence[str]:
        found = (
            "FROM words JOIN record ON number = words.rowid WHERE words MATCH ? "
            f"AND audience IN ({','.join('?' * len(READER))})"
        )
        given: list[Any] = [self._match(question), *READER]
        if question.kind:
            found, given = f"{found} AND kind = ?", [*given, question.kind]
        shown = "id, title"
        if question.wants_snippets:
            shown += f", snippet(words, 1, '{MARK[0]}', '{MARK[1]}', '…', 40)"
        rows = self._database.execute(
            f"SELECT {shown} {found} ORDER BY rank LIMIT {SIZE}", given
        ).fetchall()
        if question.wants_facets:
            for facet in FACETS:
                self._database.execute(
                    f"SELECT {facet}, count(*) {found} GROUP BY {facet}", given
                ).fetchall()
        return [row[0] for row in rows]

    def _match(self, question: Question) -> str:
        match question.sort:
            case "phrase":
                return f'"{" ".join(question.words)}"'
            case "prefix":
                return f'"{question.words[0]}" *'
            case _:
                return " OR ".join(f'"{word}"' for word in question.words)


class Tantivy:
    def __init__(self, folder: Path) -> None:
        schema = tantivy.SchemaBuilder()
        for name in ("title", "text"):
            schema.add_text_field(name, stored=True, tokenizer_name="en_stem")
        for name in ("id", "kind", "year", "audience"):
            schema.add_text_field(name, stored=True, fast=True, tokenizer_name="raw")
        self._schema = schema.build()
        (folder / "tantivy").mkdir()
        self._index = tantivy.Index(self._schema, path=str(folder / "tantivy"))

    def fill(self, records: Iterable[Record]) -> None:
        writer = self._index.writer(128_000_000, 1)
        for record in records:
            writer.add_document(
                tantivy.Document(
                    title=record.title,
                    text=record.text,
                    id=record.id,
                    kind=record.kind,
                    year=str(record.year),
                    audience=next(iter(record.audience)),
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, question: Question) -> Sequence[str]:
        words = self._words(question)
        parts = [
            (tantivy.Occur.Must, words),
            (
                tantivy.Occur.Must,
                tantivy.Query.const_score_query(
                    tantivy.Query.term_set_query(self._schema, "audience", list(READER)), 0.0
                ),
            ),
        ]
        if question.kind:
            kind = tantivy.Query.term_query(self._schema, "kind", question.kind)
            parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(kind, 0.0)))
        asked = tantivy.Query.boolean_query(parts)
        hits = self._searcher.search(asked, SIZE).hits
        documents = [self._searcher.doc(address) for _, address in hits]
        if question.wants_snippets:
            snippets = tantivy.SnippetGenerator.create(self._searcher, words, self._schema, "text")
            for document in documents:
                snippets.snippet_from_doc(document).to_html()
        if question.wants_facets:
            self._searcher.aggregate(
                asked, {name: {"terms": {"field": name, "size": 100}} for name in FACETS}
            )
        return [document["id"][0] for document in documents]

    def _words(self, question: Question) -> Any:
        match question.sort:
            case "phrase":
                return self._index.parse_query(question.typed, ["title", "text"])
            case "prefix":
                either = [
                    tantivy.Query.regex_query(self._schema, name, f"{question.words[0]}.*")
                    for name in ("title", "text")
                ]
                return tantivy.Query.boolean_query([(tantivy.Occur.Should, q) for q in either])
            case _:
                return self._index.parse_query(" ".join(question.words), ["title", "text"])


class StockWhoosh:
    """As it comes: its analyzer, its codec, its searcher, opened for each question."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "whoosh"

    def fill(self, records: Iterable[Record]) -> None:
        self._folder.mkdir()
        words = TEXT(stored=True, analyzer=StemmingAnalyzer())
        exact = ID(stored=True)
        index = create_in(
            self._folder,
            Schema(title=words, text=words, id=exact, kind=exact, year=exact, audience=exact),
        )
        with index.writer(limitmb=256) as writer:
            for record in records:
                writer.add_document(
                    title=record.title,
                    text=record.text,
                    id=record.id,
                    kind=record.kind,
                    year=str(record.year),
                    audience=next(iter(record.audience)),
                )

    def ask(self, question: Question) -> Sequence[str]:
        with open_dir(self._folder).searcher() as searcher:
            return self._ask(searcher, question)

    def _ask(self, searcher: Any, question: Question) -> Sequence[str]:
        seen: Any = whoosh_query.Or([whoosh_query.Term("audience", name) for name in READER])
        if question.kind:
            seen = whoosh_query.And([seen, whoosh_query.Term("kind", question.kind)])
        asked = whoosh_query.Or(
            [self._words(searcher, question, name) for name in ("title", "text")]
        )
        results = searcher.search(
            asked.normalize(),
            limit=SIZE,
            filter=seen,
            groupedby=list(FACETS) if question.wants_facets else None,
        )
        if question.wants_facets:
            for name in FACETS:
                Counter({value: len(docs) for value, docs in results.groups(name).items()})
        if question.wants_snippets:
            for hit in results:
                hit.highlights("text")
        return [hit["id"] for hit in results]

    def _words(self, searcher: Any, question: Question, name: str) -> Any:
        if question.sort == "prefix":
            return whoosh_query.Prefix(name, question.words[0])
        analyzer = searcher.schema[name].analyzer
        words = [token.text for word in question.words for token in analyzer(word, mode="query")]
        if question.sort == "phrase":
            return whoosh_query.Phrase(name, words)
        return whoosh_query.Or([whoosh_query.Term(name, word) for word in words])
