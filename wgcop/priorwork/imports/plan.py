"""What an import would do: files and rows against what is known, before anything is read or stored (pure)."""

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
    """A file that somebody brought, with what the table says of it; `failure` says why it is none."""

    name: str
    sha: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    line: int | None = None
    failure: Reason | None = None

    @property
    def imported(self) -> str:
        """Changes when the file or what is said of it does."""
        return hashlib.sha256(f"{self.sha}\n{canonical(self.cells)}".encode()).hexdigest()

    @property
    def key(self) -> str:
        return self.cells.get("symbol", "").strip() or self.name


@dataclass(frozen=True)
class CorpusDocument:
    """A document that is there already."""

    body: str
    key: str
    sha: str
    imported: str


@dataclass(frozen=True)
class Corpus:
    """What an import is compared with: bodies by any of their names in lower case, clauses, documents."""

    bodies: Mapping[str, str]
    wids: frozenset[str] = frozenset()
    documents: tuple[CorpusDocument, ...] = ()


@dataclass(frozen=True)
class ImportStep:
    """`replaces` is the key under which a changed document is known, where it was another one."""

    wanted: IncomingFile
    outcome: ImportOutcome
    reason: Reason | None = None
    body: str = ""
    facts: StatedFacts = field(default_factory=StatedFacts)
    replaces: str = ""

    def failed(self, reason: Reason) -> "ImportStep":
        return replace(self, outcome=ImportOutcome.FAILED, reason=reason)


def pair(files: Mapping[str, str], rows: Iterable[FactsRow]) -> list[IncomingFile]:
    """Each file with its row: by path or, where only one file is called so, by its bare name.

    `files` are digests by path; a row without its file, or a second one for the same, is a failure of its own.
    """
    bare = Counter(PurePosixPath(name).name for name in files)
    by_bare = {PurePosixPath(name).name: name for name in files}
    found: dict[str, IncomingFile] = {
        name: IncomingFile(name, sha) for name, sha in sorted(files.items())
    }
    failed: list[IncomingFile] = []
    for row in rows:
        name = row.file if row.file in files else ""
        if not name and bare[row.file] == 1:
            name = by_bare[row.file]
        if not row.file:
            reason = Reason("no file is named")
        elif not name:
            reason = Reason("there is no such file")
        elif (line := found[name].line) is not None:
            reason = Reason("line %(line)d is about the same file", line=line)
        else:
            found[name] = replace(found[name], cells=row.cells, line=row.line)
            continue
        failed.append(IncomingFile(row.file or "–", line=row.line, failure=reason))
    return [*found.values(), *failed]


def plan(wanted: Iterable[IncomingFile], body: str, shelf: Corpus) -> list[ImportStep]:
    """What becomes of each, those before it being done."""
    known = {(one.body, one.key): one for one in shelf.documents}
    twins = {(one.body, one.sha): one.key for one in shelf.documents}
    taken: dict[tuple[str, str], IncomingFile] = {}
    steps = []
    for one in wanted:
        try:
            step = _step(one, body, shelf, known, twins, taken)
        except NotTaken as error:
            step = ImportStep(one, ImportOutcome.FAILED, at_line(one.line, error.reason))
        if step.outcome in (ImportOutcome.NEW, ImportOutcome.CHANGED):
            known.pop((step.body, step.replaces), None)
            known[step.body, one.key] = CorpusDocument(step.body, one.key, one.sha, one.imported)
            twins[step.body, one.sha] = one.key
        if step.outcome != ImportOutcome.FAILED:
            taken[step.body, one.key] = one
        steps.append(step)
    return steps


def at_line(line: int | None, reason: Reason) -> Reason:
    return Reason("Line %(line)d: %(reason)s", line=line, reason=reason) if line else reason


def _step(
    one: IncomingFile,
    body: str,
    shelf: Corpus,
    known: Mapping[tuple[str, str], CorpusDocument],
    twins: Mapping[tuple[str, str], str],
    taken: Mapping[tuple[str, str], IncomingFile],
) -> ImportStep:
    if one.failure:
        raise NotTaken(one.failure)
    said = stated_facts(one.cells)
    code = shelf.bodies.get(said.body.casefold(), "") if said.body else body
    if not code:
        raise NotTaken(Reason("body: there is no body “%(name)s”", name=said.body))
    if unknown := [wid for wid in said.clauses if wid not in shelf.wids]:
        raise NotTaken(Reason("clauses: there is no clause “%(wid)s”", wid=unknown[0]))
    if other := taken.get((code, one.key)):
        raise NotTaken(Reason("%(other)s has the same symbol", other=other.name))
    found = known.get((code, one.key)) or known.get((code, one.name))
    if found is None and not said.symbol and (twin := twins.get((code, one.sha))):
        reason = Reason("The same file as %(other)s.", other=twin)
        return ImportStep(one, ImportOutcome.SAME, reason, code, said)
    if found is None:
        return ImportStep(one, ImportOutcome.NEW, None, code, said)
    if found.imported == one.imported:
        return ImportStep(one, ImportOutcome.SAME, None, code, said)
    return ImportStep(one, ImportOutcome.CHANGED, None, code, said, replaces=found.key)
