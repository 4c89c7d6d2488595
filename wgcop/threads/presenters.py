"""Presenters of comments and of the chair's settings for open pages, and the values that a page
with a thread shows.
"""

from flask import render_template
from werkzeug.datastructures import MultiDict

from wgcop.accounts.models import Capacity, Person
from wgcop.database import db
from wgcop.events.presenters import (
    Fact,
    Presentation,
    presents,
    presents_nothing,
    presents_row,
)
from wgcop.threads.chairing.queries import chair_settings
from wgcop.threads.forms import CommentForm
from wgcop.threads.models import Comment, Thread
from wgcop.threads.page.rendering import rendered_comment, whole_comment
from wgcop.threads.page.window import ThreadPlace
from wgcop.threads.queries import ThreadPage, thread_page
from wgcop.threads.subjects import ThreadSubject
from wgcop.threads.unread import NEWS, concerned_by_edit, mentioned_in

# A mentioned person may have left the delegation since, so no markup goes to them: their inbox asks
# for what they may read now.
presents_nothing("mention")
presents_nothing("answer")


@presents("comment")
def in_thread(comment_id: str, entry_kind: str) -> Presentation | None:
    comment = db.session.get(Comment, int(comment_id), options=whole_comment())
    if comment is None:
        return None
    if entry_kind != "comment.posted":
        now = rendered_comment(comment)
        return Presentation("replace", comment.anchor, now, about(comment, entry_kind))
    above = (
        f"replies-{comment.parent.name}" if comment.parent else f"comments-{comment.thread.name}"
    )
    html = render_template("threads/_comment.html", comment=comment)
    return Presentation("append", above, html, about(comment, entry_kind))


def about(comment: Comment, entry_kind: str) -> dict[str, Fact]:
    """Return the data about the comment that scripts need. For a release they include neither its
    writer nor its key, as in its markup.
    """
    facts: dict[str, Fact] = {
        "comment": comment.anchor,
        "speaker": comment.capacity_label,
        "parent": comment.parent.name if comment.parent else "",
        "mentions": mentioned_in(comment),
        "released_as": comment.released_as.comment.name if comment.released_as else "",
        "concerns": concerned_by_edit(comment) if NEWS.get(entry_kind) == "concerned" else [],
        **news(entry_kind),
    }
    if not comment.release:
        facts |= {"author": comment.person_id, "key": comment.key}
    return {name: fact for name, fact in facts.items() if fact}


def news(entry_kind: str) -> dict[str, str]:
    return {"news": NEWS[entry_kind]} if entry_kind in NEWS else {}


@presents_row("chaired-thread", Thread)
def as_the_chair_set_it(thread: Thread, entry_kind: str) -> Presentation:
    """Present all settings of the chair again, whichever of them changed."""
    html = render_template("threads/_chaired.html", chair=chair_settings(thread.name))
    return Presentation("replace", f"chaired-{thread.name}", html, news(entry_kind))


def shown_thread(
    subject: ThreadSubject,
    reader: Person,
    capacity: Capacity | None,
    args: MultiDict[str, str],
    form: CommentForm | None = None,
    page: ThreadPage | None = None,
) -> dict[str, object]:
    """Return the context of the partial `threads/_thread.html`, for the page of any feature.

    `args` are the parameters of the page's address, which may name a comment; `form` is one with
    errors to show again.
    """
    return {
        "subject": subject,
        "thread": page or thread_page(subject, reader, ThreadPlace.read(args)),
        "form": form or CommentForm.for_layers(None, capacity, subject.layers),
        "may_comment": subject.may_comment,
    }
