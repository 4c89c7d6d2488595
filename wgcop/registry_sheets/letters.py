"""Letters about an import: one to each person concerned, however long the table is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from wgcop.accounts.models import Delegation, Person
from wgcop.accounts.queries import members_of
from wgcop.following.queries import followers_of, followers_of_each
from wgcop.initiatives.letters import post_apart
from wgcop.initiatives.models import REGISTRY, Initiative
from wgcop.letters import WrittenLetter, fill_in

NAMED = 20
"""The most entries that a part of a letter lists by name."""


@dataclass
class PersonsNews:
    """The results of an import that concern one person. Each list has entries in the order of the
    table.
    """

    person: Person
    accepted: list[Initiative] = field(default_factory=list)
    declined: list[Initiative] = field(default_factory=list)
    changed: list[Initiative] = field(default_factory=list)
    added: list[Initiative] = field(default_factory=list)

    @property
    def entries(self) -> list[Initiative]:
        return [*self.accepted, *self.declined, *self.changed, *self.added]

    @property
    def page(self) -> str:
        """Return the address of the entry if the letter is about a single decision, otherwise that
        of the registry.
        """
        decided = [*self.accepted, *self.declined]
        return decided[0].url if self.entries == decided and len(decided) == 1 else "/initiatives/"

    def letter(self) -> WrittenLetter:
        """Return the letter about a single kind of result, or one with a part for each kind."""
        parts = [
            _about(result, entries)
            for result in ("accepted", "declined", "changed", "added")
            if (entries := getattr(self, result))
        ]
        if len(parts) == 1:
            return parts[0]
        return fill_in("initiatives/imported", parts=parts, count=len(self.entries))


def _about(result: str, entries: list[Initiative]) -> WrittenLetter:
    if len(entries) == 1 and result in ("accepted", "declined"):
        return fill_in(f"initiatives/{result}", entry=entries[0])
    return fill_in(f"initiatives/several_{result}", entries=entries, most=NAMED)


def write_imported(
    added: Sequence[Initiative],
    changed: Sequence[Initiative],
    accepted: Sequence[Initiative],
    declined: Sequence[Initiative],
    *,
    by: Person | None,
) -> None:
    """Write about new entries to the followers of the registry, about changes to those of the
    entry, and about decisions to the proposers.
    """
    theirs: dict[int, PersonsNews] = {}

    def news_of(person: Person) -> PersonsNews:
        return theirs.setdefault(person.id, PersonsNews(person))

    members = cache(_members)
    for decided, kind in ((accepted, "accepted"), (declined, "declined")):
        for initiative in decided:
            own = initiative.proposed_by
            with_own = members(initiative.delegation) if own and initiative.delegation else ()
            for person in {each.id: each for each in (own, *with_own) if each}.values():
                getattr(news_of(person), kind).append(initiative)
    by_topic = {each.topic: each for each in changed}
    for topic, people in followers_of_each(by_topic.keys()).items():
        for person in people:
            news_of(person).changed.append(by_topic[topic])
    for person in followers_of(REGISTRY) if added else ():
        known = {each.id for each in news_of(person).accepted}
        news_of(person).added += [each for each in added if each.id not in known]
    for news in theirs.values():
        if news.entries and (by is None or news.person.id != by.id):
            readers = [entry.proposing for entry in news.declined]
            post_apart(news.person, news.letter, page=news.page, readers=readers)


def _members(delegation: Delegation) -> Sequence[Person]:
    return members_of(delegation)
