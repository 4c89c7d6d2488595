"""Writing a contribution: a new draft, and the draft of it or of its next revision."""

from collections.abc import Sequence

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.models import Delegation
from wgcop.bodies.models import Meeting
from wgcop.contributions import actions, policy, queries
from wgcop.contributions.agendas import agendas
from wgcop.contributions.forms import ContributionForm, values_of
from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.contributions.views import bp
from wgcop.contributions.views.access import listening, readable
from wgcop.db import db, unlocked
from wgcop.errors import Refused
from wgcop.resolutions.models import Clause
from wgcop.resolutions.queries import clause_by_wid, clauses_to_choose
from wgcop.web import require


@bp.get("/contributions/new")
def new() -> ResponseReturnValue:
    """`?meeting=&clause=&item=` are filled in from the page that leads here."""
    require(policy.can_draft(current_person()))
    meetings = queries.open_meetings()
    if not meetings:
        return render_template("contributions/no_meeting.html")
    meeting = next((m for m in meetings if m.slug == request.args.get("meeting")), meetings[0])
    clause = clause_by_wid(request.args.get("clause", ""))
    capacity = current_capacity()
    form = ContributionForm.for_new(
        None,
        current_person().capacities,
        meetings,
        meeting=meeting.id,
        capacity=capacity.key if capacity else "",
        purpose=policy.purposes(capacity)[0].value if capacity else "action",
        clauses=[clause.id] if clause else [],
        item=request.args.get("item", 0, type=int),
        contact=contact_lines(),
        language="en",
    )
    offer(form, meetings)
    return render_template("contributions/new.html", form=form, meetings=meetings)


@bp.post("/contributions/")
def create() -> ResponseReturnValue:
    require(policy.can_draft(current_person()))
    capacities = {capacity.key: capacity for capacity in current_person().capacities}
    meetings = queries.open_meetings()
    if not meetings:
        return render_template("contributions/no_meeting.html"), 409
    form = ContributionForm.for_new(request.form, list(capacities.values()), meetings)
    meeting = chosen_meeting(form, meetings)
    offer(form, meetings)
    if not is_valid(form):
        return render_template("contributions/new.html", form=form, meetings=meetings), 422
    contribution = actions.start_draft(
        meeting,
        capacities[form.capacity.data],
        form.cover,
        form.tree(),
        chosen_clauses(form),
        together_with=chosen_delegations(form),
        item=form.item.data,
        by=current_person(),
    )
    db.session.commit()
    return redirect(contribution.work_url, 303)


@bp.get("/contributions/<int:contribution_id>/edit")
def edit_form(contribution_id: int) -> ResponseReturnValue:
    contribution, revision = editable(contribution_id)
    if revision is None:
        raise Refused(
            _("This wording was submitted and can no longer be changed. Prepare a revision.")
        )
    meetings = meetings_to_choose(contribution)
    form = ContributionForm.for_draft(
        None,
        revision,
        current_person().capacities,
        meetings,
        item=agendas().item_of(contribution),
    )
    offer(form, meetings)
    return edit_page(revision, form)


@bp.post("/contributions/<int:contribution_id>")
def save(contribution_id: int) -> ResponseReturnValue:
    contribution, revision = editable(contribution_id)
    if revision is None:
        return closed_page(contribution, ContributionForm(request.form))
    meetings = meetings_to_choose(contribution)
    capacities = current_person().capacities
    form = ContributionForm.for_draft(request.form, revision, capacities, meetings)
    meeting = chosen_meeting(form, meetings) if "meeting" in form else contribution.meeting
    offer(form, meetings)
    if not is_valid(form):
        return edit_page(revision, form), 422
    try:
        actions.save_draft(
            contribution,
            form.cover,
            form.tree(revision.text),
            chosen_clauses(form),
            version=form.version.data or 0,
            by=current_person(),
            note=form.note.data if "note" in form else "",
            capacity=next((c for c in capacities if c.key == form.capacity.data), None),
            together_with=chosen_delegations(form),
            meeting=meeting,
            item=form.item.data,
        )
    except actions.OutdatedDraft:
        db.session.rollback()
        return both_texts(contribution_id, form)
    except actions.NoDraft:
        db.session.rollback()
        return closed_page(readable(contribution_id), form)
    db.session.commit()
    return redirect(contribution.work_url, 303)


def is_valid(form: ContributionForm) -> bool:
    """Parsing a long text takes time; meanwhile the database is free for others."""
    with unlocked():
        return form.validate()


def editable(contribution_id: int) -> tuple[Contribution, Revision | None]:
    """The paper with its draft, which is None if it was submitted meanwhile."""
    contribution = readable(contribution_id)
    require(policy.can_write(current_person(), contribution))
    may = policy.can_edit(current_person(), contribution)
    return contribution, contribution.draft if may else None


def meetings_to_choose(contribution: Contribution) -> list[Meeting]:
    """A paper that has its number stays with its meeting."""
    if contribution.is_numbered:
        return [contribution.meeting]
    return list(dict.fromkeys([*queries.open_meetings(), contribution.meeting]))


def chosen_meeting(form: ContributionForm, meetings: Sequence[Meeting]) -> Meeting:
    return next((m for m in meetings if m.id == form.meeting.data), meetings[0])


def chosen_clauses(form: ContributionForm) -> list[Clause]:
    offered = {wording.clause_id: wording.clause for wording in clauses_to_choose()}
    return [clause for key, clause in offered.items() if key in form.clauses.data]


def chosen_delegations(form: ContributionForm) -> list[Delegation]:
    chosen = set(form.together_with.data)
    return [each for each in queries.delegations_to_ask() if each.id in chosen]


def offer(form: ContributionForm, meetings: Sequence[Meeting]) -> None:
    """Fill the choices. The page shows the agenda items of the chosen meeting only."""
    form.offer_delegations(queries.delegations_to_ask())
    form.offer_clauses(clauses_to_choose())
    form.offer_items(meetings, agendas().items_to_choose(meetings))


def printed_source() -> str:
    """As a cover prints whoever speaks: the delegation, or the office."""
    capacity = current_capacity()
    return capacity.printed if capacity else ""


def contact_lines() -> str:
    person = current_person()
    return f"{person.name}, {printed_source()}\n{person.email}"


def edit_page(
    revision: Revision,
    form: ContributionForm,
    conflicts: list[tuple[str, str, str]] | None = None,
) -> str:
    contribution = revision.contribution
    return render_template(
        "contributions/edit.html",
        contribution=contribution,
        revision=revision,
        meetings=meetings_to_choose(contribution),
        form=form,
        conflicts=conflicts,
        stored_text=values_of(revision)["text"] if conflicts else "",
        topics=listening(current_person().topic),
    )


def both_texts(contribution_id: int, form: ContributionForm) -> ResponseReturnValue:
    """What somebody else saved, above the form as it was filled in. Saving again replaces it."""
    contribution, revision = editable(contribution_id)
    if revision is None:
        return closed_page(contribution, form)
    form.version.data = revision.version
    return edit_page(revision, form, form.differences_from(values_of(revision))), 409


def closed_page(contribution: Contribution, form: ContributionForm) -> ResponseReturnValue:
    """There is no draft to save into any more. The typed text is shown, so that it can be copied."""
    page = render_template("contributions/closed.html", contribution=contribution, form=form)
    return page, 409
