"""What a table added and changed, told to followers: one letter for each of them, however long the table is."""

from collections.abc import Iterable, Sequence
from functools import partial

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop.accounts.models import Person
from wgcop.following.queries import followers_of, followers_of_each
from wgcop.initiatives.letters import write_letters
from wgcop.initiatives.models import REGISTRY, Initiative
from wgcop.initiatives.proposing.letters import tell_proposers, write_declined

NAMED = 20


def write_imported(
    added: Sequence[Initiative], changed: Sequence[Initiative], *, by: Person | None
) -> None:
    """Each gives accepted entries. What is new is told to followers of the registry, a change to those of the entry."""
    if added:
        write_letters(
            _others(followers_of(REGISTRY), by),
            lambda: (
                ngettext(
                    "%(num)d new entry in the registry",
                    "%(num)d new entries in the registry",
                    len(added),
                ),
                _named(added),
            ),
            page="/initiatives/",
        )
    by_topic = {each.topic: each for each in changed}
    theirs: dict[Person, list[Initiative]] = {}
    for topic, people in followers_of_each(by_topic.keys()).items():
        for person in _others(people, by):
            theirs.setdefault(person, []).append(by_topic[topic])
    for person, entries in theirs.items():
        write_letters([person], partial(_changed, entries), page="/initiatives/")


def write_decided(
    accepted: Iterable[Initiative], declined: Iterable[Initiative], *, by: Person | None
) -> None:
    """To those who proposed them."""
    for initiative in accepted:
        tell_proposers(initiative, by=by)
    for initiative in declined:
        write_declined(initiative, by=by)


def _changed(entries: Sequence[Initiative]) -> tuple[str, Sequence[str]]:
    subject = ngettext(
        "%(num)d entry that you follow was changed in the registry",
        "%(num)d entries that you follow were changed in the registry",
        len(entries),
    )
    return subject, _named(entries)


def _named(entries: Sequence[Initiative]) -> list[str]:
    names = [f"{each.reference} {each.title}".strip() for each in entries[:NAMED]]
    more = len(entries) - NAMED
    return [*names, _("And %(count)d more.", count=more)] if more > 0 else names


def _others(people: Iterable[Person], by: Person | None) -> list[Person]:
    return [each for each in people if by is None or each.id != by.id]
