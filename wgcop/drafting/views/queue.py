"""The queue of the secretariat, and its decisions on one paper or several."""

from collections.abc import Callable, Collection

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop import mail
from wgcop.accounts.identity import current_capacity, current_person
from wgcop.bodies.models import Meeting
from wgcop.contributions import policy
from wgcop.contributions.access import listening, readable
from wgcop.contributions.models import Contribution
from wgcop.database import db, only_read
from wgcop.drafting import submission
from wgcop.drafting.forms import HoldingForm
from wgcop.drafting.queue import queue_of
from wgcop.errors import Refused
from wgcop.i18n import comma
from wgcop.numbering.blueprint import bp
from wgcop.numbering.deadlines.rule import TIMING_NAMES
from wgcop.numbering.kinds import KIND_NAMES, DocumentKind
from wgcop.numbering.policy import groups_of_secretariat
from wgcop.web import current_audiences, require

MOST_AT_ONCE = 100


@bp.get("/contributions/queue")
def queue() -> ResponseReturnValue:
    """Show the queue. With `?all`, all papers are ticked."""
    require(policy.can_work_queue(current_person()))
    return queue_page(HoldingForm())


@bp.post("/contributions/queue/acceptances")
def accept_several() -> ResponseReturnValue:
    """Accept the papers in `paper`. `kind-7` and `meeting-7` name the kind and the meeting for the
    paper with id 7.
    """
    accepted: list[str] = []

    def accept(contribution: Contribution) -> None:
        submission.accept(
            contribution,
            kind=chosen_kind(f"kind-{contribution.id}"),
            meeting=chosen_meeting(contribution, f"meeting-{contribution.id}"),
            by=current_person(),
        )
        accepted.append(str(contribution.symbol))

    refused = decide_on_several(accept)
    if accepted:
        flash(_("Accepted: %(symbols)s.", symbols=comma().join(accepted)), "success")
    return decided(refused, HoldingForm(request.form))


@bp.post("/contributions/queue/holdings")
def hold_several() -> ResponseReturnValue:
    return decide_with_reason(
        lambda contribution, reason: submission.hold(
            contribution, reason, capacity=current_capacity(), by=current_person()
        )
    )


@bp.post("/contributions/queue/requests")
def ask_several_for_change() -> ResponseReturnValue:
    """Ask for a change to the chosen papers; the reason says what to change."""
    return decide_with_reason(
        lambda contribution, words: submission.ask_for_change(
            contribution, words, capacity=current_capacity(), by=current_person()
        )
    )


@bp.post("/contributions/queue/returns")
def give_several_back() -> ResponseReturnValue:
    return decide_with_reason(
        lambda contribution, reason: submission.give_back(
            contribution, reason, capacity=current_capacity(), by=current_person()
        )
    )


def decide_with_reason(decide: Callable[[Contribution, str], None]) -> ResponseReturnValue:
    """Decide on the chosen papers with one reason for all of them."""
    require(policy.can_work_queue(current_person()))
    form = HoldingForm(request.form)
    if not form.validate():
        return queue_again(form, request.form.getlist("paper", type=int), 422)
    done: list[int] = []

    def one(contribution: Contribution) -> None:
        decide(contribution, form.reason.data)
        done.append(contribution.id)

    refused = decide_on_several(one)
    if done:
        message = ngettext(
            "Done. The source of %(num)d paper was told.",
            "Done. The sources of %(num)d papers were told.",
            len(done),
        )
        flash(message, "success")
    return decided(refused, form)


def decided(refused: list[int], form: HoldingForm) -> ResponseReturnValue:
    """Show the refused papers again, still chosen, with the reason that was typed."""
    if refused or not request.form.getlist("paper"):
        return queue_again(form, refused, 409)
    return redirect("/contributions/queue", 303)


def queue_again(form: HoldingForm, chosen: Collection[int], status: int) -> ResponseReturnValue:
    """Show the queue with what was chosen and written. The page only reads, so that nobody who
    writes waits for it.
    """
    only_read()
    return queue_page(form, chosen=chosen), status


def decide_on_several(decide: Callable[[Contribution], None]) -> list[int]:
    """Decide on each chosen paper in a transaction of its own, so that a refusal does not affect
    the others and locks are short.

    Return the papers that were refused.
    """
    require(policy.can_work_queue(current_person()))
    chosen = request.form.getlist("paper", type=int)[:MOST_AT_ONCE]
    if not chosen:
        flash(_("Choose at least one paper."), "error")
    refused = []
    with mail.one_act():
        for contribution_id in dict.fromkeys(chosen):
            contribution = readable(contribution_id)
            require(policy.can_decide(current_person(), contribution))
            title = contribution.title
            try:
                decide(contribution)
                db.session.commit()
            except Refused as refusal:
                db.session.rollback()
                flash(f"{title}: {refusal}", "error")
                refused.append(contribution_id)
    return refused


def chosen_kind(field: str) -> DocumentKind | None:
    value = request.form.get(field, "")
    return DocumentKind(value) if value in list(DocumentKind) else None


def chosen_meeting(contribution: Contribution, field: str) -> Meeting | None:
    """Return the chosen meeting, if it is one of the same group that is not over, otherwise None."""
    wanted = request.form.get(field, type=int)
    if wanted is None:
        return None
    offered = [contribution.meeting, *submission.meetings_after(contribution.meeting)]
    return next((meeting for meeting in offered if meeting.id == wanted), None)


def queue_page(form: HoldingForm, *, chosen: Collection[int] = ()) -> str:
    person = current_person()
    groups = groups_of_secretariat(person)
    waiting = queue_of(groups, current_audiences())
    rows = [*waiting.waiting, *waiting.held, *waiting.asked]
    topics = {row.paper.meeting.officers_topic for row in rows}
    return render_template(
        "contributions/queue.html",
        queue=waiting,
        form=form,
        kind_names=KIND_NAMES,
        timing_names=TIMING_NAMES,
        chosen=chosen,
        all_chosen="all" in request.args,
        groups=[office.group for office in person.offices if office.group_id in groups],
        topics=listening(*sorted(topics)),
    )
