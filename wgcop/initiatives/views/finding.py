"""The entry that an address names, for those who may read it."""

from flask_login import current_user

from wgcop.initiatives import queries
from wgcop.initiatives.models import Initiative
from wgcop.web import found_or_404


def entry_or_404(slug: str) -> Initiative:
    """For others a proposal is as if it were not there."""
    entry = found_or_404(queries.initiative_by_slug(slug))
    return found_or_404(None if current_user.audiences.isdisjoint(entry.audiences) else entry)
