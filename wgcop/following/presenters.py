"""Presents the button by which the reader of a page follows something; pages of any feature have it."""

from dataclasses import dataclass

from flask_login import current_user

from wgcop.accounts.identity import current_person
from wgcop.following.queries import follows


@dataclass(frozen=True)
class FollowButton:
    """The button of one topic. `back` is the address to which its form leads without scripts, and
    `hint` says what followers hear.
    """

    topic: str
    follows: bool
    back: str
    hint: str = ""


def follow_button(topic: str, back: str, hint: str) -> FollowButton | None:
    """Return the button for the reader of this page, or None for a guest."""
    if not current_user.is_authenticated:
        return None
    return FollowButton(topic, follows(topic, current_person()), back, hint)
