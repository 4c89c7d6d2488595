"""Notes that comments call somebody, for notifications on their devices; `thread_news.pushes` words them."""

from collections.abc import Collection

from wgcop.push.models import PushKind
from wgcop.push.queue import notify
from wgcop.threads.models import Comment

SOURCE = "comment"


def notify_called(
    comment: Comment,
    people: Collection[int],
    kind: PushKind,
    *,
    known_as: int | None = None,
    answered_at: int = 0,
) -> None:
    """Notify people of a comment that calls them. `known_as` is the private comment that it releases,
    of which nobody is told twice, and `answered_at` the number of its entry if it replies.
    """
    notify(
        people,
        kind,
        source=SOURCE,
        target=f"{SOURCE}:{known_as or comment.id}",
        topic=comment.topic,
        about={"comment": comment.id, "answered_at": answered_at},
    )
