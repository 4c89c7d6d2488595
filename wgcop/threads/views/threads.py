"""Threads as parts of pages, and posting into them: a clause's thread at its address, any other by
its name.
"""

from collections.abc import Callable
from functools import cache

from flask import jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import NotFound

from wgcop.accounts.identity import current_capacity, current_person
from wgcop.database import db
from wgcop.errors import Invalid
from wgcop.following.models import FollowLevel
from wgcop.following.queries import own_level
from wgcop.resolutions.models import Clause
from wgcop.resolutions.queries import clause_by_wid, clause_with_what_stands_beside
from wgcop.threads import policy, queries
from wgcop.threads.actions import comments as actions
from wgcop.threads.clauses import about_clause
from wgcop.threads.forms import CommentForm
from wgcop.threads.models import Comment, CommentType
from wgcop.threads.page.margin import margin_of
from wgcop.threads.page.window import ThreadPlace
from wgcop.threads.presenters import shown_thread
from wgcop.threads.shared_pages import SharedPage, kept_clause
from wgcop.threads.subjects import ThreadSubject, subject_named
from wgcop.threads.views.blueprint import bp
from wgcop.threads.views.comments import again, answer
from wgcop.threads.views.limits import writing_limit
from wgcop.threads.views.texts import clause_page
from wgcop.web import current_audiences, found_or_404, require, require_sign_in

# Threads of clauses


@bp.get("/clauses/<wid>/thread")
def thread(wid: str) -> ResponseReturnValue:
    """Render the thread as a fragment, which a script inserts under its clause."""

    @cache
    def find() -> Clause | None:
        return clause_with_what_stands_beside(wid)

    shared = kept_clause(find, lambda page: thread_of(found_or_404(find()), page), counted=False)
    return shared or thread_of(found_or_404(find()))


def thread_of(clause: Clause, page: SharedPage | None = None) -> str:
    require(policy.can_read_threads(current_audiences()))
    subject = of_clause(clause)
    shown = shown_here(subject, page=page.thread_page(subject, current_person()) if page else None)
    kept = page.for_templates() if page else {}
    return render_template("threads/_thread.html", **shown, **kept, clause=clause)


@bp.get("/clauses/<wid>/thread/part")
def part(wid: str) -> ResponseReturnValue:
    """Render the comments earlier or later than those on the page, as a fragment."""
    clause = found_or_404(clause_by_wid(wid))
    require(policy.can_read_threads(current_audiences()))
    return part_of(of_clause(clause))


@bp.post("/clauses/<wid>/comments")
@writing_limit
def post(wid: str) -> ResponseReturnValue:
    clause = found_or_404(clause_by_wid(wid))
    return post_into(of_clause(clause), lambda form: clause_page(clause, form), clause)


def of_clause(clause: Clause) -> ThreadSubject:
    return about_clause(clause, current_person(), current_capacity())


# Threads of anything else


@bp.get("/threads/<name>")
def talk(name: str) -> ResponseReturnValue:
    """Show a thread on a page of its own, or redirect to its clause: a thread on a clause is shown
    below the text of the clause.
    """
    subject = named(name)
    if subject.chaired:
        return redirect(subject.address, 303)
    return talk_page(subject)


@bp.get("/threads/<name>/thread")
def thread_named(name: str) -> ResponseReturnValue:
    subject = named(name)
    if subject.chaired:
        return redirect(f"{subject.root}/thread")
    return render_template("threads/_thread.html", **shown_here(subject))


@bp.get("/threads/<name>/thread/part")
def part_named(name: str) -> ResponseReturnValue:
    return part_of(named(name))


@bp.get("/threads/<name>/margin")
def margin_named(name: str) -> ResponseReturnValue:
    """Return the comments on passages as cards, with the places of their words and the version
    these belong to, for the page that shows the text.
    """
    subject = named(name)
    margin, person = margin_of(subject), current_person()
    cards = render_template(
        "threads/_margin.html",
        margin=margin,
        may_resolve=lambda comment: policy.can_resolve_comment(person, subject, comment),
    )
    answer = jsonify(cards=cards, version=margin.version, places=margin.spots)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/threads/<name>/counts")
def counts_named(name: str) -> ResponseReturnValue:
    """Return the number of comments, in all and on each paragraph, for a page that was notified of
    a change.
    """
    subject = named(name)
    level = own_level(subject.topics[0], current_person()) if subject.topics else None
    return jsonify(
        count=queries.comments_on(subject),
        followed=subject.topics[:1] if level == FollowLevel.EVERYTHING else [],
        muted=subject.topics[:1] if level == FollowLevel.NOTHING else [],
        blocks={
            block: [each.count, each.url, on_paragraph(each.count)]
            for block, each in queries.talk_of_blocks(subject).items()
        },
    )


def on_paragraph(count: int) -> str:
    """Return the text that a screen reader reads after the number."""
    return ngettext("comment on this paragraph", "comments on this paragraph", count)


@bp.post("/threads/<name>/comments")
@writing_limit
def post_named(name: str) -> ResponseReturnValue:
    subject = named(name)
    return post_into(subject, lambda form: talk_page(subject, form))


def named(name: str) -> ThreadSubject:
    require_sign_in()
    subject = subject_named(name, current_person(), current_capacity())
    if subject is None:
        raise NotFound
    return subject


def talk_page(subject: ThreadSubject, form: CommentForm | None = None) -> str:
    return render_template("threads/talk.html", **shown_here(subject, form))


# Threads of either kind


def shown_here(
    subject: ThreadSubject,
    form: CommentForm | None = None,
    page: queries.ThreadPage | None = None,
) -> dict[str, object]:
    return shown_thread(subject, current_person(), current_capacity(), request.args, form, page)


def part_of(subject: ThreadSubject) -> str:
    place = ThreadPlace.read(request.args)
    if not (place.before or place.after):
        raise Invalid(_("Name the comment before or after which the part begins."))
    page = queries.thread_part(subject, place)
    return render_template("threads/_comments.html", subject=subject, thread=page)


def post_into(
    subject: ThreadSubject, page: Callable[[CommentForm], str], clause: Clause | None = None
) -> ResponseReturnValue:
    """Post the comment that a form sends, and answer with it. `page` renders the page of a form
    with errors.
    """
    capacity = current_capacity()
    require(policy.can_comment(capacity) and subject.may_comment)
    assert capacity is not None
    # The text is locked before the topic, the order in which a submission locks them.
    if subject.text is not None and (request.form.get("quote") or request.form.get("block")):
        subject.text.lock()
    form = CommentForm.into(subject, capacity, request.form)
    if not form.validate():
        return again(page(form), form)
    parent = answered(form.parent.data) if form.parent.data else None
    require(policy.can_write_in(subject, form.audience.data))
    posted = actions.post_comment(
        actions.thread_about(subject, clause),
        by=current_person(),
        capacity=capacity,
        body=form.body.data,
        key=form.chosen_key,
        audience=form.audience.data,
        type=CommentType(form.type.data),
        parent=parent,
        language=form.chosen_language,
        quoted=form.quote_anchor,
        instead=form.suggested[1] if form.suggested else None,
        block=form.quote_block,
        quote_language=form.quote_language,
        revision=subject.revision,
        text=subject.text,
        version=form.quoted_at,
    )
    # Rendered before the commit: after it everything shown would be read again, while SQLite's
    # write lock is held.
    shown = answer(posted.comment, seq=posted.seq, status=201 if posted.is_new else 200)
    db.session.commit()
    return shown


def answered(comment_name: str) -> Comment:
    return found_or_404(queries.comment_to_answer(comment_name, current_person()))
