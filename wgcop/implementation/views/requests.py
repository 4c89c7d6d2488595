"""Views of requests to members: asking, the replies, reminding, the rate, and the table as CSV."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.models import Category
from wgcop.accounts.queries import all_delegations
from wgcop.bodies.levels import REGION_NAMES
from wgcop.errors import Invalid
from wgcop.events.queries import topic_for
from wgcop.implementation import actions, policy, queries
from wgcop.implementation.chain import rate_by_region
from wgcop.implementation.forms.replies import AskingForm
from wgcop.implementation.models import topic_of
from wgcop.implementation.replies import Addressees, ReplyRequest
from wgcop.implementation.reply_table import COLUMNS, rows_of
from wgcop.implementation.views.blueprint import bp
from wgcop.implementation.views.loading import operative_clause, readable_request
from wgcop.reading.tables import as_csv
from wgcop.resolutions.models import Clause
from wgcop.web import commit_and_show, current_audiences, found_or_404, public, received, require


@bp.get("/implementation/requests")
@public
def all_requests() -> ResponseReturnValue:
    """List the requests: members see all of them, others only those whose rate is approved."""
    audiences = current_audiences()
    return render_template(
        "implementation/requests.html",
        requests=queries.requests_for(audiences),
    )


@bp.get("/implementation/clauses/<wid>/requests/new")
def new_request(wid: str) -> ResponseReturnValue:
    clause = operative_clause(wid)
    require(policy.can_ask_members(current_person()))
    return _form_page(clause, _form(None, clause))


@bp.post("/implementation/clauses/<wid>/requests/new")
def ask_members(wid: str) -> ResponseReturnValue:
    clause = operative_clause(wid)
    require(policy.can_ask_members(current_person()))
    form = _form(request.form, clause)
    if not form.validate():
        return _form_page(clause, form), 422
    addressees = Addressees(form.addressees.data)
    try:
        asked = actions.ask_members(
            clause,
            form.text.data,
            addressees,
            queries.delegations_addressed(addressees, form.delegations.data or ()),
            form.due_on.data,
            by=current_person(),
            capacity=current_capacity(),
        )
    except Invalid as invalid:
        form.form_errors.append(str(invalid))
        return _form_page(clause, form), 422
    return commit_and_show(asked, _("Request sent. Each delegation gets an e-mail."))


@bp.get("/implementation/requests/<int:request_id>")
@public
def show_request(request_id: int) -> ResponseReturnValue:
    return _request_page(readable_request(request_id))


@bp.get("/implementation/requests/<int:request_id>.csv")
def replies_as_csv(request_id: int) -> ResponseReturnValue:
    asked = readable_request(request_id)
    require(policy.can_see_replies(current_audiences()))
    answer = Response(as_csv(COLUMNS, rows_of(asked)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="replies-{asked.id}.csv"'
    return answer


@bp.post("/implementation/requests/<int:request_id>/reminders")
def remind(request_id: int) -> ResponseReturnValue:
    asked = _led(request_id)
    number = actions.remind_by_hand(asked, by=current_person())
    return commit_and_show(
        asked,
        ngettext("One delegation was reminded.", "%(num)d delegations were reminded.", number),
    )


@bp.post("/implementation/requests/<int:request_id>/delegations")
def add_delegation(request_id: int) -> ResponseReturnValue:
    asked = _led(request_id)
    key = request.form.get("delegation", 0, type=received.key)
    chosen = next((delegation for delegation in all_delegations() if delegation.id == key), None)
    actions.add_delegation(asked, found_or_404(chosen), by=current_person())
    return commit_and_show(asked)


@bp.post("/implementation/requests/<int:request_id>/approval")
def approve_request(request_id: int) -> ResponseReturnValue:
    asked = _led(request_id)
    actions.approve_request(asked, by=current_person())
    return commit_and_show(asked, _("Everybody can now see how many replied."))


@bp.post("/implementation/requests/<int:request_id>/closing")
def close_request(request_id: int) -> ResponseReturnValue:
    asked = _led(request_id)
    actions.close_request(asked, by=current_person())
    return commit_and_show(asked)


def _led(request_id: int) -> ReplyRequest:
    asked = readable_request(request_id)
    require(policy.can_ask_members(current_person()))
    return asked


def _request_page(asked: ReplyRequest) -> str:
    audiences = current_audiences()
    sees_replies = policy.can_see_replies(audiences)
    layer = "members" if sees_replies else ""
    may_lead = policy.can_ask_members(current_user)
    others = {reply.delegation_id for reply in asked.replies}
    return render_template(
        "implementation/request.html",
        asked=asked,
        topic=topic_for(topic_of(asked.clause, layer), audiences),
        rate=asked.rate,
        by_region=rate_by_region(asked.replies),
        region_names=REGION_NAMES,
        sees_replies=sees_replies,
        own=[reply for reply in asked.replies if policy.can_write_reply(current_user, reply)],
        may_lead=may_lead,
        not_asked=[delegation for delegation in all_delegations() if delegation.id not in others]
        if may_lead
        else [],
    )


def _form(data: object, clause: Clause) -> AskingForm:
    delegations = [
        delegation
        for delegation in all_delegations()
        if delegation.category != Category.SECRETARIAT
    ]
    return AskingForm.of(
        data,
        delegations,
        text=_(
            "What has been done about “%(citation)s”: %(text)s",
            citation=clause.wording.citation,
            text=clause.wording.text,
        ),
    )


def _form_page(clause: Clause, form: AskingForm) -> str:
    return render_template(
        "implementation/new_request.html",
        clause=clause,
        form=form,
        back=f"/implementation/{clause.wording.section.edition.slug}#{clause.anchor}",
    )
