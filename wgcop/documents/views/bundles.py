"""The download of all papers of a meeting, or of an agenda item, as one ZIP."""

from collections.abc import Collection

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from wgcop import clock
from wgcop.bodies.models import Meeting
from wgcop.contributions import policy
from wgcop.contributions.agendas import agendas
from wgcop.documents.bundles.contents import bundled, stream
from wgcop.documents.bundles.naming import archive_name
from wgcop.documents.bundles.sending import apart_from_requests, download
from wgcop.numbering.blueprint import bp
from wgcop.numbering.queries import meeting_called
from wgcop.web import current_audiences, found_or_404, require, site
from wgcop.web.received import key


@bp.get("/contributions/papers.zip")
def papers_in_zip() -> ResponseReturnValue:
    """Send the papers of `?meeting=` as a ZIP while it is made; with `&item=`, only those under
    this agenda item and the items below it.
    """
    require(policy.can_list(current_user))
    meeting = found_or_404(meeting_called(request.args.get("meeting", "")))
    item, only = chosen_item(meeting)
    audiences, now, address = current_audiences(), clock.now(), site(is_trusted=True)
    papers = bundled(meeting, audiences, only=only)
    index = render_template(
        "contributions/bundle_index.html",
        meeting=meeting,
        item=item,
        papers=papers,
        made_at=now,
        site=address,
    )
    pieces = stream(
        papers, audiences, index=index, at=now, site=address, working=apart_from_requests()
    )
    return download(pieces, archive_name(meeting.group.code, str(meeting.number), item))


def chosen_item(meeting: Meeting) -> tuple[str, Collection[int] | None]:
    """Return the name of the chosen item and the ids of the documents under it. Without an item,
    return an empty name and None.
    """
    if "item" not in request.args:
        return "", None
    under = agendas().documents_under(meeting, request.args.get("item", 0, type=key))
    if under is None:
        raise NotFound
    return under
