"""How documents, bodies and imports look to everybody who has them open."""

from flask import render_template
from markupsafe import Markup

from wgcop.bodies.body import Body
from wgcop.bodies.queries import lineage_of
from wgcop.db import db
from wgcop.history.presenters import Presentation, presents
from wgcop.priorwork.imports import ImportFile
from wgcop.priorwork.models import Document
from wgcop.priorwork.progress import import_with_files, progress_of


@presents("prior-work")
def present_document(document_id: str, entry_kind: str) -> Presentation | None:
    document = db.session.get(Document, int(document_id))
    if document is None:
        return None
    html = render_template("priorwork/_facts.html", document=document)
    return Presentation("replace", f"prior-work-{document.id}", html)


@presents("body")
def present_body(body_id: str, entry_kind: str) -> Presentation | None:
    body = db.session.get(Body, int(body_id))
    if body is None:
        return None
    html = render_template("priorwork/_body.html", body=body, lineage=lineage_of(body))
    return Presentation("replace", f"body-{body.id}", html)


@presents("import")
def present_import(import_id: str, entry_kind: str) -> Presentation | None:
    batch = import_with_files(int(import_id))
    if batch is None:
        return None
    html = render_template(
        "priorwork/_import.html", batch=batch, progress=progress_of([batch])[batch.id]
    )
    return Presentation("replace", f"import-{batch.id}", html)


@presents("import-file")
def present_file(file_id: str, entry_kind: str) -> Presentation | None:
    """The file's line, and how far the import is with it."""
    file = db.session.get(ImportFile, int(file_id))
    if file is None:
        return None
    batch = file.batch
    html = Markup("").join(
        Markup(part)  # noqa: S704 (rendered with escaping)
        for part in (
            render_template(
                "priorwork/_progress.html", batch=batch, progress=progress_of([batch])[batch.id]
            ),
            render_template("priorwork/_file.html", file=file),
        )
    )
    return Presentation("replace", f"import-file-{file.id}", html)
