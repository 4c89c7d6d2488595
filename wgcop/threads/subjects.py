"""What threads are about. A feature whose things are talked about signs up here, with the first word of its threads' names.

So a thread knows its clause or its paper by its own name alone (`clause:…`, `document:…`), and this feature imports none of
those above it.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from flask_babel import gettext as _

from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Capacity, Person
from wgcop.following.topics import opens_topics
from wgcop.history.actions import open_topic
from wgcop.history.models import Topic
from wgcop.threads.comments.anchor import Passages
from wgcop.threads.models import MEMBERS, Comment, Thread, topic_name

Reader = Person | Guest


@dataclass(frozen=True)
class Layer:
    """Those whom a comment can be addressed to. `readers` is what the choice is called."""

    audience: str
    readers: str


class ChangingText(Protocol):
    """What is talked about while people write in it: it keeps where quoted words stand, and moves that with them."""

    def lock(self) -> None:
        """Nobody writes in it until the commit. Before a topic is locked, as whoever submits it does."""

    def passages_at(self, version: int) -> Passages | None:
        """As it was when the reader selected words in it; None if that is not known any more."""

    def keep_place(self, comment: Comment, version: int | None) -> None:
        """Of the words that this comment quotes; without a version, of those of this moment."""

    def keep_places(self, comments: Sequence[Comment]) -> None:
        """Of the words that these comments quote of the text as it is."""


@dataclass(frozen=True)
class ThreadSubject:
    """What a thread is about, for one reader: `reads` and `layers` are the audiences that they read and can address.

    `root` is where its parts and forms are found, `address` the page on which it stands. Only in a `chaired` thread the chair
    sets a standing, a window and a note.
    """

    name: str
    title: str
    address: str
    root: str
    parent: str
    reads: tuple[str, ...]
    layers: tuple[Layer, ...] = ()
    audience: str = MEMBERS
    chaired: bool = False
    revision: int = 0
    """The number of the wording that can be quoted, of what has several."""
    passages: Callable[[], Passages] = field(default=Passages, compare=False)
    text: ChangingText | None = field(default=None, compare=False)
    readers: str = ""
    """Of a closed thread, in a sentence: who reads it."""
    ways: tuple[tuple[str, str], ...] = ()
    """From the page of the thread to what it is about: address and words."""
    has_own_follow: bool = False
    """Whether its page has a button to follow it, beside what else there is to do with it."""

    @property
    def topics(self) -> list[str]:
        """Of the layers that the reader hears, the widest first."""
        return [topic_name(self.name, audience, self.audience) for audience in self.reads]

    @property
    def is_closed(self) -> bool:
        return self.audience != MEMBERS

    @property
    def may_comment(self) -> bool:
        return bool(self.layers)

    def offers(self, audience: str) -> bool:
        return any(layer.audience == audience for layer in self.layers)


class Subjects(Protocol):
    """The things of one kind. `key` is what follows the first word in the name of the thread."""

    def subject(self, key: str, reader: Reader, capacity: Capacity | None) -> ThreadSubject | None:
        """None if there is no such thing, or if this reader may read no layer of its thread."""

    def passages(self, thread: Thread) -> Passages:
        """In reading order, as they are now."""

    def tag(self, audience: str) -> str:
        """Who reads a comment in this layer of a closed thread, if it is not the widest."""

    def tell(self, comment: Comment, seq: int) -> None:
        """Something was said in a closed thread: a letter, for instance. `seq` is its number there."""


_registered: dict[str, Subjects] = {}


def talk_about(first_word: str, subjects: Subjects) -> None:
    _registered[first_word] = subjects
    opens_topics(first_word, _opened)


def _opened(name: str, reader: Person) -> Topic | None:
    subject = subject_named(name.rpartition("@")[0] or name, reader, None)
    if subject is None or name not in subject.topics:
        return None
    return open_topic(
        name,
        title=subject.title,
        address=subject.address,
        audience=subject.reads[subject.topics.index(name)],
        parent=subject.parent,
    )


def subject_named(name: str, reader: Reader, capacity: Capacity | None) -> ThreadSubject | None:
    first_word, _colon, key = name.partition(":")
    subjects = _registered.get(first_word)
    return subjects.subject(key, reader, capacity) if subjects else None


def passages_of(thread: Thread) -> Passages:
    return _registered[thread.name.partition(":")[0]].passages(thread)


def open_audiences(audiences: Collection[str]) -> tuple[str, ...]:
    """Of an open thread, among those of a reader: everybody signed in, and within each delegation of theirs."""
    if MEMBERS not in audiences:
        return ()
    return (MEMBERS, *sorted(each for each in audiences if each.startswith("delegation:")))


def open_layers(capacity: Capacity | None) -> tuple[Layer, ...]:
    """Everybody signed in, or the delegation that the person speaks for, and no other delegation."""
    if capacity is None:
        return ()
    everybody = Layer(MEMBERS, _("Everybody signed in"))
    delegation = capacity.delegation
    if delegation is None:
        return (everybody,)
    within = Layer(delegation.audience, _("Only %(delegation)s", delegation=delegation.name))
    return (everybody, within)


def tag_of(thread: Thread, audience: str) -> str:
    """What a comment of a closed thread is marked with, unless it is for all who read the thread."""
    return reads_as(thread.name, thread.audience, audience)


def reads_as(thread_name: str, widest: str, audience: str) -> str:
    """The same for the thread of this name and widest audience."""
    if widest in (MEMBERS, audience):
        return ""
    return _registered[thread_name.partition(":")[0]].tag(audience)


def tell_of(comment: Comment, seq: int) -> None:
    _registered[comment.thread.name.partition(":")[0]].tell(comment, seq)
