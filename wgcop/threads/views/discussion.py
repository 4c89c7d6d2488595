"""The page with the discussion of a whole resolution."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_person
from wgcop.resolutions.queries import edition_with_clauses
from wgcop.threads import policy
from wgcop.threads.page.discussion import DiscussionFilters, discussion_page
from wgcop.threads.views.blueprint import bp
from wgcop.web import current_audiences, found_or_404, require


@bp.get("/resolutions/<slug>/discussion")
def discussion(slug: str) -> ResponseReturnValue:
    edition = found_or_404(edition_with_clauses(slug))
    require(policy.can_read_threads(current_audiences()))
    page = discussion_page(
        edition, DiscussionFilters.read(request.args), current_person(), current_audiences()
    )
    return render_template(
        "threads/discussion.html",
        edition=edition,
        discussion=page,
        address=lambda number: url_for(
            "threads.discussion", slug=slug, **page.filters.parameters(number)
        ),
    )
