"""Permissions to read, write and adopt a report on implementation."""

from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Person
from wgcop.implementation import policy as implementation
from wgcop.implementation.states import ReviewState
from wgcop.implementation_reports.models import ImplementationReport, WrittenSection

Reader = Person | Guest


def can_read(audiences: frozenset[str], report: ImplementationReport) -> bool:
    return report.audience in audiences


def can_read_draft(audiences: frozenset[str]) -> bool:
    """Return whether these audiences may read a report that is being written, before its adoption
    or as a revision. Members may.
    """
    return "members" in audiences


def can_compose(reader: Reader) -> bool:
    """Return whether the reader may begin reports and fill their covers."""
    return reader.is_secretariat


def can_write(reader: Reader, report: ImplementationReport) -> bool:
    """Return whether the reader may write in the report. Rapporteurs, chair and secretariat may,
    while it is open.
    """
    return report.is_open and implementation.keeps_the_chain(reader)


def can_review(reader: Reader, section: WrittenSection) -> bool:
    return section.review == ReviewState.SUBMITTED and implementation.can_review(reader)


def can_approve(reader: Reader, section: WrittenSection) -> bool:
    return section.review == ReviewState.REVIEWED and implementation.can_approve(reader)


def can_send_back(reader: Reader, section: WrittenSection) -> bool:
    return may_send_back(reader) and section.review != ReviewState.DRAFT


def can_adopt(reader: Reader) -> bool:
    """Return whether the reader may record an adoption and begin a revision. Chair and secretariat
    may.
    """
    return implementation.can_approve(reader)


def keeps(reader: Reader) -> bool:
    """Return whether the reader may write in reports at all. Actions refuse changes to an adopted
    report themselves.
    """
    return implementation.keeps_the_chain(reader)


def may_review(reader: Reader) -> bool:
    return implementation.can_review(reader)


def may_send_back(reader: Reader) -> bool:
    return implementation.can_review(reader) or implementation.can_approve(reader)
