"""What can be followed before anything happened there: the feature that knows of it makes its topic then."""

from collections.abc import Callable

from wgcop.accounts.models import Person
from wgcop.history.circles import audiences_at
from wgcop.history.models import Topic
from wgcop.history.queries import topic_for

Opener = Callable[[str, Person], Topic | None]
"""Makes the topic of this name, or says that there is nothing of that name which this person may hear."""

_openers: dict[str, Opener] = {}


def opens_topics(first_word: str, opener: Opener) -> None:
    _openers[first_word] = opener


def topic_to_follow(name: str, person: Person) -> Topic | None:
    topic = topic_for(name, audiences_at(name, person))
    opener = _openers.get(name.partition(":")[0])
    return opener(name, person) if topic is None and opener else topic
