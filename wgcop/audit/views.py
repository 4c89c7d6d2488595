"""`/audit`: the trail for the secretariat, as a page and as a table. Downloads of files are
recorded here too.
"""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from wgcop import clock
from wgcop.audit import policy, presenters
from wgcop.audit.actions import ById, Thing, note
from wgcop.audit.forms import TrailForm
from wgcop.audit.naming import names_of
from wgcop.audit.queries import all_of_trail, end_of_trail, page_of_trail
from wgcop.database import SAFE_METHODS, db, only_read, retention, writing
from wgcop.reading.tables import as_csv
from wgcop.web import require
from wgcop.web.received import LARGEST_KEY

bp = Blueprint("audit", __name__)

EXPORTS = {
    **dict.fromkeys(
        (
            *("accounts.invitation_links", "contributions.document_in_print"),
            *("contributions.enclosure", "priorwork.file"),
            *("contributions.document_in_word", "contributions.papers_in_zip"),
            *("contributions.xliff_of_edition", "contributions.xliff_of_translation"),
            "home.delegation_as_word",
            *("implementation.replies_as_csv", "initiatives.as_csv", "initiatives.as_xlsx"),
            *("meetings.documents_in_print", "meetings.documents_in_word", "meetings.material"),
            *("meetings.participants_table", "meetings.plan_in_print", "meetings.plan_in_word"),
            *("meetings.published_agenda_in_print", "meetings.published_agenda_in_word"),
            *("positions.grid_as_csv", "positions.grid_as_xlsx"),
            *("proposal_map.as_csv", "proposal_map.as_xlsx"),
            *("priorwork.landscape_docx", "privacy.own_data_as_files"),
            *("reports.copy_file", "reports.draft_file"),
            *("reports.frozen_copy", "reports.report_file", "search_api.table"),
            *("rolling_files.rolling_in_akoma_ntoso", "rolling_files.rolling_in_print"),
            *("rolling_files.rolling_in_word", "takeaway.take", "takeaway.fetch"),
        ),
        "export.taken",
    ),
    "audit.table": "trail.exported",
}
"""The endpoints that give many things, or a paper, as a file, each with its deed."""


@bp.get("/audit")
def trail() -> ResponseReturnValue:
    require(policy.can_read_trail(current_user))
    by = request.args.get("by", type=int)
    form = TrailForm.of(request.args)
    chosen = form.chosen(by)
    before = request.args.get("before", type=int)
    page = page_of_trail(
        chosen, before=min(max(before, 0), LARGEST_KEY) if before is not None else None
    )
    asked: dict[str, Any] = {
        name: value for name, value in request.args.items() if value and name != "before"
    }
    return render_template(
        "audit/trail.html",
        form=form,
        rows=presenters.shown(page.rows),
        end=end_of_trail(),
        by=by,
        by_name=names_of([("person", str(by))]).get(("person", str(by))) if by else None,
        is_filtered=bool(asked),
        is_first=before is None,
        older=url_for("audit.trail", **asked, before=page.older) if page.older else None,
        newest=url_for("audit.trail", **asked),
        table=url_for("audit.table", **asked),
    )


@bp.get("/audit.csv")
def table() -> ResponseReturnValue:
    require(policy.can_read_trail(current_user))
    form = TrailForm.of(request.args)
    form.require_usable(request.args)
    chosen = form.chosen(request.args.get("by", type=int))

    def rows() -> Iterator[tuple[str, ...]]:
        for found in all_of_trail(chosen):
            yield from presenters.lines(found)

    answer = Response(as_csv(presenters.COLUMNS, rows()), mimetype="text/csv")
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="audit-{clock.now():%Y-%m-%d}.csv"'
    )
    return answer


@bp.get("/audit/retention")
def kept_for() -> ResponseReturnValue:
    require(policy.can_read_trail(current_user))
    return render_template("audit/retention.html", kinds=retention.kept())


@bp.after_app_request
def note_export(response: Response) -> Response:
    """Record in the audit trail that a signed-in person downloaded a file, by its path without any
    search terms.

    It has a transaction of its own, since reading has none that writes; a form that asked for the
    file changed nothing, and releases the database first. If the download cannot be recorded, the
    file is not sent.
    """
    deed = EXPORTS.get(request.endpoint or "")
    is_given = (
        response.status_code == 200 and request.method != "HEAD" and not g.get("is_of_a_draft")
    )
    if not (deed and is_given and current_user.is_authenticated):
        return response
    person = ById(current_user.id)
    if request.method not in SAFE_METHODS:
        only_read()
    with writing(), Session(db.engine) as session:
        note(deed, by=person, of=Thing("export", request.path[:120]), session=session)
        session.commit()
    return response
