"""Circles are audiences of a single thing, such as the drafters of a paper; their members are
looked up only when that thing is shown.

The delegations and offices of a person are known in every request (`Person.audiences`). The papers
that they draft would cost statements on every page, but few pages need them. The feature that knows
them registers here, with the first word of its topics, and answers for one reader at a time from
the current rows.
"""

from collections.abc import Mapping
from typing import Any, Protocol

NOBODY: Mapping[str, str] = {}


class Circles(Protocol):
    def heard_by(self, reader: Any, key: str) -> Mapping[str, str]:
        """Return the topics of the thing that this person may hear, each with its audience,
        including those that nobody has used yet.
        """

    def with_news(self, reader: Any) -> frozenset[str]:
        """Return the circles in which there may be something that the person has not read, for
        pages that gather news from everywhere.
        """

    def followed_by(self, reader: Any) -> frozenset[str]:
        """Return the circles in which the person took part or chose how much they are told, for the
        list of what they follow.
        """


_registered: dict[str, Circles] = {}


def keep_circles(first_word: str, circles: Circles) -> None:
    _registered[first_word] = circles


def heard(topic_name: str, reader: Any) -> Mapping[str, str]:
    """Return the topics that the reader may listen to, each with its audience, about the thing that
    this topic belongs to. For other kinds of topics nothing is queried.
    """
    first_word, _colon, rest = topic_name.partition(":")
    circles = _registered.get(first_word)
    if circles is None or not reader.is_authenticated:
        return NOBODY
    return circles.heard_by(reader, rest.partition("@")[0])


def audiences_at(topic_name: str, reader: Any) -> frozenset[str]:
    """Return all audiences of this reader for a topic, including the circles of the thing that it
    belongs to.
    """
    audiences: frozenset[str] = reader.audiences
    return audiences | frozenset(heard(topic_name, reader).values())


def audiences_with_news(reader: Any) -> frozenset[str]:
    """Return the audiences of this reader, including all circles in which there may be something
    new.
    """
    circles = (each.with_news(reader) for each in dict.fromkeys(_registered.values()))
    return frozenset(reader.audiences).union(*circles)


def audiences_followed(reader: Any) -> frozenset[str]:
    """Return the audiences of this reader, including all circles of what they may follow."""
    circles = (each.followed_by(reader) for each in dict.fromkeys(_registered.values()))
    return frozenset(reader.audiences).union(*circles)
