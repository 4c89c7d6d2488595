"""The page of a suggestion, with all that can be done with it; it works without scripts."""

from flask import Blueprint, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from wgcop.accounts.identity import current_capacity, current_person, require_same_capacity
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.events.queries import seqs_for
from wgcop.suggestions import actions, policy
from wgcop.suggestions.forms import SuggestionDecisionForm
from wgcop.suggestions.presenters import made
from wgcop.suggestions.queries import suggestion_of
from wgcop.threads.models import Comment
from wgcop.web import found_or_404, limiter, require, wants_json, who_asks

bp = Blueprint("suggestions", __name__)

acts_limit = limiter.shared_limit("60 per minute", scope="suggestions", key_func=who_asks)


@bp.get("/comments/<comment_name>/suggestion")
def show(comment_name: str) -> ResponseReturnValue:
    return page(suggestion(comment_name))


@bp.post("/comments/<comment_name>/suggestion/support")
@acts_limit
def support(comment_name: str) -> ResponseReturnValue:
    comment, capacity = suggestion(comment_name), current_capacity()
    require(policy.can_support(current_person(), capacity, comment))
    assert capacity and capacity.delegation
    require_same_capacity(capacity)
    seen = request.form.get("wording", type=int)
    actions.support(comment, capacity.delegation, by=current_person(), seen=seen)
    return done(comment)


@bp.post("/comments/<comment_name>/suggestion/support/withdrawal")
@acts_limit
def withdraw_support(comment_name: str) -> ResponseReturnValue:
    comment, person = suggestion(comment_name), current_person()
    assert comment.suggestion is not None
    has_supported = comment.suggestion.support_of(person) is not None
    require(has_supported or policy.can_support(person, current_capacity(), comment))
    actions.withdraw_support(comment, by=person)
    return done(comment)


@bp.post("/comments/<comment_name>/suggestion/decision")
@acts_limit
def decide(comment_name: str) -> ResponseReturnValue:
    comment = suggestion(comment_name)
    require(policy.can_decide(current_person(), comment))
    form = SuggestionDecisionForm.of(request.form, comment.wording)
    if not form.validate():
        return page(comment, form), 422
    try:
        actions.decide(
            comment,
            form.chosen,
            form.reason.data,
            seen=form.seen,
            by=current_person(),
            capacity=decides_as(comment),
        )
    except Refused as refused:
        db.session.rollback()
        form.outcome.errors = [str(refused)]
        return page(suggestion(comment_name), form), 409
    return done(comment)


@bp.post("/comments/<comment_name>/suggestion/decision/withdrawal")
@acts_limit
def take_back(comment_name: str) -> ResponseReturnValue:
    comment = suggestion(comment_name)
    require(policy.can_decide(current_person(), comment))
    actions.take_back(comment, by=current_person(), capacity=decides_as(comment))
    return done(comment)


def suggestion(comment_name: str) -> Comment:
    """Return the comment with what it suggests; 404 if it suggests nothing to this reader."""
    require(current_user.is_authenticated)
    comment = found_or_404(suggestion_of(comment_name, current_person()))
    found_or_404(comment if policy.stands(comment) else None)
    return comment


def decides_as(comment: Comment) -> str:
    return policy.decides_as(current_person(), current_capacity(), comment)


def page(comment: Comment, form: SuggestionDecisionForm | None = None) -> str:
    person, capacity = current_person(), current_capacity()
    assert comment.suggestion is not None
    return render_template(
        "suggestions/show.html",
        comment=comment,
        suggestion=comment.suggestion,
        form=form or SuggestionDecisionForm.of(None, comment.wording),
        own_support=comment.suggestion.support_of(person),
        may_support=policy.can_support(person, capacity, comment),
        may_decide=policy.can_decide(person, comment),
        stays=""
        if policy.can_propose(capacity, comment)
        else actions.why_it_stays(comment, capacity),
        gives_reasons=policy.gives_reasons(comment),
        delegation=capacity.delegation if capacity else None,
        own_proposals=[
            made(each)
            for each in comment.suggestion.proposals
            if not each.is_released and each.delegation.audience in person.audiences
        ],
        speaking_as=capacity.key if capacity else "",
        topics=seqs_for([comment.topic], person.audiences, awaited=[comment.topic]),
    )


def done(comment: Comment) -> ResponseReturnValue:
    topic, address = comment.topic, comment.url
    db.session.commit()
    if wants_json():
        return jsonify(topic=topic)
    return redirect(address, 303)
