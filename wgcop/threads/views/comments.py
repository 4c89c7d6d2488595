"""Posting, editing and retracting comments, and the page of a comment, which works without scripts."""

from uuid import uuid4

from flask import jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import Form

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.models import Capacity
from wgcop.db import db
from wgcop.errors import Invalid
from wgcop.languages import guessing
from wgcop.resolutions.queries import clause_by_wid
from wgcop.threads import policy, queries
from wgcop.threads.actions import comments as actions
from wgcop.threads.comments.quotes import words_of
from wgcop.threads.comments.wordings import wordings_of
from wgcop.threads.forms import CommentForm, EditForm, QuoteForm
from wgcop.threads.models import Comment, CommentType
from wgcop.threads.page.replies import part_of_replies
from wgcop.threads.views import bp
from wgcop.threads.views.limits import writing_limit
from wgcop.threads.views.texts import asked_place, clause_page
from wgcop.web import current_audiences, found_or_404, is_fragment, require, wants_json


@bp.get("/clauses/<wid>/thread")
def thread(wid: str) -> ResponseReturnValue:
    """The thread as a fragment, which a script inserts under its clause."""
    clause = found_or_404(clause_by_wid(wid))
    require(policy.can_read_threads(current_audiences()))
    page = queries.thread_page(clause.topic, current_person(), current_audiences(), asked_place())
    form = CommentForm.for_capacity(None, current_capacity())
    return render_template(
        "threads/_thread.html",
        clause=clause,
        thread=page,
        form=form,
        may_comment=policy.can_comment(current_capacity()),
    )


@bp.get("/clauses/<wid>/thread/part")
def part(wid: str) -> ResponseReturnValue:
    """Comments earlier or later than those on the page, as a fragment."""
    clause = found_or_404(clause_by_wid(wid))
    require(policy.can_read_threads(current_audiences()))
    place = asked_place()
    if not (place.before or place.after):
        raise Invalid(_("Say before or after which comment."))
    page = queries.thread_part(clause.topic, current_audiences(), place)
    return render_template("threads/_comments.html", clause=clause, thread=page)


@bp.get("/comments/<comment_name>/replies")
def replies(comment_name: str) -> ResponseReturnValue:
    """Replies earlier or later than those on the page, as a fragment."""
    page = part_of_replies(visible(comment_name), current_audiences(), asked_place())
    return render_template("threads/_replies.html", parent=comment_name, part=page)


@bp.post("/clauses/<wid>/comments")
@writing_limit
def post(wid: str) -> ResponseReturnValue:
    clause = found_or_404(clause_by_wid(wid))
    capacity = current_capacity()
    require(policy.can_comment(capacity))
    assert capacity is not None
    form = CommentForm.for_capacity(request.form, capacity)
    form.words = words_of(clause)
    if not form.validate():
        return again(clause_page(clause, form), form)
    parent = form.parent.data and found_or_404(
        queries.comment_with_context(form.parent.data, current_audiences())
    )
    require(policy.can_address(capacity, form.audience.data))
    posted = actions.post_comment(
        actions.thread_of(clause),
        by=current_person(),
        capacity=capacity,
        body=form.body.data,
        key=form.key.data or uuid4().hex,
        audience=form.audience.data,
        type=CommentType(form.type.data),
        parent=parent or None,
        language=form.language.data or guessing.guess(form.body.data),
        quoted=form.quote_anchor,
    )
    db.session.commit()
    return answer(posted.comment, seq=posted.seq, status=201 if posted.is_new else 200)


@bp.get("/comments/<comment_name>")
def show(comment_name: str) -> ResponseReturnValue:
    comment = visible(comment_name)
    return comment_page(comment, EditForm.of(comment))


@bp.get("/comments/<comment_name>/edit")
def edit_form(comment_name: str) -> ResponseReturnValue:
    comment = visible(comment_name)
    require(policy.can_change(current_person(), comment))
    return render_template("threads/_edit.html", comment=comment, form=EditForm.of(comment))


@bp.post("/comments/<comment_name>")
@writing_limit
def edit(comment_name: str) -> ResponseReturnValue:
    comment = visible(comment_name)
    require(policy.can_change(current_person(), comment))
    form = EditForm.of(comment, request.form)
    if not form.validate():
        return again(comment_page(comment, form), form)
    language = form.language.data or guessing.guess(form.body.data)
    actions.edit_comment(comment, by=current_person(), body=form.body.data, language=language)
    db.session.commit()
    return answer(comment)


@bp.post("/comments/<comment_name>/retraction")
def retract(comment_name: str) -> ResponseReturnValue:
    comment = visible(comment_name)
    require(policy.can_retract(current_person(), comment))
    actions.retract_comment(comment, by=current_person())
    db.session.commit()
    return answer(comment)


def comment_page(comment: Comment, form: EditForm, *, quote_form: QuoteForm | None = None) -> str:
    person, capacity = current_person(), current_capacity()
    return render_template(
        "threads/comment.html",
        comment=comment,
        form=form,
        quote_form=quote_form or QuoteForm(),
        wordings=wordings_of(comment),
        reply=reply_to(comment, capacity),
        may_change=policy.can_change(person, comment),
        may_retract=policy.can_retract(person, comment),
        may_release=policy.can_release(person, comment),
        may_support=policy.can_support(capacity, comment),
        may_attach=policy.can_attach(person, comment),
        may_comment=policy.can_reply(capacity, comment),
    )


def reply_to(comment: Comment, capacity: Capacity | None) -> CommentForm:
    """The form for a reply, with the audience of the comment as the default."""
    form = CommentForm.for_capacity(None, capacity)
    if comment.is_private:
        form.limit_to(comment.audience)
    answered = comment.parent or comment
    form.parent.data, form.audience.data = answered.name, comment.audience
    return form


def visible(comment_name: str) -> Comment:
    """The comment, if this reader may see it; otherwise the page is not found."""
    require(current_user.is_authenticated)
    return found_or_404(queries.comment_with_context(comment_name, current_audiences()))


def again(page: str, form: Form) -> ResponseReturnValue:
    """The form as it was filled in, with its errors."""
    if wants_json() or is_fragment():
        return jsonify(
            error=" ".join(str(e) for errors in form.errors.values() for e in errors)
        ), 422
    return page, 422


def answer(comment: Comment, *, seq: int = 0, status: int = 200) -> ResponseReturnValue:
    if not (wants_json() or is_fragment()):
        return redirect(comment.url, 303)
    html = render_template("threads/_comment.html", comment=comment)
    return jsonify(id=comment.name, topic=comment.topic, seq=seq, html=html), status


@bp.app_errorhandler(actions.KeyTaken)
def key_taken(error: actions.KeyTaken) -> ResponseReturnValue:
    """Shows both texts, the stored one and the one that came with the same key, so that neither is lost."""
    db.session.rollback()
    if wants_json() or is_fragment():
        return jsonify(error=str(error), stored=error.stored_body), 409
    page = render_template(
        "threads/key_taken.html", url=error.url, stored=error.stored_body, typed=error.typed
    )
    return page, 409
