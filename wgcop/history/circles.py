"""Audiences of one thing alone, such as those who draft a paper: who is in them is asked only where that thing is.

What a person is belongs to every request (`Person.audiences`): their delegations, their offices. In which papers they have
a part would cost statements on every page and is needed on few. The feature that knows it signs up here, with the first word
of the topics; it answers for one reader at a time, from the rows as they are now.
"""

from collections.abc import Mapping
from typing import Any, Protocol

NOBODY: Mapping[str, str] = {}


class Circles(Protocol):
    def heard_by(self, reader: Any, key: str) -> Mapping[str, str]:
        """The topics of the thing that this person may hear, each with its audience; also those that nobody has used yet."""

    def with_news(self, reader: Any) -> frozenset[str]:
        """Those in which there may be something that the person has not read, for pages that gather from everywhere."""


_registered: dict[str, Circles] = {}


def keep_circles(first_word: str, circles: Circles) -> None:
    _registered[first_word] = circles


def heard(topic_name: str, reader: Any) -> Mapping[str, str]:
    """Topic → audience, for the thing behind this topic. For topics of another kind nothing is asked."""
    first_word, _colon, rest = topic_name.partition(":")
    circles = _registered.get(first_word)
    if circles is None or not reader.is_authenticated:
        return NOBODY
    return circles.heard_by(reader, rest.partition("@")[0])


def audiences_at(topic_name: str, reader: Any) -> frozenset[str]:
    """Everything that this reader may hear, at this topic."""
    audiences: frozenset[str] = reader.audiences
    return audiences | frozenset(heard(topic_name, reader).values())


def audiences_with_news(reader: Any) -> frozenset[str]:
    """With the circles of all kinds in which something may be new."""
    audiences: frozenset[str] = reader.audiences
    for circles in dict.fromkeys(_registered.values()):
        audiences |= circles.with_news(reader)
    return audiences
