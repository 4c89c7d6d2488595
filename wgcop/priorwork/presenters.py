"""Renders documents, bodies and imports for the open pages that show them."""

from flask import render_template

from wgcop.bodies.body import Body
from wgcop.bodies.queries import lineage_of
from wgcop.events.presenters import Presentation, presents, presents_row, replaced
from wgcop.priorwork.imports.models import ImportFile
from wgcop.priorwork.imports.progress import import_with_files, progress_of
from wgcop.priorwork.models import Document


@presents_row("prior-work", Document)
def facts(document: Document, _: str) -> Presentation:
    return replaced(f"prior-work-{document.id}", "priorwork/_facts.html", document=document)


@presents_row("body", Body)
def body(body: Body, _: str) -> Presentation:
    return replaced(f"body-{body.id}", "priorwork/_body.html", body=body, lineage=lineage_of(body))


@presents("import")
def whole_import(import_id: str, _: str) -> Presentation | None:
    batch = import_with_files(int(import_id))
    if batch is None:
        return None
    progress = progress_of([batch])[batch.id]
    return replaced(f"import-{batch.id}", "priorwork/_import.html", batch=batch, progress=progress)


@presents_row("import-file", ImportFile)
def imported_file(file: ImportFile, _: str) -> Presentation:
    """Present the file's line, and the progress of its import."""
    batch = file.batch
    progress = progress_of([batch])[batch.id]
    html = render_template("priorwork/_progress.html", batch=batch, progress=progress)
    html += render_template("priorwork/_file.html", file=file)
    return Presentation("replace", f"import-file-{file.id}", html)
