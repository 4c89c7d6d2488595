"""Editing and retracting comments, and the page of a comment, which works without scripts."""

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_login import current_user
from wtforms import Form

from wgcop import translator
from wgcop.accounts.identity import current_capacity, current_person
from wgcop.accounts.models import Capacity
from wgcop.database import db
from wgcop.errors import Outdated
from wgcop.events.chapters import layer_of
from wgcop.events.circles import audiences_at
from wgcop.languages import primary_subtag
from wgcop.paper.anchor import Passages
from wgcop.threads import policy, queries
from wgcop.threads.actions import comments as actions
from wgcop.threads.comments.wordings import mark_of_words, wordings_of
from wgcop.threads.forms import CommentForm, EditForm, QuoteForm
from wgcop.threads.models import Comment
from wgcop.threads.names import number_in
from wgcop.threads.page.replies import part_of_replies
from wgcop.threads.page.window import ThreadPlace
from wgcop.threads.presenters import about
from wgcop.threads.subjects import ThreadSubject, passages_of, subject_named
from wgcop.threads.views.blueprint import bp
from wgcop.threads.views.limits import writing_limit
from wgcop.web import found_or_404, is_fragment, require, wants_json


@bp.get("/comments/<comment_name>/replies")
def replies(comment_name: str) -> ResponseReturnValue:
    """Render the replies earlier or later than those on the page, as a fragment."""
    comment = visible(comment_name)
    audiences = audiences_at(comment.thread.name, current_user)
    page = part_of_replies(comment, audiences, ThreadPlace.read(request.args))
    return render_template("threads/_replies.html", parent=comment_name, part=page)


@bp.get("/comments/<comment_name>")
def show(comment_name: str) -> ResponseReturnValue:
    comment = visible(comment_name)
    if comment.name != comment_name:
        return redirect(url_for("threads.show", comment_name=comment.name))
    return comment_page(comment, EditForm.of(comment))


@bp.before_app_request
def lead_on_from_number() -> ResponseReturnValue | None:
    """Redirect an old address that opens a text at a comment, from the time before comments had
    names.
    """
    asked = request.args.get("comment", "")
    opens_page = request.method == "GET" and not is_fragment() and number_in(asked)
    if not (opens_page and current_user.is_authenticated):
        return None
    comment = queries.comment_to_answer(asked, current_person())
    return redirect(comment.url) if comment else None


@bp.get("/comments/<comment_name>/edit")
def edit_form(comment_name: str) -> ResponseReturnValue:
    comment = visible(comment_name)
    require(policy.can_reword(current_person(), subject_of(comment), comment))
    return render_template("threads/_edit.html", comment=comment, form=EditForm.of(comment))


@bp.post("/comments/<comment_name>")
@writing_limit
def edit(comment_name: str) -> ResponseReturnValue:
    comment = visible(comment_name)
    require(policy.can_reword(current_person(), subject_of(comment), comment))
    form = EditForm.of(comment, request.form)
    if not form.validate():
        return again(comment_page(comment, form), form)
    try:
        actions.edit_comment(
            comment,
            by=current_person(),
            body=form.body.data,
            language=form.chosen_language,
            seen=form.seen.data or "",
            suggested=form.suggested,
        )
    except Outdated as outdated:
        return beside_new_words(comment, form, outdated)
    db.session.commit()
    return answer(comment, seen=mark_of_words(comment))


@bp.post("/comments/<comment_name>/retraction")
def retract(comment_name: str) -> ResponseReturnValue:
    comment = visible(comment_name)
    require(policy.can_retract(current_person(), comment))
    actions.retract_comment(comment, by=current_person())
    db.session.commit()
    return answer(comment)


def subject_of(comment: Comment) -> ThreadSubject | None:
    return subject_named(comment.thread.name, current_person(), current_capacity())


def comment_page(comment: Comment, form: EditForm, *, quote_form: QuoteForm | None = None) -> str:
    person, capacity = current_person(), current_capacity()
    subject = subject_of(comment)
    may_attach = policy.can_attach(person, subject, comment)
    passages = passages_of(comment.thread) if may_attach else Passages()
    return render_template(
        "threads/comment.html",
        comment=comment,
        subject=subject,
        form=form,
        quote_form=quote_form or QuoteForm(),
        wordings=wordings_of(comment),
        reply=reply_to(comment, capacity, subject),
        may_change=policy.can_reword(person, subject, comment),
        may_retract=policy.can_retract(person, comment),
        may_release=policy.can_release(person, comment) and policy.can_be_released_in(subject),
        may_support=policy.can_support(capacity, comment),
        may_withdraw_support=policy.can_withdraw_support(capacity, comment),
        may_resolve=policy.can_resolve_comment(person, subject, comment),
        may_attach=may_attach,
        passages={} if comment.thread.clause else passages,
        translation=passages.text_of(comment.quote.block)
        if comment.quote and comment.thread.clause and comment.quote.block
        else "",
        may_comment=policy.can_reply(subject, comment),
        may_translate=translator.address() is not None
        and policy.can_be_translated(comment)
        and comment.language not in ("", primary_subtag(str(get_locale()))),
    )


def reply_to(
    comment: Comment, capacity: Capacity | None, subject: ThreadSubject | None
) -> CommentForm:
    """Return the form for a reply, with the audience of the comment as the default."""
    form = CommentForm.for_layers(None, capacity, subject.layers if subject else ())
    if not comment.is_public:
        form.limit_to(comment.audience)
    answered = comment.parent or comment
    form.parent.data, form.audience.data = answered.name, layer_of(comment.audience)
    return form


def visible(comment_name: str) -> Comment:
    """Return the comment, if this reader may see it; otherwise answer 404."""
    require(current_user.is_authenticated)
    return found_or_404(queries.comment_with_context(comment_name, current_person()))


def again(page: str, form: Form) -> ResponseReturnValue:
    """Answer 422 with the errors of a form or, without scripts, with the page and the form as it
    was filled in.
    """
    if wants_json() or is_fragment():
        return jsonify(
            error=" ".join(str(e) for errors in form.errors.values() for e in errors)
        ), 422
    return page, 422


def beside_new_words(comment: Comment, form: EditForm, outdated: Outdated) -> ResponseReturnValue:
    """Answer 409 with what was typed beside the new words. Whoever saves again has seen these."""
    form.seen.data = mark_of_words(comment)
    form.body.errors = [str(outdated)]
    if wants_json() or is_fragment():
        return jsonify(error=str(outdated), seen=form.seen.data, topic=comment.topic), 409
    return comment_page(comment, form), 409


def answer(
    comment: Comment, *, seq: int = 0, status: int = 200, **further: str
) -> ResponseReturnValue:
    if not (wants_json() or is_fragment()):
        return redirect(comment.url, 303)
    html = render_template("threads/_comment.html", comment=comment)
    facts = about(comment, "comment.posted")
    told = {"id": comment.name, "topic": comment.topic, "seq": seq, "html": html, "about": facts}
    return jsonify(**told, **further), status


@bp.app_errorhandler(actions.KeyTaken)
def key_taken(error: actions.KeyTaken) -> ResponseReturnValue:
    """Show both texts, the stored one and the one that came with the same key, so that neither is
    lost.
    """
    db.session.rollback()
    if wants_json() or is_fragment():
        return jsonify(error=str(error), stored=error.stored_body), 409
    page = render_template(
        "threads/key_taken.html", url=error.url, stored=error.stored_body, typed=error.typed
    )
    return page, 409
