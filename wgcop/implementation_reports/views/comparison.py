"""Compares two reports side by side: their sections and their figures."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from wgcop.implementation_reports import queries
from wgcop.implementation_reports.comparing import ComparedReports
from wgcop.implementation_reports.models import ImplementationReport
from wgcop.implementation_reports.reported import ReportContent
from wgcop.implementation_reports.showing import comparison_html
from wgcop.implementation_reports.views.access import printed_now, readable
from wgcop.implementation_reports.views.blueprint import bp
from wgcop.web import current_audiences, public


@bp.get("/<slug>/compare")
@public
def compare(slug: str) -> ResponseReturnValue:
    """Compare a report with another one. `?with=` names the other; if it is absent, that is the
    report that this one continues, or else the first in the list.
    """
    report = readable(slug)
    others = [each for each in queries.reports(current_audiences()) if each.id != report.id]
    other = chosen(report, others)
    compared = None
    if other is not None:
        compared = ComparedReports(content_of(other), content_of(report))
    return render_template(
        "implementation/reports/compare.html",
        report=report,
        other=other,
        others=others,
        compared=compared,
        shown=comparison_html(compared) if compared else [],
    )


def chosen(
    report: ImplementationReport, others: list[ImplementationReport]
) -> ImplementationReport | None:
    named = request.args.get("with", "")
    if named:
        found = next((other for other in others if other.slug == named), None)
        if found is None:
            raise NotFound
        return found
    continued = next((other for other in others if other.id == report.previous_id), None)
    return continued or next(iter(others), None)


def content_of(report: ImplementationReport) -> ReportContent:
    full = queries.report_by_slug(report.slug)
    assert full is not None
    return printed_now(full).composed
