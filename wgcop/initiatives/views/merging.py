"""Merge two entries side by side, and undo a merge."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_person
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.initiatives.blueprint import bp
from wgcop.initiatives.merging import actions, queries
from wgcop.initiatives.merging.actions import SeenVersions
from wgcop.initiatives.merging.forms import MergeForm
from wgcop.initiatives.models import Initiative
from wgcop.initiatives.views.entries import may_merge
from wgcop.initiatives.views.finding import entry_or_404
from wgcop.web import commit_and_show, found_or_404, require


@bp.get("/initiatives/<slug>/merging")
def merging(slug: str) -> ResponseReturnValue:
    require(may_merge())
    entry = entry_or_404(slug)
    typed = request.args.get("other", "").strip()
    if not typed:
        return choosing_page(entry)
    other = queries.entry_called(typed)
    if other is None:
        return choosing_page(entry, typed, _("No entry has this number or name.")), 422
    if other is entry:
        return choosing_page(entry, typed, _("An entry cannot be merged with itself.")), 422
    if not entry.is_accepted and other.is_accepted:
        return redirect(url_for(".merging", slug=other.slug, other=entry.slug), 303)
    try:
        actions.refuse_what_cannot_be_merged(other, entry)
    except Refused as refused:
        return choosing_page(entry, typed, str(refused)), 422
    return comparing_page(entry, other)


@bp.post("/initiatives/<slug>/merging")
def merge(slug: str) -> ResponseReturnValue:
    require(may_merge())
    staying = entry_or_404(slug)
    # Not the entry that it has become a part of meanwhile: what stays was chosen for this one.
    merged = entry_or_404(request.form.get("merged", ""))
    form = form_of(staying, merged, request.form)
    if not form.validate():
        return comparing_page(staying, merged, form), 422
    seen = SeenVersions(
        request.form.get("staying_version", 0, type=int),
        request.form.get("merged_version", 0, type=int),
    )
    try:
        actions.merge(merged, staying, form.facts, form.owner, seen=seen, by=current_person())
    except Outdated:
        db.session.rollback()
        return conflict_page(staying, merged), 409
    return commit_and_show(
        staying, _("“%(name)s” is part of this entry now.", name=merged.title), kind="info"
    )


@bp.post("/initiatives/<slug>/merging/withdrawal")
def take_apart(slug: str) -> ResponseReturnValue:
    require(may_merge())
    staying = entry_or_404(slug)
    merging = found_or_404(queries.latest_merge(staying))
    actions.take_apart(merging, by=current_person())
    return commit_and_show(
        merging.merged,
        _("“%(name)s” is an entry of its own again.", name=merging.merged.title),
        kind="info",
    )


def form_of(staying: Initiative, merged: Initiative, data: Any = None) -> MergeForm:
    return MergeForm(staying, merged, queries.citations_of(staying, merged), data)


def choosing_page(entry: Initiative, typed: str = "", error: str = "") -> str:
    return render_template(
        "initiatives/merging_choose.html",
        initiative=entry,
        others=queries.others(entry),
        typed=typed,
        error=error,
    )


def comparing_page(
    staying: Initiative, merged: Initiative, form: MergeForm | None = None, **more: Any
) -> str:
    return render_template(
        "initiatives/merging.html",
        staying=staying,
        merged=merged,
        form=form or form_of(staying, merged),
        numbers=queries.latest_numbers(staying, merged),
        **more,
    )


def conflict_page(staying: Initiative, merged: Initiative) -> str:
    """Show the form again with its choices, and list above it what has changed since it was opened."""
    seen = {
        staying: request.form.get("staying_number", 0, type=int),
        merged: request.form.get("merged_number", 0, type=int),
    }
    changes = {entry: queries.changes_since(entry, number) for entry, number in seen.items()}
    return comparing_page(staying, merged, form_of(staying, merged, request.form), changes=changes)
