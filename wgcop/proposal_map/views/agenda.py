"""Making agenda items from the proposal map: the clauses are chosen, the items shown, then added."""

from collections.abc import Iterable, Mapping

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop.accounts.identity import current_person
from wgcop.agenda.answering import editable
from wgcop.agenda.queries import item_of, items_to_choose
from wgcop.bodies.models import Meeting
from wgcop.proposal_map import actions
from wgcop.proposal_map.agenda_plan import ItemFor, in_order, planned_items
from wgcop.proposal_map.forms import AgendaFromMapForm
from wgcop.proposal_map.narrowing import ALL_THAT_STANDS
from wgcop.proposal_map.queries import (
    editions_with_proposals,
    items_with_clauses,
    proposal_map,
)
from wgcop.proposal_map.table import ProposalMap
from wgcop.proposal_map.views.blueprint import bp
from wgcop.resolutions.models import Edition
from wgcop.web import commit_and_show, found_or_404, received


@bp.get("/meetings/<slug>/items/from-proposals")
def choose_clauses(slug: str) -> ResponseReturnValue:
    """Show the clauses with proposals. All that are open and not on the agenda yet are chosen."""
    return _page(editable(slug))


@bp.post("/meetings/<slug>/items/from-proposals/preview")
def preview_items(slug: str) -> ResponseReturnValue:
    """Show the items before anything is saved."""
    return _page(editable(slug), is_sent=True)


@bp.post("/meetings/<slug>/items/from-proposals")
def make_items(slug: str) -> ResponseReturnValue:
    meeting = editable(slug)
    edition = _edition()
    form = _form(edition, items_to_choose(meeting))
    if edition is None or not form.validate() or form.shown.data != form.mark:
        # What was not shown is not saved.
        return _page(meeting, is_sent=True)
    chosen = received.keys(form.clauses.data)
    parent = int(form.parent.data) if form.parent.data else 0
    added = actions.make_items(
        meeting,
        edition,
        chosen,
        item_for=ItemFor(form.item_for.data),
        parent=found_or_404(item_of(meeting, parent)) if parent else None,
        by=current_person(),
    )
    left = len(set(chosen)) - sum(len(item.clause_links) for item in added)
    if left:
        flash(
            ngettext(
                "%(num)d clause was on the agenda already and was not added again.",
                "%(num)d clauses were on the agenda already and were not added again.",
                left,
            ),
            "info",
        )
    told = ngettext("%(num)d item was added.", "%(num)d items were added.", len(added))
    if not added:
        return commit_and_show(f"{meeting.url}#agenda")
    return commit_and_show(
        f"{meeting.url}#agenda", f"{told} {_('Below the agenda you can undo this.')}"
    )


def _edition() -> Edition | None:
    """Return the resolution that was chosen or, if there are proposals on one alone, this one."""
    editions = editions_with_proposals()
    asked = request.values.get("resolution", "")
    found = next((each for each in editions if each.slug == asked), None)
    return found or (editions[0] if len(editions) == 1 else None)


def _form(
    edition: Edition | None, names: Mapping[int, str], preselected: Iterable[int] = ()
) -> AgendaFromMapForm:
    return AgendaFromMapForm.of(
        request.form or None,
        names,
        resolution=edition.slug if edition else "",
        preselected=preselected,
    )


def _page(meeting: Meeting, *, is_sent: bool = False) -> ResponseReturnValue:
    edition = _edition()
    table = proposal_map(edition, ALL_THAT_STANDS) if edition else ProposalMap()
    on_agenda = items_with_clauses(meeting)
    names = items_to_choose(meeting)
    form = _form(
        edition,
        names,
        [row.clause.id for row in table.rows if row.is_open and row.clause.id not in on_agenda],
    )
    is_valid = is_sent and edition is not None and form.validate()
    planned = []
    if is_valid and edition:
        chosen = set(form.clauses.data) - set(on_agenda)
        planned = planned_items(
            table, chosen, item_for=ItemFor(form.item_for.data), of=edition.name
        )
        form.shown.data = form.mark
    page = render_template(
        "proposal_map/agenda.html",
        meeting=meeting,
        edition=edition,
        editions=editions_with_proposals(),
        table=table,
        form=form,
        on_agenda=on_agenda,
        names=names,
        planned=planned,
        is_planned=is_valid,
        in_order=in_order,
    )
    return page, 422 if is_sent and not is_valid else 200
