"""The changes from the wording before, for the pages of documents and of drafts."""

from wgcop.accounts.identity import current_person
from wgcop.contributions import queries
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.documents.comparing import choosing
from wgcop.documents.comparing.address import ChangesCard, ComparisonAddress
from wgcop.documents.comparing.differences import brief
from wgcop.documents.comparing.wordings import DRAFT, ComparedWording, wording_of
from wgcop.web import current_audiences


def changes_in(revision: Revision) -> ChangesCard | None:
    """Return a card with the changes in a wording, or None if it neither revises nor replaces
    anything.
    """
    contribution, new = revision.contribution, wording_of(revision)
    old = wording_before(new, contribution)
    if old is None:
        return None
    address = ComparisonAddress(f"{revision.url}/changes")
    if new.key == DRAFT:
        address = ComparisonAddress(f"{contribution.work_url}/compare", {"to": DRAFT})
    return ChangesCard(old, brief(old, new), address)


def wording_before(later: ComparedWording, contribution: Contribution) -> ComparedWording | None:
    """Return the wording that `later` revises; for the first one, the latest wording of the
    document that the paper replaces.
    """
    before = choosing.one_before(later, contribution, current_person())
    if before is not None or contribution.replaces_id is None:
        return before
    replaced = queries.contribution_with_text(contribution.replaces_id, current_audiences())
    return wording_of(replaced.current) if replaced and replaced.is_numbered else None
