"""Lookups of the views of rolling texts as files."""

from wgcop.proposals.policy import can_read_proposals
from wgcop.resolutions.models import Edition
from wgcop.resolutions.queries import edition_called
from wgcop.web import current_audiences, found_or_404, require


def readable_edition(slug: str) -> Edition:
    edition = found_or_404(edition_called(slug))
    require(can_read_proposals(current_audiences()))
    return edition
