"""Lookups of the views of the proposal map. Each refuses readers who may not read what it returns."""

from wgcop.proposals import policy
from wgcop.resolutions.models import Edition
from wgcop.resolutions.queries import edition_called
from wgcop.web import current_audiences, found_or_404, require


def readable_edition(slug: str) -> Edition:
    edition = found_or_404(edition_called(slug))
    require(policy.can_read_proposals(current_audiences()))
    return edition
