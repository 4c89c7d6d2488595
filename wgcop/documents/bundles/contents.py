"""The contents of the ZIP of a meeting or of an agenda item: the documents that its reader may
read, with their files.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _

from wgcop import files
from wgcop.accounts.roles import sources_in_words
from wgcop.bodies.models import Meeting
from wgcop.contributions import queries
from wgcop.contributions.enclosures.checking import free_name
from wgcop.contributions.enclosures.models import Enclosure
from wgcop.contributions.models import Contribution
from wgcop.contributions.printed_cover import PrintedWording
from wgcop.documents.bundles.naming import folder_name, paper_name, plain
from wgcop.documents.bundles.zipping import ZipStream
from wgcop.documents.docx import as_docx
from wgcop.documents.pdf import Printable, printable
from wgcop.errors import Busy
from wgcop.paper import Node
from wgcop.printing import PrintingFailed
from wgcop.translations.models import Translation
from wgcop.translations.queries import current_of, with_words

ATTEMPTS = 3
"""The number of attempts to print a paper while all printing slots are taken."""
BATCH = 10
"""The number of papers that are read at once. The number of SQL statements of a batch does not
depend on it.
"""


@dataclass(frozen=True)
class BundledFile:
    name: str
    title: str
    file: str
    size_name: str
    is_packed: bool


@dataclass(frozen=True)
class FileBeside:
    """A file that is not a paper, such as the list of participants. `title` describes it."""

    name: str
    title: str
    content: bytes


@dataclass(frozen=True)
class BundledVersion:
    """The current translation of a paper, as an entry of the ZIP."""

    id: int
    name: str
    name_in_print: str
    symbol: str
    title: str
    language: str
    language_name: str
    status: str
    at: datetime


@dataclass(frozen=True)
class BundledPaper:
    """The current wording of a paper and its names in the ZIP. It holds no database row, so that
    nothing is read while the ZIP is sent.
    """

    id: int
    revision: int
    name: str
    """The name of the paper's Word file in the ZIP."""
    name_in_print: str
    symbol: str
    title: str
    language: str
    source: str
    kind: str
    at: datetime
    is_withdrawn: bool
    url: str
    files: tuple[BundledFile, ...]
    versions: tuple[BundledVersion, ...]


def bundled(
    meeting: Meeting, audiences: frozenset[str], *, only: Iterable[int] | None = None
) -> list[BundledPaper]:
    """Return the papers of a meeting in the order of their numbers, in seven SQL statements. `only`
    limits them to papers with these ids and their addenda.
    """
    wanted = None if only is None else set(only)
    taken: set[str] = set()
    papers = [
        document
        for document in queries.documents_to_send(meeting, audiences)
        if wanted is None or document.id in wanted or document.parent_id in wanted
    ]
    translations = current_of(papers)
    return [_paper(paper, translations.get(paper.id, ()), taken) for paper in papers]


def _paper(
    contribution: Contribution, translations: Iterable[Translation], taken: set[str]
) -> BundledPaper:
    revision = contribution.current
    symbol = str(contribution.symbol)
    name = _free(paper_name(symbol, revision.title, "docx"), taken)
    folder = folder_name(symbol)
    return BundledPaper(
        id=contribution.id,
        revision=revision.number,
        name=name,
        name_in_print=_free(paper_name(symbol, revision.title, "pdf"), taken),
        symbol=symbol,
        title=revision.title,
        language=revision.language,
        source=sources_in_words(revision.source),
        kind=contribution.kind_name,
        at=revision.received_at or contribution.created_at,
        is_withdrawn=contribution.withdrawn_at is not None,
        url=contribution.url,
        files=tuple(_file(enclosure, folder, taken) for enclosure in revision.enclosures),
        versions=tuple(_version(translation, taken) for translation in translations),
    )


def _version(translation: Translation, taken: set[str]) -> BundledVersion:
    start = translation.file_symbol
    return BundledVersion(
        id=translation.id,
        name=_free(paper_name(start, translation.title, "docx"), taken),
        name_in_print=_free(paper_name(start, translation.title, "pdf"), taken),
        symbol=start,
        title=translation.title,
        language=translation.language,
        language_name=translation.language_name,
        status=translation.status_name,
        at=translation.issued_at or translation.changed_at,
    )


def _file(enclosure: Enclosure, folder: str, taken: set[str]) -> BundledFile:
    return BundledFile(
        name=_free(f"{folder}/{plain(enclosure.name)}", taken),
        title=enclosure.name,
        file=enclosure.file,
        size_name=enclosure.size_name,
        is_packed=enclosure.kind not in ("txt", "csv"),
    )


def _free(name: str, taken: set[str]) -> str:
    free = free_name(name, taken)
    taken.add(free.casefold())
    return free


def stream(
    papers: Sequence[BundledPaper],
    audiences: frozenset[str],
    *,
    index: str,
    beside: Sequence[FileBeside] = (),
    at: datetime,
    site: str,
    working: Callable[[], AbstractContextManager[None]],
) -> Iterator[bytes]:
    """Yield the ZIP in pieces: the index at once, then the papers batch by batch. No database
    connection is held between two pieces.

    Most of it is sent after the request is over. `working` therefore returns a context in which
    rows can be read and texts translated.
    """
    archive, missing = ZipStream(), list[BundledPaper | BundledVersion]()
    with closing(archive):
        archive.add("index.html", index.encode(), at=at)
        for each in beside:
            archive.add(each.name, each.content, at=at)
        yield from archive.take()
        for start in range(0, len(papers), BATCH):
            batch = papers[start : start + BATCH]
            with working():
                pages = _write_papers(archive, batch, audiences, site=site)
                pieces_of = {f.name: files.pieces(f.file) for each in batch for f in each.files}
            yield from archive.take()
            for paper, page in pages:
                with working():
                    pdf = _print(page)
                if pdf is None:
                    missing.append(paper)
                else:
                    archive.add(paper.name_in_print, pdf, at=paper.at, is_packed=True)
                yield from archive.take()
            for paper in batch:
                for file in paper.files:
                    pieces = pieces_of[file.name]
                    yield from archive.add_in_pieces(
                        file.name, pieces, at=paper.at, is_packed=file.is_packed
                    )
        if missing:
            with working():
                archive.add("Not printed.txt", _without_pdf(missing).encode(), at=at)
        yield from archive.end()


def _write_papers(
    archive: ZipStream, batch: Sequence[BundledPaper], audiences: frozenset[str], *, site: str
) -> list[tuple[BundledPaper | BundledVersion, Printable]]:
    """Add the Word files of these papers, in each language, and return the pages that are still to
    be printed as PDF.
    """
    rows = queries.contributions_with_text([paper.id for paper in batch], audiences)
    issued = {(row.id, each.number): each for row in rows for each in row.issued}
    shown = [issued.get((paper.id, paper.revision)) for paper in batch]
    texts = queries.texts_of([each.id for each in shown if each])
    translations = with_words(version.id for paper in batch for version in paper.versions)
    trees = [*texts.values(), *(translation.text for translation in translations.values())]
    clauses = queries.quoted_clauses(*trees, site=site)
    pages = list[tuple[BundledPaper | BundledVersion, Printable]]()
    for paper, revision in zip(batch, shown, strict=True):
        if revision is None:  # its reader lost access to it after the list was made
            current_app.logger.warning("A paper left a ZIP while it was sent.")
            continue
        wordings: list[tuple[BundledPaper | BundledVersion, PrintedWording, Node]]
        wordings = [(paper, revision, texts[revision.id])]
        wordings += (
            (version, found, found.text)
            for version in paper.versions
            if (found := translations.get(version.id))
        )
        for named, wording, text in wordings:
            content = as_docx(wording, text=text, clauses=clauses)
            archive.add(named.name, content, at=named.at, is_packed=True)
            pages.append((named, printable(wording, text=text, clauses=clauses)))
    return pages


def _print(page: Printable) -> bytes | None:
    """Print a page as PDF; try again while all printing slots are taken. Return None if it fails:
    readers then get only the Word file.
    """
    for _attempt in range(ATTEMPTS):
        try:
            return page.to_pdf()
        except PrintingFailed as error:
            current_app.logger.warning("A paper of a ZIP was not printed: %s", error)
            return None
        except Busy:
            continue
    return None


def _without_pdf(papers: Sequence[BundledPaper | BundledVersion]) -> str:
    sentence = _("These papers could not be printed as PDF. They are here as Word files:")
    return "\n".join([sentence, *(f"{paper.symbol}: {paper.name}" for paper in papers), ""])
