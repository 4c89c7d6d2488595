"""The table of the registry, and the page of an entry."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from wgcop.accounts.identity import current_person
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES
from wgcop.history.queries import topic_for
from wgcop.initiatives import policy, queries
from wgcop.initiatives.forms import filters_of
from wgcop.initiatives.merging.queries import latest_merge
from wgcop.initiatives.models import INITIATIVE_KIND_NAMES, Initiative, topic_name
from wgcop.initiatives.views import bp
from wgcop.initiatives.views.finding import entry_or_404
from wgcop.radar.queries import links_of
from wgcop.web import current_audiences, public


@bp.get("/initiatives/")
@public
def index() -> ResponseReturnValue:
    filters = filters_of(request.args)
    counts = queries.registry_counts(filters)
    pages = max(-(-counts.matching // queries.PAGE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "initiatives/index.html",
        initiatives=queries.registry(filters, page=page),
        counts=counts,
        page=page,
        pages=pages,
        filters=filters,
        level_names=LEVEL_NAMES,
        region_names=REGION_NAMES,
        kind_names=INITIATIVE_KIND_NAMES,
        may_edit=may_edit(),
    )


@bp.get("/initiatives/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    # The topic is read first, so that the page can ask for anything newer.
    topic = topic_for(topic_name(slug), current_audiences())
    initiative = entry_or_404(slug)
    return render_template(
        "initiatives/show.html",
        initiative=initiative,
        topic=topic,
        may_edit=may_edit(),
        may_confirm=may_confirm(initiative),
        merging=latest_merge(initiative) if may_merge() else None,
        may_merge=may_merge(),
        prior_work=links_of(initiative.search_key, current_audiences()),
        decide_url=f"{initiative.url}/edit" if may_edit() else None,
    )


def may_edit() -> bool:
    return bool(current_user.is_authenticated) and policy.can_edit_registry(current_person())


def may_confirm(initiative: Initiative) -> bool:
    """Whoever answers for it, and the secretariat; there is nothing to confirm of what is over."""
    asks = initiative.is_accepted and not initiative.is_over
    return bool(asks and current_user.is_authenticated) and policy.can_confirm(
        current_person(), initiative
    )


def may_merge() -> bool:
    return bool(current_user.is_authenticated) and policy.can_merge(current_person())
