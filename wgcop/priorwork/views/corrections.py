"""Corrects the facts of many documents on one page."""

from urllib.parse import urlencode

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.bodies.queries import all_bodies
from wgcop.db import db
from wgcop.errors import Refused
from wgcop.priorwork import actions, queries
from wgcop.priorwork.facts import DocumentFacts
from wgcop.priorwork.forms import Corrections, filters_of
from wgcop.priorwork.views import bp, may_keep
from wgcop.web import received, require


@bp.get("/priorwork/corrections")
def correct() -> ResponseReturnValue:
    require(may_keep())
    sheet = queries.correction_page(filters_of(request.args), asked_import(), page=asked_page())
    return page(Corrections(sheet.documents, all_bodies()), total=sheet.total)


@bp.post("/priorwork/corrections")
def save_corrections() -> ResponseReturnValue:
    require(may_keep())
    ids = received.keys(request.form.getlist("document", type=int)[: queries.CORRECTIONS_PER_PAGE])
    form = Corrections(queries.documents_numbered(ids), all_bodies(), request.form)
    if not form.validate():
        return page(form), 422
    if are_outdated(form):
        return page(form), 409
    saved = len(form.changed)
    if not save(form):
        return page(form), 409
    db.session.commit()
    address = listed_parameters() | {"page": asked_page(), "saved": saved}
    return redirect(f"{request.path}?{urlencode(address)}", 303)


def are_outdated(form: Corrections) -> bool:
    """Whether somebody else changed one of these. Saving a second time overwrites their change."""
    outdated = [row for row in form.changed if row[1].version.data != row[0].version]
    for document, row in outdated:
        row.version.data = document.version
        row.title.errors = [
            _(
                "Somebody else has changed it: %(title)s, %(date)s, %(body)s, %(language)s. Save "
                "again to keep your changes.",
                title=document.title,
                date=document.dated or "–",
                body=document.body.code,
                language=document.language_name,
            )
        ]
    return bool(outdated)


def save(form: Corrections) -> bool:
    for document, row in form.changed:
        facts = DocumentFacts(row.columns, tuple(document.clauses))
        try:
            actions.edit_document(document, facts, by=current_person())
        except Refused as refusal:
            db.session.rollback()
            row.body.errors = [str(refusal)]
            return False
    return True


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
    """The part of the address that says which documents the page lists."""
    return {
        name: value
        for name, value in request.args.to_dict().items()
        if name not in ("page", "saved")
    }


def asked_page() -> int:
    return max(request.args.get("page", 1, type=int), 1)


def asked_import() -> int | None:
    return request.args.get("import", type=received.key)
