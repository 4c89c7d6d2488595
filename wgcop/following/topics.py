"""Topics that can be followed before anything has happened there: the feature that owns the thing
creates its topic on demand.
"""

from collections.abc import Callable

from wgcop.accounts.models import Person
from wgcop.history.circles import audiences_at
from wgcop.history.models import Topic
from wgcop.history.queries import topic_for

Opener = Callable[[str, Person], Topic | None]
"""A function that makes the topic with this name, or returns None if there is no such thing that
the person may see.
"""

_openers: dict[str, Opener] = {}


def opens_topics(first_word: str, opener: Opener) -> None:
    _openers[first_word] = opener


def topic_to_follow(name: str, person: Person) -> Topic | None:
    topic = topic_for(name, audiences_at(name, person))
    opener = _openers.get(name.partition(":")[0])
    return opener(name, person) if topic is None and opener else topic
