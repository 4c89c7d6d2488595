"""Views to correct the facts of many documents on one page."""

from urllib.parse import urlencode

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_person
from wgcop.bodies.queries import all_bodies
from wgcop.database import db
from wgcop.priorwork import actions, queries
from wgcop.priorwork.forms import Corrections, filters_of
from wgcop.priorwork.imports.queries import came_with
from wgcop.priorwork.views.blueprint import bp, may_keep
from wgcop.web import filters_by_language, received, require


@bp.get("/priorwork/corrections")
@filters_by_language
def correct() -> ResponseReturnValue:
    require(may_keep())
    import_id = asked_import()
    only = [came_with(import_id)] if import_id is not None else []
    sheet = queries.correction_page(filters_of(request.args), *only, page=asked_page())
    return page(Corrections(sheet.documents, all_bodies()), total=sheet.total)


@bp.post("/priorwork/corrections")
def save_corrections() -> ResponseReturnValue:
    require(may_keep())
    ids = received.keys(request.form.getlist("document", type=int)[: queries.CORRECTIONS_PER_PAGE])
    form = Corrections(queries.documents_numbered(ids), all_bodies(), request.form)
    if not form.validate():
        return page(form), 422
    corrections = form.corrections
    try:
        actions.correct_documents(corrections, by=current_person())
    except actions.OutdatedDocuments as outdated:
        form.show_outdated(outdated.documents)
        return page(form), 409
    except actions.NotCorrected as refusal:
        db.session.rollback()
        form.show_refused(refusal.document, str(refusal))
        return page(form), 409
    db.session.commit()
    address = listed_parameters() | {"page": asked_page(), "saved": len(corrections)}
    return redirect(f"{request.path}?{urlencode(address)}", 303)


def page(form: Corrections, *, total: int = 0) -> str:
    return render_template(
        "priorwork/corrections.html",
        form=form,
        total=total,
        page=asked_page(),
        pages=-(-total // queries.CORRECTIONS_PER_PAGE),
        saved=request.args.get("saved", type=int),
        parameters=listed_parameters(),
        import_id=asked_import(),
    )


def listed_parameters() -> dict[str, str]:
    """Return the query parameters that select the documents on the page."""
    return {
        name: value
        for name, value in request.args.to_dict().items()
        if name not in ("page", "saved")
    }


def asked_page() -> int:
    return max(request.args.get("page", 1, type=int), 1)


def asked_import() -> int | None:
    return request.args.get("import", type=received.key)
