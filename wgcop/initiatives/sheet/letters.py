"""Letters about an import: one to each person concerned, however long the table is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop.accounts.models import Delegation, Person
from wgcop.accounts.queries import members_of
from wgcop.following.queries import followers_of, followers_of_each
from wgcop.initiatives.letters import write_letters
from wgcop.initiatives.models import REGISTRY, Initiative
from wgcop.initiatives.proposing.letters import accepted_words, declined_words

NAMED = 20

Part = tuple[str, Sequence[str]]
"""A subject with its paragraphs."""
Note = Callable[[Initiative], str]


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

    def words(self) -> Part:
        parts = list(self._parts())
        if len(parts) == 1:
            return parts[0]
        subject = ngettext(
            "%(num)d entry of the registry concerns you",
            "%(num)d entries of the registry concern you",
            len(self.entries),
        )
        return subject, [
            words for title, paragraphs in parts for words in (f"{title}:", *paragraphs)
        ]

    def _parts(self) -> Iterator[Part]:
        if self.accepted:
            yield _accepted(self.accepted)
        if self.declined:
            yield _declined(self.declined)
        if self.changed:
            subject = ngettext(
                "%(num)d entry that you follow was changed in the registry",
                "%(num)d entries that you follow were changed in the registry",
                len(self.changed),
            )
            yield subject, _named(self.changed)
        if self.added:
            subject = ngettext(
                "%(num)d new entry in the registry",
                "%(num)d new entries in the registry",
                len(self.added),
            )
            yield subject, _named(self.added)


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

    def of(person: Person) -> PersonsNews:
        return theirs.setdefault(person.id, PersonsNews(person))

    members = cache(_members)
    for decided, kind in ((accepted, "accepted"), (declined, "declined")):
        for initiative in decided:
            own = initiative.proposed_by
            with_own = members(initiative.delegation) if own and initiative.delegation else ()
            for person in {each.id: each for each in (own, *with_own) if each}.values():
                getattr(of(person), kind).append(initiative)
    by_topic = {each.topic: each for each in changed}
    for topic, people in followers_of_each(by_topic.keys()).items():
        for person in people:
            of(person).changed.append(by_topic[topic])
    for person in followers_of(REGISTRY) if added else ():
        known = {each.id for each in of(person).accepted}
        of(person).added += [each for each in added if each.id not in known]
    for news in theirs.values():
        if news.entries and (by is None or news.person.id != by.id):
            write_letters([news.person], news.words, page=news.page)


def _members(delegation: Delegation) -> Sequence[Person]:
    return members_of(delegation)


def _accepted(entries: Sequence[Initiative]) -> Part:
    if len(entries) == 1:
        return accepted_words(entries[0])
    subject = ngettext(
        "%(num)d entry that was proposed is in the registry",
        "%(num)d entries that were proposed are in the registry",
        len(entries),
    )
    return subject, _named(entries)


def _declined(entries: Sequence[Initiative]) -> Part:
    if len(entries) == 1:
        return declined_words(entries[0])
    subject = ngettext(
        "%(num)d entry was not accepted into the registry",
        "%(num)d entries were not accepted into the registry",
        len(entries),
    )
    return subject, [
        *_named(entries, lambda each: each.decision_note),
        _("You can change these entries and propose them again."),
    ]


def _named(entries: Sequence[Initiative], note: Note = lambda _entry: "") -> list[str]:
    names = [
        "\n".join(filter(None, [f"{each.reference} {each.title}".strip(), note(each)]))
        for each in entries[:NAMED]
    ]
    more = len(entries) - NAMED
    return [*names, _("And %(count)d more.", count=more)] if more > 0 else names
