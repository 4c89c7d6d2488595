"""Reads the comment of a suggestion with all that its page shows."""

from wgcop.accounts.models import Person
from wgcop.threads.models import Comment
from wgcop.threads.queries import comment_with_context


def suggestion_of(comment_name: str, reader: Person) -> Comment | None:
    """Return the comment, or None if it suggests nothing or this reader may not see it."""
    comment = comment_with_context(comment_name, reader)
    return comment if comment is not None and comment.suggestion else None
