"""Find the entry that an address names, and redirect to the one that stays if it was merged."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop.database import SAFE_METHODS
from wgcop.errors import Refused
from wgcop.initiatives import queries
from wgcop.initiatives.blueprint import bp
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.models import Initiative
from wgcop.web import found_or_404, uncached


class MovedEntry(Exception):
    """The entry of this address was merged into another one."""

    def __init__(self, last: Initiative) -> None:
        self.last = last


def entry_or_404(slug: str, *, even_if_merged: bool = False) -> Initiative:
    """Return the entry, or raise 404. Someone who may not know of a proposal gets 404 as well, even
    once it is merged.

    An entry that was taken out of the registry again is not public either, though it keeps its
    number.
    """
    entry = found_or_404(queries.initiative_by_slug(slug))
    if entry.heard_by != "public" and current_user.audiences.isdisjoint(entry.audiences):
        found_or_404(None)
    if entry.state != EntryState.MERGED or even_if_merged:
        return entry
    if request.method not in SAFE_METHODS:
        raise Refused(
            _(
                "This entry was merged into “%(name)s” in the meantime: %(address)s. Open that one; what you typed is still in your browser.",
                name=entry.last.title,
                address=entry.last.url,
            )
        )
    raise MovedEntry(entry.last)


@bp.errorhandler(MovedEntry)
def lead_on(moved: MovedEntry) -> ResponseReturnValue:
    """Redirect to the entry that stays, permanently but uncached, because a merge can be undone."""
    values = {**(request.view_args or {}), "slug": moved.last.slug}
    address = url_for(request.endpoint or "initiatives.show", **values)
    return uncached(redirect(address, 308))
