"""The subjects of threads: a feature whose things are discussed registers here, with the first word
of its threads' names.

So a thread knows its clause or its paper only by its own name (`clause:…`, `document:…`), and this
feature imports none of those above it.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from flask_babel import gettext as _

from wgcop.accounts.identity import Guest
from wgcop.accounts.models import Capacity, Person
from wgcop.events.actions import open_topic
from wgcop.events.chapters import layer_of
from wgcop.events.layers import layers_among
from wgcop.events.models import Topic
from wgcop.events.titles import shown_title
from wgcop.following.topics import opens_topics
from wgcop.paper.anchor import Passages
from wgcop.threads.models import MEMBERS, Comment, Thread, kind_of_thread, topic_name

Reader = Person | Guest


@dataclass(frozen=True)
class ThreadLayer:
    """An audience that a comment can be addressed to. `readers` is the name of the choice."""

    audience: str
    readers: str


class ChangingText(Protocol):
    """A text that is discussed while people write in it. It stores the places of quoted words, and
    moves these places with the text.
    """

    def lock(self) -> None:
        """Lock the text until the commit, so that nobody writes in it. Call it before a topic is
        locked: a submission takes the locks in this order too.
        """

    def passages_at(self, version: int) -> Passages | None:
        """Return the passages as the reader saw them when they selected words, or None if that
        version is no longer known.
        """

    def keep_place(self, comment: Comment, version: int | None) -> None:
        """Store the place of the words that this comment quotes from this version, or from the
        current one if `version` is None.
        """

    def keep_places(self, comments: Sequence[Comment]) -> None:
        """Store the places of the words that these comments quote from the current text."""


@dataclass(frozen=True)
class ThreadSubject:
    """The subject of a thread, for one reader: `reads` and `layers` are the audiences that they
    read and can address. `title` is what is stored with the thread.

    `root` is where the thread's parts and forms are found, `address` the page that shows it. Only
    in a `chaired` thread does the chair set a standing, a window and a note.
    """

    name: str
    title: str
    address: str
    root: str
    parent: str
    reads: tuple[str, ...]
    layers: tuple[ThreadLayer, ...] = ()
    audience: str = MEMBERS
    chaired: bool = False
    revision: int = 0
    """The number of the wording that can be quoted, if the subject has several."""
    passages: Callable[[], Passages] = field(default=Passages, compare=False)
    text: ChangingText | None = field(default=None, compare=False)
    readers: str = ""
    """A sentence that says who reads a closed thread."""
    ways: tuple[tuple[str, str], ...] = ()
    """The links from the thread's page to its subject: address and text."""
    above: tuple[str, str] | None = None
    """Text and address of the page above that of its subject, if it is not a paper."""
    has_own_follow: bool = False
    """Whether the subject's page has a button of its own to follow the thread."""

    @property
    def kind(self) -> str:
        return kind_of_thread(self.name)

    @property
    def shown_title(self) -> str:
        """The title as its reader's language says it."""
        return shown_title(self.name, self.title)

    @property
    def topics(self) -> list[str]:
        """The topics of the layers that the reader hears, the widest first."""
        return [topic_name(self.name, audience, self.audience) for audience in self.reads]

    @property
    def is_closed(self) -> bool:
        return self.audience != MEMBERS

    @property
    def may_comment(self) -> bool:
        return bool(self.layers)

    def offers(self, audience: str) -> bool:
        """Return whether the reader can address this audience, or answer what was said in it."""
        return any(layer.audience == layer_of(audience) for layer in self.layers)


class Subjects(Protocol):
    """All subjects of one kind. `key` is what follows the first word in the name of the thread."""

    def subject(self, key: str, reader: Reader, capacity: Capacity | None) -> ThreadSubject | None:
        """Return the subject, or None if it does not exist or this reader may read no layer of its
        thread.
        """

    def passages(self, thread: Thread) -> Passages:
        """Return the passages that can be quoted now, in reading order."""

    def tag(self, audience: str) -> str:
        """Return a label for the readers of a layer of a closed thread that is not the widest."""

    def tell(self, comment: Comment, seq: int) -> None:
        """Tell the readers of a closed thread about a comment, for instance by a letter. `seq` is
        the number of its entry.
        """


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
    """Return the audiences of an open thread that a reader belongs to, chosen from all `audiences`
    of theirs: everybody signed in, each of their delegations, and the regional groups of these.
    """
    if MEMBERS not in audiences:
        return ()
    return (MEMBERS, *layers_among(audiences))


def private_layers(reader: Person) -> dict[str, str]:
    """Return the layers of open threads that only some read, with the names of their readers: the
    delegations of this reader, and then the regional groups of these.
    """
    groups = (group for each in reader.memberships for group in each.groups)
    names = {each.delegation.audience: each.delegation.shown_name for each in reader.memberships}
    read = open_audiences(reader.audiences)
    return {
        **{each: names[layer_of(each)] for each in read if layer_of(each) in names},
        **{group.audience: group.code for group in groups},
    }


def open_layers(capacity: Capacity | None) -> tuple[ThreadLayer, ...]:
    """Return the audiences that a person can address in an open thread: everybody signed in, the
    delegation that they speak for, but no other, and its regional groups.
    """
    if capacity is None:
        return ()
    everybody = ThreadLayer(MEMBERS, _("Everybody signed in"))
    delegation = capacity.delegation
    if delegation is None:
        return (everybody,)
    within = ThreadLayer(
        delegation.audience, _("Only %(delegation)s", delegation=delegation.shown_name)
    )
    in_groups = (
        ThreadLayer(each.audience, _("Only %(delegation)s", delegation=each.code))
        for each in capacity.groups
    )
    return (everybody, within, *in_groups)


def tag_of(thread: Thread, audience: str) -> str:
    """Return the label for the readers of a comment in a closed thread; empty if everybody who
    reads the thread may read it.
    """
    return reads_as(thread.name, thread.audience, audience)


def reads_as(thread_name: str, widest: str, audience: str) -> str:
    """Return the label as `tag_of` does, for a thread that is given by its name and widest
    audience.
    """
    if widest in (MEMBERS, audience):
        return ""
    return _registered[thread_name.partition(":")[0]].tag(audience)


def tell_of(comment: Comment, seq: int) -> None:
    _registered[comment.thread.name.partition(":")[0]].tell(comment, seq)
