"""Presents the button by which the reader of a page follows something, and how much is new in their
inbox; pages of any feature have both.
"""

from dataclasses import dataclass

from flask_login import current_user

from wgcop.accounts.identity import current_person
from wgcop.accounts.kept_readers import reader_of_kept_page
from wgcop.accounts.models import Person
from wgcop.events.circles import audiences_with_news
from wgcop.following.inbox import inbox_of
from wgcop.following.models import FollowLevel
from wgcop.following.queries import own_level
from wgcop.following.read_state import read_state
from wgcop.web.kept import kept_for_reader


@dataclass(frozen=True)
class InboxGist:
    """How much an inbox holds: the number of things, the same as pages show it, and a key that
    differs once something else is new.
    """

    number: int
    count: str
    key: str


def inbox_gist(person: Person) -> InboxGist:
    """Return how much the person's inbox holds. It is kept until their read marks or what they
    follow change, or anything is written.
    """
    reader, _kind, at = reader_of_kept_page()

    def make() -> InboxGist:
        inbox = inbox_of(person, audiences_with_news(person))
        return InboxGist(len(inbox.groups), inbox.count, inbox.key)

    if reader is None or at is None:
        return make()
    return kept_for_reader(at, person.id, ("inbox", read_state(person)), make)


@dataclass(frozen=True)
class FollowButton:
    """The button of one topic. `back` is the address to which its form leads without scripts, and
    `hint` says what followers hear.
    """

    topic: str
    level: FollowLevel
    back: str
    hint: str = ""


def follow_button(topic: str, back: str, hint: str) -> FollowButton | None:
    """Return the button for the reader of this page, or None for a guest."""
    if not current_user.is_authenticated:
        return None
    return FollowButton(topic, own_level(topic, current_person()), back, hint)
