"""The proposals for an agenda: the list, and proposing, accepting, declining and withdrawing."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.models import Person
from wgcop.agenda import actions, policy, queries
from wgcop.agenda.actions.proposed import ProposedFacts
from wgcop.agenda.blueprint import bp
from wgcop.agenda.forms.proposed import DecliningForm, ProposalForm
from wgcop.agenda.proposed.models import ProposedItem
from wgcop.agenda.proposed.queries import proposed_by_id, proposed_for
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.web import commit_and_show, current_audiences, found_or_404, received, require


@bp.get("/<slug>/proposals")
def proposals(slug: str) -> ResponseReturnValue:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_list_proposed(current_person(), meeting))
    return _list_page(meeting)


@bp.get("/<slug>/proposals/new")
def new_proposal(slug: str) -> ResponseReturnValue:
    meeting = _for_delegations(slug)
    return _new_page(meeting, _form(None, meeting))


@bp.post("/<slug>/proposals/new")
def propose(slug: str) -> ResponseReturnValue:
    meeting, person = _for_delegations(slug), current_person()
    form = _form(request.form, meeting)
    if not form.validate():
        return _new_page(meeting, form), 422
    documents = queries.documents_to_choose(meeting, current_audiences())
    facts = ProposedFacts(
        title=form.title.data,
        planned_minutes=form.planned_minutes.data,
        reason=form.reason.data,
        contribution=next((d for d in documents if d.id == form.contribution.data), None),
        under=queries.item_of(meeting, form.under.data) if form.under.data else None,
    )
    delegation = next(
        m.delegation for m in person.memberships if m.delegation_id == form.delegation.data
    )
    try:
        actions.propose(meeting, delegation, facts, by=person)
    except Refused as refused:  # the deadline has passed in the meantime
        db.session.rollback()
        return _new_page(meeting, form, str(refused)), 409
    return commit_and_show(
        url_for("meetings.proposals", slug=slug), _("Proposed. This page shows the outcome.")
    )


@bp.post("/<slug>/proposals/<int:key>/acceptance")
def accept_proposal(slug: str, key: int) -> ResponseReturnValue:
    proposed = _to_answer(slug, key)
    chosen = request.form.get("under", 0, type=received.key)
    under = found_or_404(queries.item_of(proposed.meeting, chosen)) if chosen else None
    item = actions.accept_proposed(proposed, under=under, by=current_person())
    db.session.commit()
    place = queries.name_of_item(item)
    flash(
        _(
            "“%(title)s” is on the agenda now, under “%(place)s”.",
            title=proposed.title,
            place=place,
        )
        if item == under
        else _("On the agenda now: “%(place)s”.", place=place),
        "success",
    )
    return redirect(item.agenda_url, 303)


@bp.post("/<slug>/proposals/<int:key>/declining")
def decline_proposal(slug: str, key: int) -> ResponseReturnValue:
    proposed = _to_answer(slug, key)
    form = DecliningForm(request.form)
    if not form.validate():
        return _list_page(proposed.meeting, declining={proposed.id: form}), 422
    actions.decline_proposed(proposed, form.reason.data, by=current_person())
    return commit_and_show(
        url_for("meetings.proposals", slug=slug), _("Declined. The delegation sees your reason.")
    )


@bp.post("/<slug>/proposals/<int:key>/withdrawal")
def withdraw_proposal(slug: str, key: int) -> ResponseReturnValue:
    meeting = _for_delegations(slug)
    proposed = found_or_404(proposed_by_id(meeting, key))
    require(policy.can_withdraw_proposed(current_person(), proposed))
    actions.withdraw_proposed(proposed, by=current_person())
    return commit_and_show(url_for("meetings.proposals", slug=slug))


def _for_delegations(slug: str) -> Meeting:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_propose(current_person()))
    return meeting


def _to_answer(slug: str, key: int) -> ProposedItem:
    meeting = found_or_404(queries.meeting_by_slug(slug))
    require(policy.can_edit_agenda(current_person(), meeting))
    return found_or_404(proposed_by_id(meeting, key))


def _form(data: object, meeting: Meeting) -> ProposalForm:
    person: Person = current_person()
    documents = queries.documents_to_choose(meeting, current_audiences())
    capacity = current_capacity()
    return ProposalForm.of(
        data,
        [membership.delegation for membership in person.memberships],
        {document.id: f"{document.symbol} {document.title}" for document in documents},
        queries.items_to_choose(meeting),
        delegation=capacity.delegation.id if capacity and capacity.delegation else None,
        contribution=request.args.get("document", 0, type=int) or None,
    )


def _new_page(meeting: Meeting, form: ProposalForm, problem: str = "") -> str:
    return render_template("meetings/propose.html", meeting=meeting, form=form, problem=problem)


def _list_page(meeting: Meeting, declining: dict[int, DecliningForm] | None = None) -> str:
    person = current_person()
    edits = policy.can_edit_agenda(person, meeting)
    return render_template(
        "meetings/proposals.html",
        meeting=meeting,
        proposals=proposed_for(meeting, delegations=None if edits else person.delegation_ids),
        items=queries.items_to_choose(meeting),
        may_answer=edits,
        may_propose=policy.can_propose(person),
        may_withdraw=policy.can_withdraw_proposed,
        reader=person,
        declining=declining or {},
    )
