"""Who may draft, read, submit, number and revise a contribution."""

from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Capacity, GroupRole, Person
from wgcop.contributions.cover import Purpose
from wgcop.contributions.models import Contribution, PaperState
from wgcop.contributions.sources import Consent, Source
from wgcop.radar.answers import IfDuplicate

Reader = Person | Guest


def can_list(reader: Reader) -> bool:
    return "members" in reader.audiences


def can_draft(reader: Reader) -> bool:
    """Whoever speaks for a delegation or holds an office of the group."""
    return isinstance(reader, Person) and bool(reader.capacities)


def purposes(capacity: Capacity) -> list[Purpose]:
    """Observers bring papers for information only."""
    return [Purpose.INFORMATION] if capacity.is_observer else list(Purpose)


def can_read(reader: Reader, contribution: Contribution) -> bool:
    return not contribution.audience.isdisjoint(reader.audiences)


def can_read_draft(reader: Reader, contribution: Contribution) -> bool:
    """Its drafters and those whose consent is requested; nobody else, also for the draft of a revision."""
    audience = contribution.drafting_audience | contribution.consenting_audience
    return not audience.isdisjoint(reader.audiences)


def can_write(reader: Reader, contribution: Contribution) -> bool:
    """The drafters alone. Being in the same delegation, or holding an office, is not enough."""
    return not contribution.drafting_audience.isdisjoint(reader.audiences)


def can_edit(reader: Reader, contribution: Contribution) -> bool:
    return can_write(reader, contribution) and contribution.is_being_written


def may_withdraw(reader: Reader, contribution: Contribution) -> bool:
    """Its drafters and, once it is a document, the heads of the delegation that brought it."""
    lead = contribution.delegation if contribution.is_numbered else None
    leads = lead is not None and lead.heads in reader.audiences
    return leads or can_write(reader, contribution)


def can_withdraw(reader: Reader, contribution: Contribution) -> bool:
    return may_withdraw(reader, contribution) and contribution.state != PaperState.WITHDRAWN


def can_revise(reader: Reader, contribution: Contribution) -> bool:
    return can_write(reader, contribution) and contribution.state == PaperState.ACCEPTED


def can_answer(reader: Reader, source: Source) -> bool:
    """For a delegation its heads consent; for an office, whoever holds it."""
    return source.deciders in reader.audiences and source.consent != Consent.NOT_ASKED


def can_decide(reader: Reader, contribution: Contribution) -> bool:
    """Accepting what is late, or holding it, is for the group's secretariat."""
    return isinstance(reader, Person) and any(
        office.role == GroupRole.SECRETARIAT and office.group_id == contribution.meeting.group_id
        for office in reader.offices
    )


def if_duplicate(contribution: Contribution) -> IfDuplicate:
    """A document stands, whatever its next revision repeats."""
    if contribution.draft is None:
        return IfDuplicate.IS_OUT_ALREADY
    is_new = contribution.state == PaperState.DRAFT
    return IfDuplicate.IS_WITHDRAWN if is_new else IfDuplicate.STAYS_BACK
