"""Pages for the list of papers, for work on a paper, and for each change to its state."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from wgcop import paper
from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting, Moment
from wgcop.contributions import policy, queries
from wgcop.contributions.access import listening, readable, readable_in_part, writable
from wgcop.contributions.fields import ADVISABLE, ITEMS, REQUIRED
from wgcop.contributions.models import Contribution
from wgcop.contributions.page_parts import paper_of
from wgcop.contributions.revisions import Revision
from wgcop.contributions.submission_checks import failed_checks
from wgcop.contributions.talk.circles import (
    closed_topics,
    conversation,
    draft_talk,
    remark_for,
)
from wgcop.documents.changes import changes_in
from wgcop.drafting import actions, submission
from wgcop.drafting.forms import AnswerForm, CorrigendumForm, DrafterForm, HoldingForm
from wgcop.drafting.views.offers import would_be
from wgcop.drafting.views.submission import compared
from wgcop.fields.field import missing
from wgcop.numbering.blueprint import bp
from wgcop.numbering.deadlines.outlook import outlook
from wgcop.radar.hit_questions import HitQuestions
from wgcop.translations.policy import can_oversee
from wgcop.translations.queries import languages_of
from wgcop.web import commit_and_show, current_audiences, filters_by_language, require


@bp.get("/contributions/")
@filters_by_language
def index() -> ResponseReturnValue:
    """List the papers on the reader's desk and the documents of `?meeting=`, by default the meeting
    that is on or comes next; `?page=` names a page of them.

    `?kind=`, `?source=` and other names of `ContributionFilters` filter the documents.
    """
    require(policy.can_list(current_user))
    meetings = queries.meetings_to_choose()
    meeting = chosen(meetings)
    audiences = current_audiences()
    page = request.args.get("page", 1, type=int)
    filters = queries.ContributionFilters.read(request.args)
    part = queries.documents(meeting, audiences, page=page, filters=filters) if meeting else None
    topics = [meeting.members_topic] if meeting else []
    topics += [each.officers_topic for each in meetings if each.moment != Moment.PAST]
    desk = queries.desk(audiences)
    return render_template(
        "contributions/index.html",
        meetings=meetings,
        meeting=meeting,
        part=part,
        filters=filters.chosen,
        filter_fields=queries.filter_fields(meeting, audiences) if meeting else (),
        other_languages=languages_of(part.documents if part else ()),
        desk=desk,
        would_be=would_be(desk.drafts),
        is_officer=any(each.group.officers in audiences for each in meetings),
        may_draft=policy.can_draft(current_person()),
        may_work_queue=policy.can_work_queue(current_person()),
        may_oversee=meeting is not None and can_oversee(current_person(), meeting),
        topics=listening(*topics),
    )


@bp.get("/contributions/<int:contribution_id>")
def show(contribution_id: int) -> ResponseReturnValue:
    """Show the draft exactly as it will look. A numbered document is redirected to its own address,
    except for an open page that asks what became of its draft: it stays what it is.
    """
    contribution = readable_in_part(contribution_id)
    person = current_person()
    may_read = policy.can_read(person, contribution)
    may_read_draft = policy.can_read_draft(person, contribution)
    require(may_read or may_read_draft)
    is_shown = may_read_draft and (contribution.is_being_written or not may_read)
    revision = contribution.draft if is_shown else None
    is_open = "X-Shown" in request.headers
    if revision is None and contribution.is_numbered and not is_open:
        return redirect(contribution.url, 303)
    shown = revision or contribution.current
    if shown.submitted_at is None and policy.can_edit(person, contribution):
        contribution, questions = compared(contribution_id)
        return work_page(contribution, contribution.draft or contribution.current, asking=questions)
    return work_page(contribution, shown)


@bp.post("/contributions/<int:contribution_id>/acceptance")
def accept(contribution_id: int) -> ResponseReturnValue:
    contribution = readable(contribution_id)
    person = current_person()
    require(policy.can_decide(person, contribution))
    submission.accept(contribution, by=person)
    return commit_and_show(contribution, _("Accepted as %(symbol)s.", symbol=contribution.symbol))


@bp.post("/contributions/<int:contribution_id>/holding")
def hold(contribution_id: int) -> ResponseReturnValue:
    contribution = readable(contribution_id)
    require(policy.can_decide(current_person(), contribution))
    form = HoldingForm(request.form)
    if not form.validate():
        return work_page(contribution, contribution.current, holding=form), 422
    submission.hold(
        contribution, form.reason.data, capacity=current_capacity(), by=current_person()
    )
    return commit_and_show(contribution.work_url)


@bp.post("/contributions/<int:contribution_id>/withdrawal")
def withdraw(contribution_id: int) -> ResponseReturnValue:
    contribution = readable(contribution_id)
    person = current_person()
    require(policy.may_withdraw(person, contribution))
    actions.withdraw(contribution, by=person)
    return commit_and_show(
        contribution, _("Withdrawn. The people who could read it can still read it."), kind="info"
    )


@bp.post("/contributions/<int:contribution_id>/revisions")
def revise(contribution_id: int) -> ResponseReturnValue:
    contribution = writable(contribution_id)
    address = f"{contribution.work_url}/edit"
    if (
        contribution.is_numbered and contribution.draft
    ):  # a colleague pressed the button a moment before
        return commit_and_show(address, _("This revision had already been begun."), kind="info")
    actions.revise(contribution, by=current_person())
    return commit_and_show(address)


def chosen(meetings: Sequence[Meeting]) -> Meeting | None:
    wanted = request.args.get("meeting")
    if named := next((m for m in meetings if m.slug == wanted), None):
        return named
    coming = [meeting for meeting in meetings if meeting.moment != Moment.PAST]
    return coming[-1] if coming else next(iter(meetings), None)


def work_page(
    contribution: Contribution,
    revision: Revision,
    *,
    holding: HoldingForm | None = None,
    naming: DrafterForm | None = None,
    answering: AnswerForm | None = None,
    correcting: CorrigendumForm | None = None,
    asking: HitQuestions | None = None,
) -> str:
    person = current_person()
    is_draft = revision.submitted_at is None
    to_answer = [s for s in revision.sources if is_draft and policy.can_answer(person, s)]
    desks = [source.delegation.topic for source in to_answer if source.delegation]
    shown = paper_of(contribution, revision)
    failed = failed_checks(revision, by=person) if is_draft else []

    def value_of(name: str) -> Any:
        return shown["items"] if name == ITEMS.name else revision.value_of(name)

    return render_template(
        "contributions/show.html",
        **shown,
        changes=changes_in(revision),
        replacements=queries.replacements(contribution, current_audiences()),
        may_replace=policy.can_say_what_it_replaces(person, contribution),
        holding=holding or HoldingForm(),
        naming=naming or DrafterForm(),
        answering=answering or AnswerForm(wording=revision.fingerprint),
        correcting=correcting or CorrigendumForm(corrects=revision.corrects),
        may_edit=is_draft and policy.can_edit(person, contribution),
        may_write=policy.can_write(person, contribution),
        limits=contribution.limits_of(person),
        ends_at=contribution.ends_at if policy.can_write(person, contribution) else None,
        failed=failed,
        has_marked_changes=is_draft and paper.has_marked_changes(revision.text),
        to_relate=asking if asking and asking.decision_forms and not failed else None,
        outlook=outlook(contribution.meeting, contribution.series_kind),
        to_answer=to_answer,
        colleagues=queries.colleagues(contribution, person),
        may_withdraw=policy.can_withdraw(person, contribution),
        may_decide=policy.can_decide(person, contribution),
        lacks_meeting=submission.lacks_meeting(contribution),
        may_read=policy.can_read(person, contribution),
        advisable=missing(ADVISABLE, value_of),
        remark=remark_for(person, contribution),
        **talk_of(contribution, person),
        lacks=missing(REQUIRED, value_of),
        topics=listening(person.topic, contribution.meeting.officers_topic, *desks, awaited=desks),
    )


def talk_of(contribution: Contribution, person: Person) -> dict[str, str]:
    """Return the addresses of the discussions about the paper that this person may read before it
    has its number.
    """
    heard = closed_topics(contribution, person, has_conversation=contribution.is_asked_to_change)
    addresses = {
        "talk_url": f"/threads/{draft_talk(contribution.id)}",
        "conversation_url": f"{contribution.work_url}/conversation",
    }
    hears_talk = any(topic.startswith(draft_talk(contribution.id)) for topic in heard)
    hears = {"talk_url": hears_talk, "conversation_url": conversation(contribution.id) in heard}
    return {name: address for name, address in addresses.items() if hears[name]}
