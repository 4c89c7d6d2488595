"""Who reads a report on implementation, writes in it, and adopts it."""

from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Person
from wgcop.implementation import policy as implementation
from wgcop.implementation.reports.models import ImplementationReport, WrittenSection
from wgcop.implementation.states import ReviewState

Reader = Person | Guest


def can_read(audiences: frozenset[str], report: ImplementationReport) -> bool:
    return report.audience in audiences


def can_read_draft(audiences: frozenset[str]) -> bool:
    """What is being written is for members, before a report is adopted and in a revision of it."""
    return "members" in audiences


def can_compose(reader: Reader) -> bool:
    """Begin a report, and fill its cover."""
    return reader.is_secretariat


def can_write(reader: Reader, report: ImplementationReport) -> bool:
    """Rapporteurs, chair and secretariat, as long as the report is being written."""
    return report.is_open and implementation.keeps_the_chain(reader)


def can_review(reader: Reader, section: WrittenSection) -> bool:
    return section.review == ReviewState.SUBMITTED and implementation.can_review(reader)


def can_approve(reader: Reader, section: WrittenSection) -> bool:
    return section.review == ReviewState.REVIEWED and implementation.can_approve(reader)


def can_send_back(reader: Reader, section: WrittenSection) -> bool:
    return may_send_back(reader) and section.review != ReviewState.DRAFT


def can_adopt(reader: Reader) -> bool:
    """Record that it was adopted, and begin a revision: chair and secretariat."""
    return implementation.can_approve(reader)


def keeps(reader: Reader) -> bool:
    """Whether they write in reports at all; a report that is adopted says itself that it does not change."""
    return implementation.keeps_the_chain(reader)


def may_review(reader: Reader) -> bool:
    return implementation.can_review(reader)


def may_send_back(reader: Reader) -> bool:
    return implementation.can_review(reader) or implementation.can_approve(reader)
