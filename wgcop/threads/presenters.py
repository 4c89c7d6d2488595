"""Renders comments and the chair's settings for the open pages of a thread."""

from flask import render_template

from wgcop.db import db
from wgcop.history.presenters import (
    Presentation,
    presents,
    presents_nothing,
    presents_row,
    replaced,
)
from wgcop.threads.chairing.queries import chair_settings
from wgcop.threads.models import Comment, Thread
from wgcop.threads.page.rendering import rendered_comment, whole_comment

# A mentioned person may have left the delegation since, so their inbox asks for what they may read now.
presents_nothing("mention")


@presents("comment")
def in_thread(comment_id: str, entry_kind: str) -> Presentation | None:
    comment = db.session.get(Comment, int(comment_id), options=whole_comment())
    if comment is None:
        return None
    if entry_kind != "comment.posted":
        return Presentation("replace", comment.anchor, rendered_comment(comment), about(comment))
    above = (
        f"replies-{comment.parent.name}" if comment.parent else f"comments-{comment.thread.name}"
    )
    html = render_template("threads/_comment.html", comment=comment)
    return Presentation("append", above, html, about(comment))


def about(comment: Comment) -> dict[str, str | int]:
    """Who wrote it and under which key it was sent; a release tells neither, as its markup does not."""
    if comment.release:
        return {"comment": comment.anchor}
    return {"comment": comment.anchor, "author": comment.person_id, "key": comment.key}


@presents_row("chaired-thread", Thread)
def as_the_chair_set_it(thread: Thread, _: str) -> Presentation:
    """Whatever the chair changed, all settings are rendered again."""
    return replaced(
        f"chaired-{thread.name}",
        "threads/_chaired.html",
        chair=chair_settings(thread.name),
    )
