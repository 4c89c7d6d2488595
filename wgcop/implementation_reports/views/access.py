"""Loads the report that a page is about, and the parts of it that this reader may read."""

from wgcop import clock
from wgcop.database import db
from wgcop.implementation_reports import actions, policy, queries
from wgcop.implementation_reports.cover import CopySeal
from wgcop.implementation_reports.models import AdoptedCopy, ImplementationReport, WrittenSection
from wgcop.implementation_reports.printed import PrintedReport, printed_copy
from wgcop.web import current_audiences, found_or_404, require, site


def readable(slug: str) -> ImplementationReport:
    report = found_or_404(queries.report_by_slug(slug))
    require(policy.can_read(current_audiences(), report))
    return report


def report_called(slug: str) -> ImplementationReport:
    """Return the report without asking for permission, for views that check themselves who may work
    on it.
    """
    return found_or_404(queries.report_by_slug(slug))


def section_of(report: ImplementationReport, key: str) -> WrittenSection:
    return found_or_404(report.section(key))


def draft_of(report: ImplementationReport) -> PrintedReport:
    """Return the draft as it would be adopted now."""
    return PrintedReport(actions.composed_now(report), CopySeal(clock.now()), site(is_trusted=True))


def copy_of(report: ImplementationReport, number: int | None = None) -> AdoptedCopy:
    """Return the latest copy, or the one with this number."""
    wanted = len(report.copies) - 1 if number is None else number
    return found_or_404(queries.copy_with_content(report, wanted))


def shown_copy(copy: AdoptedCopy) -> PrintedReport:
    return printed_copy(copy, site(is_trusted=True))


def printed_now(report: ImplementationReport) -> PrintedReport:
    """Return the copy that was adopted last, or the draft if no copy has been adopted."""
    return shown_copy(copy_of(report)) if report.copies else draft_of(report)


def without_database() -> None:
    """End the transaction before printing, which takes seconds during which no transaction may be
    open.
    """
    db.session.rollback()
