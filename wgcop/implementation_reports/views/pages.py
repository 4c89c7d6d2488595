"""Views of reports: the list, a report as it was adopted, its earlier copies, and its draft."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from wgcop.events.queries import seqs_for
from wgcop.implementation_reports import policy, queries
from wgcop.implementation_reports.frozen import thaw
from wgcop.implementation_reports.models import AdoptedCopy, ImplementationReport
from wgcop.implementation_reports.reported import ReportContent
from wgcop.implementation_reports.showing import ShownReport
from wgcop.implementation_reports.views.access import (
    copy_of,
    draft_of,
    readable,
    report_called,
    shown_copy,
)
from wgcop.implementation_reports.views.blueprint import bp
from wgcop.web import current_audiences, public, require


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    return render_template(
        "implementation/reports/index.html",
        reports=queries.reports(current_audiences()),
        may_compose=policy.can_compose(current_user),
    )


@bp.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """Show the copy that was adopted last. Before there is one, lead members to the draft."""
    report = readable(slug)
    if not report.copies:
        return redirect(report.draft_url, 303)
    return copy_page(report, copy_of(report))


@bp.get("/<slug>/copies/<int:number>")
@public
def copy(slug: str, number: int) -> ResponseReturnValue:
    report = readable(slug)
    return copy_page(report, copy_of(report, number))


@bp.get("/<slug>/draft")
def draft(slug: str) -> ResponseReturnValue:
    """Show the report as it would be adopted now, with the remaining tasks."""
    require(policy.can_read_draft(current_audiences()))
    report = report_called(slug)
    if not report.is_open:
        return redirect(report.url, 303)
    listened = seqs_for([report.members_topic], current_audiences(), [report.members_topic])
    return page_of(
        report,
        ShownReport(draft_of(report), report, is_draft=True, before=before(report)),
        listened=listened,
    )


def before(report: ImplementationReport) -> ReportContent | None:
    """Return the report that this one continues, as it was adopted last; None if it continues no
    report.
    """
    copy = queries.latest_copy(report.previous_id) if report.previous_id else None
    return thaw(copy.content) if copy else None


def copy_page(report: ImplementationReport, copy: AdoptedCopy) -> str:
    return page_of(report, ShownReport(shown_copy(copy), report, is_draft=False), copy=copy)


def page_of(
    report: ImplementationReport,
    shown: ShownReport,
    *,
    copy: AdoptedCopy | None = None,
    listened: dict[str, int] | None = None,
) -> str:
    return render_template(
        "implementation/reports/show.html",
        report=report,
        shown=shown,
        cover=shown.cover,
        copy=copy,
        listened=listened or {},
        may_compose=policy.can_compose(current_user),
        may_write=policy.can_write(current_user, report),
        may_adopt=policy.can_adopt(current_user),
        may_read_draft=policy.can_read_draft(current_audiences()),
    )
