"""The table of the registry, the page of an entry, and its history."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from wgcop.accounts.identity import current_person
from wgcop.bodies.countries import named_countries
from wgcop.bodies.levels import LEVEL_NAMES, REGION_NAMES
from wgcop.events.circles import audiences_at
from wgcop.events.queries import topic_for
from wgcop.initiatives import policy, queries
from wgcop.initiatives.blueprint import bp, may_edit
from wgcop.initiatives.filters import ORDER_NAMES, WORLDWIDE, filters_of
from wgcop.initiatives.kinds import (
    CONFIDENCE_NAMES,
    INITIATIVE_KIND_NAMES,
    MEASURE_NAMES,
    PROJECT_STATE_NAMES,
    TARGET_GROUP_NAMES,
)
from wgcop.initiatives.merging.queries import latest_merge
from wgcop.initiatives.models import REGISTRY, Initiative, Overlap, topic_name
from wgcop.initiatives.overlapping.queries import overlaps_of
from wgcop.initiatives.presenters import history_of
from wgcop.initiatives.views.finding import entry_or_404
from wgcop.radar.queries import links_of
from wgcop.resolutions.queries import operative_clauses
from wgcop.web import current_audiences, public, require, require_sign_in


@bp.get("/initiatives/")
@public
def index() -> ResponseReturnValue:
    filters = filters_of(request.args)
    counts = queries.registry_counts(filters)
    pages = max(-(-counts.matching // queries.PAGE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    topic = topic_for(REGISTRY, current_audiences())
    return render_template(
        "initiatives/index.html",
        initiatives=queries.registry(filters, page=page),
        counts=counts,
        page=page,
        pages=pages,
        filters=filters,
        names=choice_names(counts),
        clauses=operative_clauses(),
        order_names=ORDER_NAMES,
        topic=topic,
        may_propose=may_propose(),
        waiting=queries.waiting_count() if may_edit() else 0,
    )


def choice_names(counts: queries.RegistryCounts) -> dict[str, Mapping[Any, Any]]:
    """Return the choices of each filter with their names. Only countries that an entry covers are
    offered.
    """
    return {
        "level": LEVEL_NAMES,
        "region": {**REGION_NAMES, WORLDWIDE: _l("Worldwide")},
        "country": named_countries(counts.by_country),
        "kind": INITIATIVE_KIND_NAMES,
        "target_group": TARGET_GROUP_NAMES,
        "measure": MEASURE_NAMES,
        "project_state": PROJECT_STATE_NAMES,
        "confidence": CONFIDENCE_NAMES,
    }


@bp.get("/initiatives/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    # The topic is read first, so that the page can ask for anything newer.
    name = topic_name(slug)
    topic = topic_for(name, audiences_at(name, current_user))
    initiative = entry_or_404(slug)
    may_change = may(policy.can_edit, initiative)
    return render_template(
        "initiatives/show.html",
        initiative=initiative,
        topic=topic,
        may_edit=may_change,
        may_decide=may(policy.can_decide, initiative),
        may_withdraw=may(policy.can_withdraw, initiative),
        overlaps=[overlap for overlap in overlaps_of(initiative) if may_see_overlap(overlap)]
        if current_user.is_authenticated
        else [],
        may_confirm=may_confirm(initiative),
        merging=latest_merge(initiative) if may_merge() else None,
        may_merge=may_merge(),
        prior_work=links_of(initiative.search_key, current_audiences()),
        decide_url=f"{initiative.url}/edit" if may_change else None,
    )


@bp.get("/initiatives/<slug>/history")
def history(slug: str) -> ResponseReturnValue:
    require_sign_in()
    initiative = entry_or_404(slug, even_if_merged=True)
    require(policy.can_see_history(current_person()))
    may_see_all = policy.can_see_proposing(current_person(), initiative)
    versions = queries.versions_of(initiative)
    return render_template(
        "initiatives/history.html",
        initiative=initiative,
        steps=history_of(versions, from_acceptance=not may_see_all),
    )


def may(rule: Any, initiative: Initiative) -> bool:
    return bool(current_user.is_authenticated) and bool(rule(current_person(), initiative))


def may_see_overlap(overlap: Overlap) -> bool:
    return policy.can_see_overlap(current_person(), overlap)


def may_propose() -> bool:
    return bool(current_user.is_authenticated) and policy.can_propose(current_person())


def may_confirm(initiative: Initiative) -> bool:
    """Return whether the current person may confirm the entry: its owners and the secretariat may,
    unless it is over.
    """
    asks = initiative.is_accepted and not initiative.is_over
    return bool(asks and current_user.is_authenticated) and policy.can_confirm(
        current_person(), initiative
    )


def may_merge() -> bool:
    return bool(current_user.is_authenticated) and policy.can_merge(current_person())
