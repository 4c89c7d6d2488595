"""Topics that can be followed before anything has happened there: the feature that owns the thing
creates its topic on demand.
"""

from collections.abc import Callable, Mapping, Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from wgcop.accounts.models import Person
from wgcop.events.circles import audiences_at
from wgcop.events.models import Topic
from wgcop.events.queries import topic_for, topics_for

Opener = Callable[[str, Person], Topic | None]
"""A function that makes the topic with this name, or returns None if there is no such thing that
the person may see.
"""

TOPIC_KINDS: Mapping[str, LazyString] = {
    "resolution": _l("Resolutions"),
    "clause": _l("Clauses"),
    "proposal": _l("Proposals"),
    "group": _l("Groups"),
    "meeting": _l("Meetings"),
    "document": _l("Documents"),
    "draft-talk": _l("Drafts"),
    "body": _l("Bodies"),
    "prior-work": _l("Prior work"),
    "registry": _l("Registry"),
    "initiative": _l("Registry"),
    "implementation": _l("Implementation"),
    "report": _l("Reports"),
}
"""The headings for what somebody follows, by the first word of the topics' names, in the order of
the page. Topics with another first word are only listened to by open pages.
"""

_openers: dict[str, Opener] = {}
_together: dict[str, Callable[[str], Sequence[str]]] = {}


def opens_topics(first_word: str, opener: Opener) -> None:
    _openers[first_word] = opener


def follows_together(first_word: str, names: Callable[[str], Sequence[str]]) -> None:
    """Let whoever follows a topic with this first word also follow the topics that the function
    returns, as for all editions of a resolution.
    """
    _together[first_word] = names


def topics_to_follow(name: str, person: Person) -> list[Topic]:
    """Return the topic of this name and those that are followed together with it, or nothing if
    there is no such topic for this person.
    """
    first = topic_to_follow(name, person)
    if first is None:
        return []
    also = _together.get(name.partition(":")[0])
    others = [each for each in also(name) if each != name] if also else []
    return [first, *(topics_for(others, person.audiences) if others else ())]


def topic_to_follow(name: str, person: Person) -> Topic | None:
    topic = topic_for(name, audiences_at(name, person))
    opener = _openers.get(name.partition(":")[0])
    return opener(name, person) if topic is None and opener else topic
