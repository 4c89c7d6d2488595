"""The feeds of a saved search and of an inbox, for programs that know their secret addresses."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.identity import require_factor
from wgcop.accounts.secret_addresses import reader_at
from wgcop.following.inbox_feed import InboxAddress, entries_for
from wgcop.following.searches import queries
from wgcop.following.searches.feed import latest
from wgcop.following.views.blueprint import bp
from wgcop.i18n import written_to
from wgcop.search_engines.choice import current_engine
from wgcop.search_page.feeds import Feed, as_atom, write_atom
from wgcop.web import found_or_404, limiter, public, site


@bp.get("/search/feeds/<token>.atom")
@public  # the secret in its address stands for the owner, and finds what they may read now
@limiter.limit("60 per minute")
def feed(token: str) -> Response:
    search = found_or_404(queries.search_of_feed(token))
    require_factor(search.person)
    hits, changed = latest(current_engine(), search)
    with written_to(search.person.language):
        written = as_atom(
            Feed(
                title=_("WG-COP: new in “%(name)s”", name=search.name),
                name=f"saved-search:{search.id}",
                root=site(),
                page=search.url,
                address=request.path,
            ),
            hits,
            updated=changed,
            now=clock.now(),
        )
    return _for_its_reader_only(written)


@bp.get("/inbox/feed/<token>.atom")
@public  # the secret in its address stands for a person, and shows what they may see now
@limiter.limit("60 per minute")
def inbox_feed(token: str) -> Response:
    reader = found_or_404(reader_at(InboxAddress, token))
    require_factor(reader)
    with written_to(reader.language):
        written = write_atom(
            Feed(
                title=_("WG-COP: new in what you follow"),
                name=f"inbox:{reader.id}",
                root=site(),
                page=url_for("following.inbox"),
                address=request.path,
            ),
            entries_for(reader),
            now=clock.now(),
        )
    return _for_its_reader_only(written)


def _for_its_reader_only(written: bytes) -> Response:
    answer = Response(written, mimetype="application/atom+xml")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
