"""Plans an import: compares files and rows with the corpus, before anything is read or stored (pure)."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from wgcop.priorwork.imports.cells import StatedFacts, canonical, stated_facts
from wgcop.priorwork.imports.outcomes import ImportOutcome
from wgcop.priorwork.imports.table import FactsRow
from wgcop.reading.reasons import NotTaken, Reason


@dataclass(frozen=True)
class IncomingFile:
    """A file that somebody brought, with its row of the table; `failure` says why it cannot be
    taken.
    """

    name: str
    sha: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    line: int | None = None
    failure: Reason | None = None

    @property
    def imported(self) -> str:
        """A digest that changes when the file or its row does."""
        return hashlib.sha256(f"{self.sha}\n{canonical(self.cells)}".encode()).hexdigest()

    @property
    def symbol(self) -> str:
        return self.cells.get("symbol", "").strip()

    @property
    def body_and_symbol(self) -> tuple[str, str]:
        return self.cells.get("body", "").strip().casefold(), self.symbol

    @property
    def key(self) -> str:
        return self.symbol or self.name


@dataclass(frozen=True)
class CorpusDocument:
    body: str
    key: str
    sha: str
    imported: str
    withdrawn: bool = False


@dataclass(frozen=True)
class Corpus:
    """The part of the corpus that an import is compared with: the codes of bodies by each of their
    names in lower case, clauses, documents.
    """

    bodies: Mapping[str, str]
    wids: frozenset[str] = frozenset()
    documents: tuple[CorpusDocument, ...] = ()


@dataclass(frozen=True)
class ImportStep:
    """A step of an import, for one file. `replaces` is the earlier key of a document that changes."""

    file: IncomingFile
    outcome: ImportOutcome
    reason: Reason | None = None
    body: str = ""
    facts: StatedFacts = field(default_factory=StatedFacts)
    replaces: str = ""

    def failed(self, reason: Reason) -> "ImportStep":
        return replace(self, outcome=ImportOutcome.FAILED, reason=reason)


def pair(files: Mapping[str, str], rows: Iterable[FactsRow]) -> list[IncomingFile]:
    """Return each file with its row, matched by path or, if only one file has that name, by its
    name without folders.

    `files` are digests by path. A row without a file, or a second row for the same file, becomes an
    entry that failed. So does a file whose symbol an earlier row has: each file is imported by
    itself, and the second would replace the first.
    """
    times_used = Counter(PurePosixPath(name).name for name in files)
    by_bare_name = {PurePosixPath(name).name: name for name in files}
    by_name = {name: IncomingFile(name, sha) for name, sha in sorted(files.items())}
    failed: list[IncomingFile] = []
    with_symbol: dict[tuple[str, str], str] = {}
    for row in rows:
        name = row.file if row.file in files else ""
        if not name and times_used[row.file] == 1:
            name = by_bare_name[row.file]
        if not row.file:
            reason = Reason("no file is named")
        elif not name:
            reason = Reason("there is no such file")
        elif (line := by_name[name].line) is not None:
            reason = Reason("line %(line)d is about the same file", line=line)
        else:
            paired = replace(by_name[name], cells=row.cells, line=row.line)
            first = with_symbol.setdefault(paired.body_and_symbol, name) if paired.symbol else name
            if first != name:
                reason = Reason("%(other)s has the same symbol", other=first)
                paired = replace(paired, failure=reason)
            by_name[name] = paired
            continue
        failed.append(IncomingFile(row.file or "–", line=row.line, failure=reason))
    return [*by_name.values(), *failed]


def plan(files: Iterable[IncomingFile], body: str, corpus: Corpus) -> list[ImportStep]:
    """Return one step for each file. A step assumes that the steps before it have been carried out."""
    planner = _Planner(body, corpus)
    return [planner.step(file) for file in files]


def at_line(line: int | None, reason: Reason) -> Reason:
    return Reason("Line %(line)d: %(reason)s", line=line, reason=reason) if line else reason


class _Planner:
    def __init__(self, body: str, corpus: Corpus) -> None:
        self._body = body
        self._corpus = corpus
        self._documents = {(one.body, one.key): one for one in corpus.documents}
        self._keys_by_content = {(one.body, one.sha): one.key for one in corpus.documents}
        self._withdrawn = {(one.body, one.key) for one in corpus.documents if one.withdrawn}
        self._places_of_content: dict[str, list[tuple[str, str]]] = {}
        for one in corpus.documents:
            self._places_of_content.setdefault(one.sha, []).append((one.body, one.key))
        self._planned: dict[tuple[str, str], IncomingFile] = {}

    def step(self, file: IncomingFile) -> ImportStep:
        try:
            step = self._step(file)
        except NotTaken as error:
            return ImportStep(file, ImportOutcome.FAILED, at_line(file.line, error.reason))
        if step.outcome in (ImportOutcome.NEW, ImportOutcome.CHANGED):
            self._add(step)
        self._planned[step.body, file.key] = file
        return step

    def _step(self, file: IncomingFile) -> ImportStep:
        if file.failure:
            raise NotTaken(file.failure)
        facts = stated_facts(file.cells)
        body = self._body_of(facts)
        self._check_clauses(facts)
        if other := self._planned.get((body, file.key)):
            raise NotTaken(Reason("%(other)s has the same symbol", other=other.name))
        document = self._documents.get((body, file.key)) or self._documents.get((body, file.name))
        twin = self._keys_by_content.get((body, file.sha))
        if document is None and "symbol" not in facts.values and twin:
            reason = self._if_withdrawn(body, twin) or Reason(
                "The same file as %(other)s.", other=twin
            )
            return ImportStep(file, ImportOutcome.SAME, reason, body, facts)
        if document is None:
            return ImportStep(file, ImportOutcome.NEW, self._elsewhere(file, body), body, facts)
        told = self._if_withdrawn(body, document.key)
        if document.imported == file.imported:
            return ImportStep(file, ImportOutcome.SAME, told, body, facts)
        return ImportStep(file, ImportOutcome.CHANGED, told, body, facts, replaces=document.key)

    def _if_withdrawn(self, body: str, key: str) -> Reason | None:
        """Return a note that an import alone does not bring a withdrawn document back."""
        if (body, key) not in self._withdrawn:
            return None
        return Reason(
            "%(other)s is withdrawn, and stays so until it is brought back on its page.", other=key
        )

    def _elsewhere(self, file: IncomingFile, body: str) -> Reason | None:
        """Return a note if another body has the same document. That is allowed, but the person who
        brings the file should know.
        """
        for other_body, key in self._places_of_content.get(file.sha, ()):
            if other_body != body:
                return Reason("The same file as %(other)s of %(body)s.", other=key, body=other_body)
        return None

    def _body_of(self, facts: StatedFacts) -> str:
        if not facts.body:
            return self._body
        if code := self._corpus.bodies.get(facts.body.casefold(), ""):
            return code
        raise NotTaken(Reason("body: there is no body “%(name)s”", name=facts.body))

    def _check_clauses(self, facts: StatedFacts) -> None:
        if unknown := [wid for wid in facts.clauses if wid not in self._corpus.wids]:
            raise NotTaken(Reason("clauses: there is no clause “%(wid)s”", wid=unknown[0]))

    def _add(self, step: ImportStep) -> None:
        file = step.file
        self._documents.pop((step.body, step.replaces), None)
        self._documents[step.body, file.key] = CorpusDocument(
            step.body, file.key, file.sha, file.imported
        )
        self._keys_by_content[step.body, file.sha] = file.key
        self._places_of_content.setdefault(file.sha, []).append((step.body, file.key))
