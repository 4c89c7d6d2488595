"""Views for adopting a report, which freezes a copy of it, and for beginning a revision."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts.identity import current_person
from wgcop.database import unlocked
from wgcop.implementation_reports import actions, policy, queries
from wgcop.implementation_reports.forms import AdoptionForm
from wgcop.implementation_reports.models import ImplementationReport
from wgcop.implementation_reports.views.access import report_called
from wgcop.implementation_reports.views.blueprint import bp
from wgcop.implementation_reports.views.writing import speaking
from wgcop.web import commit_and_show, require


@bp.get("/<slug>/adoption")
def adoption_form(slug: str) -> ResponseReturnValue:
    report = adoptable(slug)
    if not report.is_open:
        return redirect(report.url, 303)
    return adoption_page(report, AdoptionForm.of(None, queries.meetings_to_choose()))


@bp.post("/<slug>/adoption")
def adopt(slug: str) -> ResponseReturnValue:
    report = adoptable(slug)
    meetings = queries.meetings_to_choose()
    form = AdoptionForm.of(request.form, meetings)
    if not form.validate():
        return adoption_page(report, form), 422
    with unlocked():  # the pictures take seconds, and are then found on the shelf
        actions.composed_now(adoptable(slug))
    report, meetings = adoptable(slug), queries.meetings_to_choose()
    meeting = next((meeting for meeting in meetings if meeting.slug == form.meeting.data), None)
    actions.adopt(
        report,
        meeting,
        form.note.data or "",
        by=current_person(),
        capacity=speaking(),
    )
    return commit_and_show(report, _("The report is adopted. This copy can no longer be changed."))


@bp.post("/<slug>/revision")
def revise(slug: str) -> ResponseReturnValue:
    report = adoptable(slug)
    actions.revise(report, by=current_person())
    return commit_and_show(
        report.draft_url, _("The report is being written again. The adopted copy stays as it is.")
    )


def adoptable(slug: str) -> ImplementationReport:
    report = report_called(slug)
    require(policy.can_adopt(current_user))
    return report


def adoption_page(report: ImplementationReport, form: AdoptionForm) -> str:
    return render_template("implementation/reports/adoption.html", report=report, form=form)
