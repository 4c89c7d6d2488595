"""The page with the discussion of a whole resolution, and that of its text in two languages."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from wgcop.accounts.identity import current_person
from wgcop.discussions.queries import DiscussionFilters, discussion_page
from wgcop.languages import LANGUAGE_NAMES
from wgcop.resolutions.policy import can_put_text
from wgcop.resolutions.queries import (
    edition_beside,
    edition_with_clauses,
    languages_beside,
    parts_in,
)
from wgcop.threads import policy
from wgcop.threads.queries import counts_of_resolution
from wgcop.web import current_audiences, found_or_404, public, require

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


@bp.get("/resolutions/<slug>/in/<language>")
@public
def side_by_side(slug: str, language: str) -> ResponseReturnValue:
    """Show the text beside itself in another language. Each clause has its one discussion here too."""
    edition = found_or_404(edition_beside(slug, language))
    return render_template(
        "resolutions/side_by_side.html",
        edition=edition,
        language=language,
        names=LANGUAGE_NAMES,
        beside=languages_beside(edition),
        parts=parts_in(edition, language),
        may_put=can_put_text(current_user),
        may_read_threads=policy.can_read_threads(current_audiences()),
        counts=counts_of_resolution(edition.resolution_id, current_person(), current_audiences()),
    )
