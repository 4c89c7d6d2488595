"""The registry as a table: exported by everybody, and imported by the secretariat after a preview
and a confirmation.
"""

from collections.abc import Callable, Sequence

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from wgcop.accounts.identity import current_person
from wgcop.database import db, unlocked
from wgcop.errors import Invalid
from wgcop.fields.columns import Column
from wgcop.initiatives import policy
from wgcop.initiatives.blueprint import bp, may_edit
from wgcop.initiatives.filters import filters_of
from wgcop.initiatives.models import Initiative
from wgcop.initiatives.queries import whole_table
from wgcop.reading.sandbox import workbook_at_once
from wgcop.registry_sheets import actions
from wgcop.registry_sheets.columns import COLUMNS, LIST, REGION
from wgcop.registry_sheets.forms import TableForm
from wgcop.registry_sheets.matching import ImportPlan, rows_that_differ
from wgcop.registry_sheets.models import RegistryImport
from wgcop.registry_sheets.queries import entries_by_key, entries_in_every_state, last_imports
from wgcop.registry_sheets.table import LARGEST
from wgcop.registry_sheets.writing import as_csv_file, as_xlsx_file
from wgcop.web import commit_and_show, get_or_404, limiter, public, require, takes_files

Writer = Callable[[Sequence[Initiative], Sequence[Column]], bytes]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROOM_FOR_THE_FORM = 64 * 1024
SHOWN = 100
"""The most rows of each kind on a preview. Each shows every cell that would change."""


@bp.get("/initiatives/registry.csv")
@public  # has what the table shows to everybody; the rest only for the secretariat
def as_csv() -> ResponseReturnValue:
    return handed_out(as_csv_file, "csv", "text/csv; charset=utf-8")


@bp.get("/initiatives/registry.xlsx")
@public  # has what the table shows to everybody; the rest only for the secretariat
@limiter.limit("60 per minute")
def as_xlsx() -> ResponseReturnValue:
    return handed_out(as_xlsx_file, "xlsx", XLSX)


@bp.get("/initiatives/import")
def import_form() -> ResponseReturnValue:
    require(may_edit())
    return form_page(TableForm())


@bp.post("/initiatives/import")
@takes_files(LARGEST + ROOM_FOR_THE_FORM, policy.can_edit_registry)
def preview_import() -> ResponseReturnValue:
    require(may_edit())
    form = TableForm(CombinedMultiDict([request.files, request.form]))
    if not form.validate():
        return form_page(form), 422
    with unlocked():
        try:
            table = actions.read_table(form.content, workbook_at_once)
        except Invalid as error:
            form.file.errors = [str(error)]
            return form_page(form), 422
    planned = actions.plan_for(table)
    if planned.faults:
        return form_page(form, planned), 422
    kept = actions.keep_for_preview(table, planned, file_name=form.file_name, by=current_person())
    return commit_and_show(kept)


@bp.get("/initiatives/imports/<int:import_id>")
def show_import(import_id: int) -> ResponseReturnValue:
    require(may_edit())
    kept = get_or_404(RegistryImport, import_id)
    if kept.is_done:
        return done_page(kept)
    return preview_page(kept, actions.plan_for(kept.table))


@bp.post("/initiatives/imports/<int:import_id>/confirmation")
def confirm_import(import_id: int) -> ResponseReturnValue:
    require(may_edit())
    kept = get_or_404(RegistryImport, import_id)
    try:
        actions.confirm(kept, seen=request.form.get("seen", ""), by=current_person())
    except actions.ChangedMeanwhile:
        db.session.rollback()
        return preview_page(kept, actions.plan_for(kept.table), outdated=True), 409
    return commit_and_show(kept)


def handed_out(write: Writer, ending: str, content_type: str) -> ResponseReturnValue:
    """Return the entries that match the filters as a file, in their order; with `states=all`,
    entries in every state.
    """
    if request.args.get("states") == "all":
        require(may_edit())
        entries = entries_in_every_state()
    else:
        entries = whole_table(filters_of(request.args))
    columns = LIST if request.args.get("columns") == "list" else COLUMNS
    answer = make_response(write(entries, columns))
    answer.content_type = content_type
    answer.headers["Content-Disposition"] = f'attachment; filename="registry.{ending}"'
    return answer


def form_page(form: TableForm, planned: ImportPlan | None = None) -> str:
    return render_template(
        "initiatives/import.html",
        form=form,
        plan=planned,
        columns=[*COLUMNS, REGION],
        imports=last_imports(),
        most=SHOWN,
    )


def preview_page(kept: RegistryImport, planned: ImportPlan, *, outdated: bool = False) -> str:
    return render_template(
        "initiatives/import_preview.html",
        kept=kept,
        plan=planned,
        changed_rows=rows_that_differ(kept.digests, planned.digests),
        outdated=outdated,
        most=SHOWN,
    )


def done_page(kept: RegistryImport) -> str:
    return render_template(
        "initiatives/import_done.html",
        kept=kept,
        added=entries_by_key(kept.added, most=SHOWN),
        changed=entries_by_key(kept.changed, most=SHOWN),
    )
