"""The pages about the implementation of a resolution: one for each edition, with all operative
clauses.
"""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from wgcop.events.queries import seqs_for
from wgcop.implementation import policy, queries
from wgcop.implementation.chain import Figures
from wgcop.implementation.filters import NARROWING_NAMES, ChainFilters
from wgcop.implementation.models import topics_heard
from wgcop.implementation.states import PROGRESS_NAMES
from wgcop.implementation.views.blueprint import bp
from wgcop.resolutions.queries import edition_called
from wgcop.web import current_audiences, found_or_404, public


@bp.get("/implementation/")
@public
def index() -> ResponseReturnValue:
    """List the editions in force, or lead straight to the only one."""
    overview = queries.overview()
    if len(overview) == 1:
        return redirect(f"/implementation/{overview[0].slug}", 303)
    return render_template("implementation/index.html", editions=overview)


@bp.get("/implementation/<slug>")
@public
def edition(slug: str) -> ResponseReturnValue:
    shown = found_or_404(edition_called(slug))
    audiences = current_audiences()
    names = topics_heard(shown.resolution.work, audiences)
    # The topics are read first, so that the page can ask for anything newer.
    heard = seqs_for(names, audiences, awaited=names)
    chains = queries.implementation_of(shown, audiences)
    filters = ChainFilters.of(request.args)
    latest = queries.latest_edition([shown.resolution_id])[shown.resolution_id]
    return render_template(
        "implementation/edition.html",
        edition=shown,
        latest=latest,
        is_latest=latest.id == shown.id,
        heard=heard,
        chains=filters.applied(chains),
        figures=Figures.of(chains),
        filters=filters,
        narrowing_names=NARROWING_NAMES,
        progress_names=PROGRESS_NAMES,
        leads=queries.leads(chains),
        members_topic=names[0],
        may_add=policy.can_add(current_user),
        may_ask=policy.can_ask_members(current_user),
    )
