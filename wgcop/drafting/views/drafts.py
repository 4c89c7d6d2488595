"""Pages for writing a contribution: a new draft, and the draft of a paper or of its next revision."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask import jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.models import Capacity
from wgcop.bodies.models import Meeting
from wgcop.contributions import policy, queries
from wgcop.contributions.access import readable
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.database import db, unlocked
from wgcop.drafting import actions
from wgcop.drafting.forms import ContributionForm
from wgcop.drafting.views.edit_pages import (
    both_texts,
    both_wordings,
    closed_page,
    edit_page,
    fill_in_text,
    not_saved,
    stored_values,
)
from wgcop.drafting.views.offers import (
    chosen_clauses,
    chosen_delegations,
    chosen_meeting,
    chosen_questions,
    contact_lines,
    meetings_to_choose,
    needs,
    offer,
    outlooks,
)
from wgcop.errors import Outdated
from wgcop.numbering.blueprint import bp
from wgcop.resolutions.queries import clause_by_wid
from wgcop.web import require, wants_json
from wgcop.web.joining import marks_of
from wgcop.writing.reasons import Declined
from wgcop.writing.saving import TextContested


@bp.get("/contributions/new")
def new() -> ResponseReturnValue:
    """Show the form of a new draft, filled in with `?meeting=&clause=&item=` from the page that
    leads here.
    """
    require(policy.can_draft(current_person()))
    meetings = queries.open_meetings()
    if not meetings:
        return render_template("contributions/no_meeting.html")
    meeting = next((m for m in meetings if m.slug == request.args.get("meeting")), meetings[0])
    clause = clause_by_wid(request.args.get("clause", ""))
    item = request.args.get("item", 0, type=int)
    capacity = current_capacity()
    form = ContributionForm.for_new(
        None,
        current_person().capacities,
        meetings,
        meeting=meeting.id,
        capacity=capacity.key if capacity else "",
        clauses=[clause.id] if clause else [],
        items=[item] if item else [],
        key=secrets.token_hex(16),
        **usual(capacity),
    )
    offer(form, meetings)
    return new_page(form, meetings)


@bp.post("/contributions/")
def create() -> ResponseReturnValue:
    require(policy.can_draft(current_person()))
    capacities = {capacity.key: capacity for capacity in current_person().capacities}
    meetings = queries.open_meetings()
    if not meetings:
        return render_template("contributions/no_meeting.html"), 409
    chosen = capacities.get(request.form.get("capacity", ""))
    form = ContributionForm.for_new(
        request.form, list(capacities.values()), meetings, **usual(chosen)
    )
    meeting = chosen_meeting(form, meetings)
    offer(form, meetings)
    if not is_valid(form):
        return new_page(form, meetings), 422
    contribution = actions.start_draft(
        meeting,
        capacities[form.capacity.data],
        form.cover,
        form.tree(),
        chosen_clauses(form),
        questions=chosen_questions(form),
        together_with=chosen_delegations(form),
        items=form.items.data,
        key=form.key.data or None,
        kind=form.chosen_kind,
        by=current_person(),
    )
    db.session.commit()
    return redirect(f"{contribution.work_url}/edit", 303)


def new_page(form: ContributionForm, meetings: Sequence[Meeting]) -> str:
    """Show a form for the meeting, the capacity and the title. The rest is written in the draft."""
    return render_template(
        "contributions/new.html",
        form=form,
        outlooks=outlooks(meetings),
        **needs(form),
    )


def usual(capacity: Capacity | None) -> dict[str, Any]:
    """Return the first values of the cover of a new draft."""
    purposes = policy.purposes(capacity) if capacity else []
    return {
        "purpose": purposes[0].value if purposes else "action",
        "contact": contact_lines(capacity),
        "language": "en",
    }


@bp.get("/contributions/<int:contribution_id>/edit")
def edit_form(contribution_id: int) -> ResponseReturnValue:
    contribution, revision = editable(contribution_id)
    if revision is None:
        return closed_page(contribution)
    meetings = meetings_to_choose(contribution)
    stored = stored_values(contribution, revision)
    form = ContributionForm.for_draft(
        None, revision, current_person().capacities, meetings, **stored, marks=marks_of(stored)
    )
    fill_in_text(form, revision)
    offer(form, meetings)
    return edit_page(revision, form)


@bp.post("/contributions/<int:contribution_id>")
def save(contribution_id: int) -> ResponseReturnValue:
    """Save the form of a draft. A script that saves the cover as it is typed asks for JSON;
    otherwise the field `then` names the next page.
    """
    contribution, revision = editable(contribution_id)
    if revision is None:
        return closed_page(contribution, ContributionForm(request.form))
    meetings = meetings_to_choose(contribution)
    form = form_of(revision, meetings)
    if not form.is_of(revision):
        return closed_page(contribution, form)
    if not is_valid(form):
        return not_saved(revision, form)
    stored = stored_values(contribution, revision)
    if conflicts := form.join(stored):
        return both_texts(revision, form, conflicts, marks=marks_of(stored))
    try:
        revision = save_typed(revision, form, meetings, stored)
    except Outdated:
        db.session.rollback()
        return save(contribution_id)  # read again, and merge with what they saved
    except TextContested as contested:
        db.session.rollback()
        contribution, revision = editable(contribution_id)
        if revision is not None:
            return both_wordings(revision, form, contested)
        return closed_page(contribution, form)
    except (actions.NoDraft, Declined):
        db.session.rollback()
        return closed_page(readable(contribution_id), form)
    # Read before the commit: afterwards a field may already hold what somebody else saved.
    marks = marks_of(stored_values(revision.contribution, revision))
    db.session.commit()
    return saved(revision, form, marks)


def form_of(revision: Revision, meetings: Sequence[Meeting]) -> ContributionForm:
    """Return the form of the draft as it was sent."""
    capacities = current_person().capacities
    form = ContributionForm.for_draft(request.form, revision, capacities, meetings)
    offer(form, meetings)
    return form


def save_typed(
    revision: Revision,
    form: ContributionForm,
    meetings: Sequence[Meeting],
    stored: dict[str, Any],
) -> Revision:
    contribution = revision.contribution
    return actions.save_draft(
        contribution,
        form.cover,
        form.tree() if form.has_text else None,
        chosen_clauses(form),
        version=revision.version,
        text_version=form.steps.data or 0,
        by=current_person(),
        note=form.note.data if "note" in form else "",
        questions=chosen_questions(form),
        capacity=chosen_capacity(form),
        together_with=chosen_delegations(form),
        kind=form.chosen_kind,
        meeting=chosen_meeting(form, meetings) if "meeting" in form else contribution.meeting,
        items=form.items.data if form.changes("items", stored) else None,
        keeps_version=not wants_json(),  # a button was pressed; the script that saves while one types asks for JSON
    )


def saved(revision: Revision, form: ContributionForm, marks: str) -> ResponseReturnValue:
    contribution = revision.contribution
    if wants_json():
        return jsonify(marks=marks, taken=form.taken)
    then = request.form.get("then", "")
    places = {"write": f"{contribution.work_url}/edit", "submit": f"{contribution.work_url}#submit"}
    return redirect(places.get(then, contribution.work_url), 303)


def chosen_capacity(form: ContributionForm) -> Capacity | None:
    return next((c for c in current_person().capacities if c.key == form.capacity.data), None)


def is_valid(form: ContributionForm) -> bool:
    """Validate the form without a lock on the database, because parsing a long text takes time."""
    with unlocked():
        return form.validate()


def editable(contribution_id: int) -> tuple[Contribution, Revision | None]:
    """Return the paper with its draft. The draft is None if it has been submitted in the meantime
    or if this drafter may no longer write.
    """
    contribution = readable(contribution_id)
    require(policy.drafts(current_person(), contribution))
    may = policy.can_edit(current_person(), contribution)
    return contribution, contribution.draft if may else None
