"""Decides who may draft, read, submit, accept and revise a contribution."""

from wgcop.accounts.models import Capacity, Person
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Consent, Source
from wgcop.numbering.kinds import Attachment, DocumentKind, kinds_open_to
from wgcop.numbering.policy import Reader, groups_of_secretariat, is_secretariat_of
from wgcop.radar.answers import IfDuplicate


def can_list(reader: Reader) -> bool:
    return "members" in reader.audiences


def can_draft(reader: Reader) -> bool:
    """Return whether the person may draft papers: they must speak for a delegation or hold an
    office of the group.
    """
    return isinstance(reader, Person) and bool(reader.capacities)


def purposes(capacity: Capacity) -> list[Purpose]:
    """Return the purposes of papers that a capacity may bring. Observers bring papers for
    information only.
    """
    return [Purpose.INFORMATION] if capacity.is_observer else list(Purpose)


def kinds(capacity: Capacity) -> list[DocumentKind]:
    """Return the kinds of documents that a capacity may bring."""
    category = capacity.delegation.category if capacity.delegation else None
    return kinds_open_to(category, capacity.office.role if capacity.office else None)


def can_read(reader: Reader, contribution: Contribution) -> bool:
    return not contribution.audience.isdisjoint(reader.audiences)


def can_read_draft(reader: Reader, contribution: Contribution) -> bool:
    """Return whether the person may read the draft: only its drafters and those whose consent is
    requested may. The same applies to the draft of a revision.
    """
    audience = contribution.drafting_audience | contribution.consenting_audience
    return not audience.isdisjoint(reader.audiences)


def drafts(reader: Reader, contribution: Contribution) -> bool:
    """Return whether the person is a drafter, in whatever role. Being in the same delegation or
    holding an office is not enough.
    """
    return not contribution.drafting_audience.isdisjoint(reader.audiences)


def can_write(reader: Reader, contribution: Contribution) -> bool:
    """Return whether the person may write the paper. Drafters who write also choose the other
    drafters, and the rights of each.
    """
    return not contribution.writing_audience.isdisjoint(reader.audiences)


def can_read_wording(reader: Reader, wording: Revision) -> bool:
    """Return whether the person may read a wording and its files. One that was replaced before the
    paper had a number is for its drafters only.
    """
    contribution = wording.contribution
    if wording.is_issued:
        return can_read(reader, contribution)
    if wording is contribution.draft:
        return can_read_draft(reader, contribution)
    return drafts(reader, contribution)


def can_edit(reader: Reader, contribution: Contribution) -> bool:
    return can_write(reader, contribution) and contribution.is_being_written


def can_see_submission(reader: Reader, contribution: Contribution) -> bool:
    """Return whether the person may follow the progress of the paper after its submission: the
    drafters may, and the delegations in whose name it was submitted.
    """
    audience = contribution.drafting_audience | contribution.sources_audience
    return not audience.isdisjoint(reader.audiences)


def may_withdraw(reader: Reader, contribution: Contribution) -> bool:
    """Return whether the person may withdraw the paper: the drafters who write may and, once it is
    a document, the heads of the delegation that brought it.
    """
    lead = contribution.delegation if contribution.is_numbered else None
    leads = lead is not None and lead.heads in reader.audiences
    return leads or can_write(reader, contribution)


def can_withdraw(reader: Reader, contribution: Contribution) -> bool:
    return may_withdraw(reader, contribution) and contribution.state != PaperState.WITHDRAWN


def can_revise(reader: Reader, contribution: Contribution) -> bool:
    return can_write(reader, contribution) and contribution.state == PaperState.ACCEPTED


def can_attach(reader: Reader, contribution: Contribution) -> bool:
    """Return whether the person may add an addendum or corrigendum: those who may revise the
    document may. A corrigendum itself is revised instead.
    """
    return can_revise(reader, contribution) and contribution.attachment != Attachment.CORRIGENDUM


def can_answer(reader: Reader, source: Source) -> bool:
    """Return whether the person may answer a request for consent: the heads of the delegation that
    was asked may, or the holder of the office.
    """
    return source.deciders in reader.audiences and source.consent != Consent.NOT_ASKED


def can_decide(reader: Reader, contribution: Contribution) -> bool:
    """Return whether the person may accept a late paper or hold it: only the group's secretariat
    may.
    """
    return is_secretariat_of(reader, contribution.meeting.group_id)


def can_ask_for_change(reader: Reader, contribution: Contribution) -> bool:
    """Return whether the person may ask the source of a waiting paper to change it and submit it
    again: only the secretariat may.
    """
    return can_decide(reader, contribution) and contribution.is_waiting


def can_work_queue(reader: Reader) -> bool:
    """Return whether the person may work on the queue: the secretariats may. Each sees the waiting
    papers of its own groups.
    """
    return bool(groups_of_secretariat(reader))


def can_say_what_it_replaces(reader: Reader, contribution: Contribution) -> bool:
    """Return whether the person may name the document that the paper replaces: the drafters who
    write may while it is a draft, and after that the secretariat.
    """
    if contribution.state == PaperState.DRAFT:
        return can_write(reader, contribution)
    return can_decide(reader, contribution)


def can_support(capacity: Capacity | None, contribution: Contribution) -> bool:
    """Return whether a person in this capacity may support the document for their delegation.
    Observers may not, and those who bring a document support it anyway.
    """
    if capacity is None or capacity.delegation is None or capacity.is_observer:
        return False
    brings = {source.delegation_id for source in contribution.current.sources}
    return contribution.state == PaperState.ACCEPTED and capacity.delegation.id not in brings


def if_duplicate(contribution: Contribution) -> IfDuplicate:
    """Return what happens if the draft turns out to duplicate earlier work. An accepted document is
    not affected; only its revision is held back.
    """
    if contribution.draft is None:
        return IfDuplicate.IS_OUT_ALREADY
    is_new = contribution.state == PaperState.DRAFT
    return IfDuplicate.IS_WITHDRAWN if is_new else IfDuplicate.STAYS_BACK
