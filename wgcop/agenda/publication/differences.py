"""The changes from one published agenda to the next: items added, removed, moved and edited (pure)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop.agenda.fields import PUBLISHED
from wgcop.agenda.publication.lines import AgendaLine, ListedSession
from wgcop.agenda.publication.models import PublishedAgenda
from wgcop.fields.comparing import sentences
from wgcop.i18n import day
from wgcop.paper.comparison.sequences import heaviest_chain


@dataclass(frozen=True)
class AgendaDifferences:
    """The changes between two publications. `kept` are pairs of an item before and now; `moved` are
    those of them whose order or level has changed.
    """

    added: tuple[AgendaLine, ...]
    removed: tuple[AgendaLine, ...]
    moved: tuple[tuple[AgendaLine, AgendaLine], ...]
    kept: tuple[tuple[AgendaLine, AgendaLine], ...]
    opened: tuple[ListedSession, ...] = ()
    dropped: tuple[ListedSession, ...] = ()

    @property
    def in_words(self) -> list[str]:
        """A sentence for each change, in the order of the agenda; empty if nothing has changed."""
        return [
            *(_("New: %(item)s.", item=_name(line)) for line in self.added),
            *(_("Removed: %(item)s.", item=_name(line)) for line in self.removed),
            *(
                _(
                    "Moved: %(item)s, previously at %(number)s.",
                    item=_name(now),
                    number=before.number,
                )
                for before, now in self.moved
            ),
            *(sentence for before, now in self.kept for sentence in _changes_of(before, now)),
            *(_("Now with a session: %(session)s.", session=_hours(s)) for s in self.opened),
            *(_("No longer with a session: %(session)s.", session=_hours(s)) for s in self.dropped),
            *self._at_other_times(),
        ]

    def _at_other_times(self) -> list[str]:
        later = [1 for before, now in self.kept if (before.on, before.at) != (now.on, now.at)]
        if not later:
            return []
        return [
            ngettext(
                "%(num)d item begins at another time.",
                "%(num)d items begin at another time.",
                len(later),
            )
        ]


def changes_between(old: Sequence[AgendaLine], new: Sequence[AgendaLine]) -> AgendaDifferences:
    before = {line.item: line for line in old}
    now = {line.item: line for line in new}
    moved = _moved(old, new)
    sat = [line.session for line in old if line.session]
    sits = [line.session for line in new if line.session]
    return AgendaDifferences(
        added=tuple(line for line in new if line.item not in before),
        removed=tuple(line for line in old if line.item not in now),
        moved=tuple((before[line.item], line) for line in new if line.item in moved),
        kept=tuple((before[line.item], line) for line in new if line.item in before),
        opened=tuple(each for each in sits if each not in sat),
        dropped=tuple(each for each in sat if each not in sits),
    )


def _moved(old: Sequence[AgendaLine], new: Sequence[AgendaLine]) -> set[int]:
    """Return the items that are now below another item, or in another order among the same
    siblings.

    They are as few as possible: an item that moved with the one above it, or made room for another,
    does not count as moved.
    """
    before, now = _places(old), _places(new)
    common = [item for item in now if item in before]
    moved = {item for item in common if now[item][0] != before[item][0]}
    siblings: dict[int | None, list[int]] = defaultdict(list)
    for item in common:
        if item not in moved:
            siblings[now[item][0]].append(item)
    for items in siblings.values():
        order = [(n, before[item][1]) for n, item in enumerate(items)]
        stay = {n for n, _place in heaviest_chain(order, lambda _pair: 1)}
        moved |= {item for n, item in enumerate(items) if n not in stay}
    return moved


def _places(lines: Sequence[AgendaLine]) -> dict[int, tuple[int | None, int]]:
    """Return for each item the item above it and its place in reading order."""
    by_number = {line.number: line.item for line in lines}
    return {line.item: (by_number.get(line.above), n) for n, line in enumerate(lines)}


def _name(line: AgendaLine) -> str:
    return f"{line.number} {line.title}"


def _hours(session: ListedSession) -> str:
    hours = f"{day(date.fromisoformat(session.on))}, {session.starts}–{session.ends}"
    return f"{hours} ({session.name})" if session.name else hours


def _changes_of(before: AgendaLine, now: AgendaLine) -> Iterator[str]:
    return sentences(PUBLISHED, vars(before), vars(now), _name(now))


def changes_since(
    before: PublishedAgenda, lines: Sequence[AgendaLine], *, adopted: bool, for_members: bool
) -> list[str]:
    """Return the changes since the publication `before`, as sentences."""
    sentences = changes_between(before.lines(for_members=for_members), lines).in_words
    if adopted and not before.adopted:
        return [_("The meeting has adopted it: it is no longer a draft."), *sentences]
    if before.adopted and not adopted:
        return [_("It is a draft again."), *sentences]
    return sentences
