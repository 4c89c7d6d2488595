"""The `wgcop contributions` commands: read a Word file as a paper, and write a paper as Word, PDF
or text.
"""

import json
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from wgcop import files, paper
from wgcop.contributions import finding, queries
from wgcop.contributions.enclosures.reading import opened
from wgcop.contributions.queries.enclosures import enclosures_by_file
from wgcop.contributions.revisions import Revision
from wgcop.database import db, writing
from wgcop.documents.docx import as_docx
from wgcop.documents.pdf import printable
from wgcop.drafting.actions import take_away
from wgcop.errors import Invalid, Refused
from wgcop.paper.comparison import compare
from wgcop.paper.tree import children, walk
from wgcop.printing import PrintingFailed
from wgcop.reading import Unreadable
from wgcop.reading.papers import WordPaper
from wgcop.reading.sandbox import SandboxedReader, paper_in_sandbox
from wgcop.web import site

MEMBERS = frozenset({"members"})
"""The audience of the commands: anybody who can run them may read every paper that has a number."""

contributions_group = AppGroup("contributions", help="Papers of the group as files.")


@contributions_group.command("read")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def read(file: Path, as_json: bool) -> None:
    """Show what is understood of the Word file FILE: its cover, its text, and what is left out."""
    try:
        result = paper_in_sandbox(file.read_bytes(), file.name)
    except Unreadable as error:
        raise Invalid(f"{file}: {error.reason}") from error
    if as_json:
        click.echo(json.dumps(as_data(result), ensure_ascii=False, indent=2))
    else:
        click.echo(as_text(result))


@contributions_group.command("export")
@click.argument("symbol")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["docx", "pdf", "txt"]),
    required=True,
    help="Word, PDF, or plain text as it is typed.",
)
@click.option("--against", metavar="SYMBOL", help="Mark the changes since this document.")
def export(symbol: str, file: Path, form: str, against: str | None) -> None:
    """Write the document with this SYMBOL to FILE, such as WG-COP/3/7 or WG-COP/3/7/Rev.1."""
    with current_app.test_request_context(base_url=site()):  # templates and translations need one
        revision = revision_called(symbol)
        former = revision_called(against) if against is not None else None
        data = written(revision, form, former)
    try:
        file.write_bytes(data)
    except OSError as error:
        raise Invalid(f"{file}: {error.strerror}.") from error
    click.echo(f"{file}: {revision.symbol}, {len(data):,} bytes.")


@contributions_group.command("recheck")
@click.option("--remove", is_flag=True, help="Take away what would be refused today.")
def recheck(remove: bool) -> None:
    """Check all attached files again, such as those from before files were opened to be checked."""
    refused = 0
    with SandboxedReader() as reader:
        for file, enclosures in enclosures_by_file().items():
            reason = why_refused(file, enclosures[0].name, reader)
            if not reason:
                continue
            refused += len(enclosures)
            for enclosure in enclosures:
                click.echo(
                    f"{enclosure.revision.contribution.work_url}: {enclosure.name}: {reason}"
                )
            if remove:
                db.session.rollback()  # SQLite takes the write lock where a transaction begins
                with writing():
                    take_away(enclosures)
                    db.session.commit()
    if refused and not remove:
        raise Refused(f"{refused} would be refused today. `--remove` takes them away.")
    click.echo(f"{refused} taken away." if refused else "All can be handed on.")


def why_refused(file: str, name: str, reader: SandboxedReader) -> str:
    try:
        opened(files.read(file), name, reader)
    except FileNotFoundError:
        return "The file is missing."
    except Unreadable as error:
        return str(error)
    return ""


def revision_called(symbol: str) -> Revision:
    mention = finding.document_called(symbol, MEMBERS)
    contribution = queries.contribution_with_text(mention.document, MEMBERS) if mention else None
    wordings = contribution.issued if contribution else []
    if contribution and mention and mention.revision is None:
        return contribution.current
    for revision in wordings:
        if mention and revision.number == mention.revision:
            return revision
    raise Refused(f"There is no document {symbol}.")


def written(revision: Revision, form: str, former: Revision | None) -> bytes:
    marked = compare(former.text, revision.text).marked if former else None
    clauses = queries.quoted_clauses(marked or revision.text, site=site())
    if form == "docx":
        return as_docx(revision, marked=marked, former=former, clauses=clauses)
    if form == "pdf":
        try:
            return printable(revision, clauses=clauses, marked=marked).to_pdf()
        except PrintingFailed as error:
            raise Refused(f"{revision.symbol} could not be printed: {error}") from error
    text = paper.to_text(marked or revision.text)
    return f"{revision.title}\n\n{text.strip()}\n".encode()


def as_data(result: WordPaper) -> dict[str, Any]:
    return {
        "title": result.title,
        "cover": result.cover,
        "language": result.language,
        "tree": result.tree,
        "words": {
            "original": result.words.original,
            "taken": result.words.taken,
            "left_out": result.words.left_out,
        },
        "pictures": [
            {"file": name, "width": picture.width, "height": picture.height}
            for name, picture in result.pictures.items()
        ],
        "not_understood": [
            {"what": str(each.what), "where": each.where} for each in result.not_understood
        ],
    }


def as_text(result: WordPaper) -> str:
    words = result.words
    lines = [
        *(f"{name}: {value}" for name, value in result.cover.items()),
        "",
        paper.to_text(result.tree).strip(),
        "",
        f"Words: {words.original} in the file, {words.taken} taken over, {words.left_out} left out.",
    ]
    if rows := tracked_rows(result.tree):
        lines += ["Rows of tables that are tracked changes:", *rows]
    if result.not_understood:
        lines.append("Changed on the way in:")
        lines += [
            f"- {each.what}" + (f" (near “{each.where}”)" if each.where else "")
            for each in result.not_understood
        ]
    return "\n".join(lines)


def tracked_rows(tree: paper.Node) -> list[str]:
    """List the table rows that are tracked changes. The typed form can mark words, but not rows."""
    rows = (node for node in walk(tree) if node["type"] == "table_row")
    return [
        f"- {row['attrs']['change']}: {' | '.join(plain(cell) for cell in children(row))}"
        for row in rows
        if row["attrs"].get("change")
    ]


def plain(cell: paper.Node) -> str:
    """Return all words of a cell, deleted ones too."""
    return "".join(str(node.get("text", "")) for node in walk(cell))
