"""Words notifications about comments that call somebody: who wrote and where, and nothing of what was
written, since others may look at the screen.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop.accounts.models import Person
from wgcop.events.circles import audiences_with_news
from wgcop.push.queue import PushWords, words
from wgcop.thread_news.calls import Call, unread_calls
from wgcop.thread_news.new_comments import NewComment, new_comments
from wgcop.threads.pushes import SOURCE


@words(SOURCE, lasts=timedelta(days=2))
def as_it_leaves(person: Person, about: Sequence[Mapping[str, Any]]) -> PushWords | None:
    """Word what the person has not read yet, and lead to the first of it."""
    answered = {each["comment"]: each["answered_at"] for each in about if each["answered_at"]}
    calls = unread_calls(
        person,
        audiences_with_news(person),
        comments=[each["comment"] for each in about],
        answered=answered,
    )
    comments = new_comments(calls.keys())
    shown = sorted(comments.keys() & calls.keys(), key=lambda key: calls[key].seq)
    if not shown:
        return None
    first = shown[0]
    title = (
        _who_calls(calls[first], comments[first])
        if len(shown) == 1
        else ngettext(
            "%(num)d comment is addressed to you",
            "%(num)d comments are addressed to you",
            len(shown),
        )
    )
    return PushWords(title, calls[first].title, comments[first].url)


def _who_calls(call: Call, comment: NewComment) -> str:
    # A released comment is the delegation's, and names nobody.
    label = comment.capacity_label
    who = label if comment.is_release else f"{comment.person} ({label})"
    if call.is_mention:
        return _("%(name)s mentions you or your delegation", name=who)
    return _("%(name)s replies to you", name=who)
