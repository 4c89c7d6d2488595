"""Views for importing many files at once: the form, the progress, and the outcome of each file."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from wgcop.accounts.identity import current_person
from wgcop.bodies.body import Body
from wgcop.bodies.queries import all_bodies
from wgcop.database import unlocked
from wgcop.events.queries import topic_for
from wgcop.priorwork import policy
from wgcop.priorwork.forms import ImportForm
from wgcop.priorwork.imports import actions
from wgcop.priorwork.imports.cells import column_meanings
from wgcop.priorwork.imports.models import Import
from wgcop.priorwork.imports.progress import import_with_files, last_imports, progress_of
from wgcop.priorwork.views.blueprint import bp, may_keep
from wgcop.web import (
    commit_and_show,
    current_audiences,
    found_or_404,
    get_or_404,
    require,
    takes_files,
)

LARGEST_UPLOAD = 64 * 1024 * 1024


@bp.get("/priorwork/import")
def import_form() -> ResponseReturnValue:
    require(may_keep())
    return form_page(ImportForm.among(all_bodies()))


@bp.post("/priorwork/import")
@takes_files(LARGEST_UPLOAD, policy.can_keep_corpus)
def start_import() -> ResponseReturnValue:
    require(may_keep())
    form = ImportForm.among(all_bodies(), CombinedMultiDict([request.files, request.form]))
    if not form.validate():
        return form_page(form), 422
    with unlocked():
        try:
            prepared = actions.prepare_import(form.uploads, form.table_content)
        except actions.UnusableUpload as error:
            form[error.field].errors = [str(error)]
            return form_page(form), 422
    body = get_or_404(Body, int(form.body.data))
    batch = actions.start_import(body, prepared, by=current_person())
    return commit_and_show(batch)


@bp.get("/priorwork/imports/<int:import_id>")
def show_import(import_id: int) -> ResponseReturnValue:
    require(may_keep())
    topic = topic_for(f"import:{import_id}", current_audiences())
    batch = found_or_404(import_with_files(import_id))
    return render_template(
        "priorwork/import.html",
        batch=batch,
        progress=progress_of([batch])[batch.id],
        topic=topic,
        has_documents=any(file.document_id for file in batch.files),
    )


@bp.post("/priorwork/imports/<int:import_id>/cancellation")
def cancel_import(import_id: int) -> ResponseReturnValue:
    require(may_keep())
    batch = get_or_404(Import, import_id)
    actions.cancel(batch, by=current_person())
    return commit_and_show(batch)


def form_page(form: ImportForm) -> str:
    imports = last_imports()
    return render_template(
        "priorwork/new_import.html",
        form=form,
        columns=column_meanings(),
        imports=imports,
        progress=progress_of(imports),
    )
