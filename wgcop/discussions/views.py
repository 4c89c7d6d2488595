"""The page with the discussion of a whole resolution."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_person
from wgcop.discussions.queries import DiscussionFilters, discussion_page
from wgcop.resolutions.queries import edition_with_clauses
from wgcop.threads import policy
from wgcop.web import current_audiences, found_or_404, require

bp = Blueprint("discussions", __name__)


@bp.get("/resolutions/<slug>/discussion")
def show(slug: str) -> ResponseReturnValue:
    edition = found_or_404(edition_with_clauses(slug))
    require(policy.can_read_threads(current_audiences()))
    page = discussion_page(
        edition, DiscussionFilters.read(request.args), current_person(), current_audiences()
    )
    return render_template(
        "discussions/show.html",
        edition=edition,
        discussion=page,
        address=lambda number: url_for(
            "discussions.show", slug=slug, **page.filters.parameters(number)
        ),
    )
