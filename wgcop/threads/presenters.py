"""How a comment looks to everybody in its room."""

from flask import render_template

from wgcop.db import db
from wgcop.history.presenters import Presentation, presents
from wgcop.threads.chaired import chaired
from wgcop.threads.models import Comment, Thread
from wgcop.threads.shown import shown, whole_comment


@presents("comment")
def present_comment(comment_id: str, entry_kind: str) -> Presentation | None:
    comment = db.session.get(Comment, int(comment_id), options=whole_comment())
    if comment is None:
        return None
    if entry_kind == "comment.posted":
        target = (
            f"replies-{comment.parent_id}"
            if comment.parent_id
            else f"comments-{comment.thread.name}"
        )
        return Presentation(
            "append", target, render_template("threads/_comment.html", comment=comment)
        )
    return Presentation("replace", comment.anchor, shown(comment))


@presents("mention")
def nothing_to_show(_comment_id: str, _entry_kind: str) -> None:
    """Whoever is named may have left the delegation since: his inbox asks for what he may read now."""


@presents("chaired-thread")
def present_chaired(thread_id: str, entry_kind: str) -> Presentation | None:
    """Whatever the chair changed, what he has set is shown as a whole."""
    thread = db.session.get(Thread, int(thread_id))
    if thread is None:
        return None
    html = render_template("threads/_chaired.html", chaired=chaired(thread.name))
    return Presentation("replace", f"chaired-{thread.name}", html)
