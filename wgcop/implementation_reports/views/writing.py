"""Views for starting a report, editing its cover, and writing, submitting, reviewing and approving
its sections.
"""

import re
from collections.abc import Callable
from functools import partial

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.models import Capacity
from wgcop.database import db, unlocked
from wgcop.errors import Outdated, Refused
from wgcop.implementation_reports import actions, policy, queries
from wgcop.implementation_reports.composing import compose, suggested_words
from wgcop.implementation_reports.fields import FIELDS, PARTS
from wgcop.implementation_reports.forms import NONE, ReportForm, SectionForm, SendBackForm
from wgcop.implementation_reports.gathering import reported
from wgcop.implementation_reports.models import ImplementationReport, WrittenSection
from wgcop.implementation_reports.showing import words_as_html
from wgcop.implementation_reports.views.access import report_called, section_of
from wgcop.implementation_reports.views.blueprint import bp
from wgcop.resolutions.queries import editions
from wgcop.web import commit_and_show, current_audiences, require

_SHOWN = re.compile(r"(?P<id>\d{1,9})\.(?P<version>\d{1,9})")


@bp.get("/new")
def new() -> ResponseReturnValue:
    require(policy.can_compose(current_user))
    return new_page(begin_form(None))


@bp.post("/")
def begin() -> ResponseReturnValue:
    require(policy.can_compose(current_user))
    form = begin_form(request.form)
    if not form.validate():
        return new_page(form), 422
    edition = next(edition for edition in editions() if edition.id == form.edition.data)
    chosen = form.previous.data
    previous = None if chosen == NONE else queries.report_by_slug(chosen)
    report = actions.begin_report(edition, form.facts, previous, by=current_person())
    db.session.commit()
    return redirect(report.draft_url, 303)


@bp.get("/<slug>/cover")
def cover_form(slug: str) -> ResponseReturnValue:
    report = composed_report(slug)
    if not report.is_open:
        return redirect(report.url, 303)
    return cover_page(report, ReportForm.to_change(None, report))


@bp.post("/<slug>/cover")
def change_cover(slug: str) -> ResponseReturnValue:
    report = composed_report(slug)
    form = ReportForm.to_change(request.form, report)
    if not form.validate():
        return cover_page(report, form), 422
    try:
        actions.change_cover(
            report, form.facts, version=form.version.data or 0, by=current_person()
        )
    except Outdated:
        form.version.data = report.version
        return cover_page(report, form, stored=ReportForm.to_change(None, report)), 409
    return commit_and_show(report.draft_url, _("The cover is saved."))


@bp.get("/<slug>/sections/<key>")
def section(slug: str, key: str) -> ResponseReturnValue:
    """Show the text of a section and the remarks on it, with the form for those who may write."""
    require(policy.can_read_draft(current_audiences()))
    report = report_called(slug)
    written = section_of(report, key)
    return section_page(written, SectionForm(obj=written))


@bp.post("/<slug>/sections/<key>")
def write_section(slug: str, key: str) -> ResponseReturnValue:
    written = writable(slug, key)
    form = SectionForm(request.form)
    with unlocked():
        is_valid = form.validate()
    written = writable(slug, key)
    if not is_valid:
        return section_page(written, form), 422
    try:
        actions.write_section(
            written,
            form.text.data,
            version=form.version.data or 0,
            by=current_person(),
            capacity=speaking(),
        )
    except Outdated:
        form.version.data = written.version
        return section_page(written, form, is_contested=True), 409
    if request.form.get("then") == "submit":
        actions.submit_section(
            written, version=written.version, by=current_person(), capacity=speaking()
        )
    return commit_and_show(written, _("The section is saved."))


@bp.post("/<slug>/sections/<key>/submission")
def submit_section(slug: str, key: str) -> ResponseReturnValue:
    written = writable(slug, key)
    told = _("The section is submitted. The rapporteur or the chair reviews it.")
    return step(written, actions.submit_section, told)


@bp.post("/<slug>/sections/<key>/review")
def review_section(slug: str, key: str) -> ResponseReturnValue:
    written = section_of(report_called(slug), key)
    require(policy.may_review(current_user))
    told = _("The section is reviewed. The chair or the secretariat approves it.")
    return step(written, actions.review_section, told)


@bp.post("/<slug>/sections/<key>/approval")
def approve_section(slug: str, key: str) -> ResponseReturnValue:
    written = section_of(report_called(slug), key)
    require(policy.can_adopt(current_user))
    return step(written, actions.approve_section, _("The section is approved."))


@bp.post("/<slug>/sections/<key>/return")
def send_back_section(slug: str, key: str) -> ResponseReturnValue:
    written = section_of(report_called(slug), key)
    require(policy.may_send_back(current_user))
    form = SendBackForm(request.form)
    if not form.validate():
        return section_page(written, SectionForm(obj=written), sending=form), 422
    take = partial(actions.send_back_section, words=form.words.data)
    return step(written, take, _("The section is a draft again."), sending=form)


def step(
    written: WrittenSection,
    take: Callable[..., None],
    told: str,
    *,
    sending: SendBackForm | None = None,
) -> ResponseReturnValue:
    """Take a step with the text that the page showed. If somebody has changed it since, show it as
    it is now; what was typed stays.
    """
    version = request.form.get("version", 0, type=int)
    try:
        take(written, version=version, by=current_person(), capacity=speaking())
    except Outdated as outdated:
        form = SectionForm(obj=written)
        return section_page(written, form, outdated=outdated, sending=sending), 409
    return commit_and_show(written, told)


@bp.post("/<slug>/approvals")
def approve_reviewed(slug: str) -> ResponseReturnValue:
    """Approve all sections that were reviewed."""
    report = report_called(slug)
    require(policy.can_adopt(current_user))
    shown = map(_SHOWN.fullmatch, request.form.getlist("section"))
    seen = {int(one["id"]): int(one["version"]) for one in shown if one}
    number = actions.approve_reviewed(report, seen, by=current_person(), capacity=speaking())
    db.session.commit()
    told = ngettext("%(num)d section is approved.", "%(num)d sections are approved.", number)
    flash(told, "success")
    return redirect(report.draft_url, 303)


def composed_report(slug: str) -> ImplementationReport:
    report = report_called(slug)
    require(policy.can_compose(current_user))
    return report


def writable(slug: str, key: str) -> WrittenSection:
    report = report_called(slug)
    require(policy.keeps(current_user))
    return section_of(report, key)


def speaking() -> Capacity:
    capacity = current_capacity()
    if capacity is None:
        raise Refused(_("Choose first in which capacity you speak."))
    return capacity


def begin_form(data: object) -> ReportForm:
    return ReportForm.to_begin(data, editions(), queries.reports(current_audiences()))


def new_page(form: ReportForm) -> str:
    return render_template("implementation/reports/new.html", form=form, fields=FIELDS, parts=PARTS)


def cover_page(
    report: ImplementationReport, form: ReportForm, stored: ReportForm | None = None
) -> str:
    """Show the form of the cover. `stored` is what somebody else has saved in the meantime."""
    return render_template(
        "implementation/reports/cover.html",
        report=report,
        form=form,
        fields=FIELDS,
        parts=PARTS,
        stored=stored,
    )


def section_page(
    written: WrittenSection,
    form: SectionForm,
    *,
    is_contested: bool = False,
    outdated: Outdated | None = None,
    sending: SendBackForm | None = None,
) -> str:
    report = written.report
    may_write = policy.can_write(current_user, report)
    with force_locale(report.language):
        told = reported(report)
        composed = compose(told).section(written.key)
        suggestion = suggested_words(told, written.key)
    begins = may_write and bool(suggestion) and not (written.text or form.text.data)
    if begins:
        form.text.data = suggestion
    return render_template(
        "implementation/reports/section.html",
        report=report,
        section=written,
        composed=composed,
        suggestion="" if begins else suggestion,
        begins=begins,
        form=form,
        is_contested=is_contested,
        outdated=outdated,
        stored=words_as_html(written.text, prefix="stored-") if is_contested else "",
        sending=sending or SendBackForm(),
        may_write=may_write,
        may_review=policy.can_review(current_user, written),
        may_approve=policy.can_approve(current_user, written),
        may_send_back=policy.can_send_back(current_user, written),
    )
