"""The changes from one published agenda to the next: items added, removed, moved and edited (pure)."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop.agenda.publication.lines import AgendaLine, ListedSession
from wgcop.i18n import day, in_hours


@dataclass(frozen=True)
class AgendaChanges:
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


def changes_between(old: Sequence[AgendaLine], new: Sequence[AgendaLine]) -> AgendaChanges:
    before = {line.item: line for line in old}
    now = {line.item: line for line in new}
    moved = _moved(old, new)
    sat = [line.session for line in old if line.session]
    sits = [line.session for line in new if line.session]
    return AgendaChanges(
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
        stay = _longest_rise([before[item][1] for item in items])
        moved |= {item for n, item in enumerate(items) if n not in stay}
    return moved


def _places(lines: Sequence[AgendaLine]) -> dict[int, tuple[int | None, int]]:
    """Return for each item the item above it and its place in reading order."""
    by_number = {line.number: line.item for line in lines}
    return {line.item: (by_number.get(line.above), n) for n, line in enumerate(lines)}


def _longest_rise(places: Sequence[int]) -> set[int]:
    """Return the indexes of a longest subsequence in which the places increase."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int | None] = []
    for n, place in enumerate(places):
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
        previous.append(last[at - 1] if at else None)
        last[at : at + 1] = [n]
    rise: set[int] = set()
    step = last[-1] if last else None
    while step is not None:
        rise.add(step)
        step = previous[step]
    return rise


def _duration(line: AgendaLine) -> str:
    return in_hours(line.minutes) if line.minutes else _("open")


def _name(line: AgendaLine) -> str:
    return f"{line.number} {line.title}"


def _hours(session: ListedSession) -> str:
    hours = f"{day(date.fromisoformat(session.on))}, {session.starts}–{session.ends}"
    return f"{hours} ({session.name})" if session.name else hours


def _changes_of(before: AgendaLine, now: AgendaLine) -> list[str]:
    sentences = []
    if before.title != now.title:
        sentences.append(
            _("%(item)s: previously “%(title)s”.", item=_name(now), title=before.title)
        )
    old = {document.symbol for document in before.documents}
    new = {document.symbol for document in now.documents}
    if joined := [each.symbol for each in now.documents if each.symbol not in old]:
        sentences.append(
            _("%(item)s: now with %(symbols)s.", item=_name(now), symbols=", ".join(joined))
        )
    if left := [each.symbol for each in before.documents if each.symbol not in new]:
        sentences.append(
            _("%(item)s: no longer with %(symbols)s.", item=_name(now), symbols=", ".join(left))
        )
    if before.presenter != now.presenter and now.presenter:
        sentences.append(_("%(item)s: presented by %(who)s.", item=_name(now), who=now.presenter))
    elif before.presenter != now.presenter:
        sentences.append(
            _("%(item)s: no longer presented by %(who)s.", item=_name(now), who=before.presenter)
        )
    if before.kind != now.kind:
        sentences.append(_("%(item)s: kind changed.", item=_name(now)))
    if before.clauses != now.clauses:
        sentences.append(_("%(item)s: clauses changed.", item=_name(now)))
    if before.note != now.note:
        sentences.append(_("%(item)s: note changed.", item=_name(now)))
    if before.minutes != now.minutes:
        sentences.append(
            _(
                "%(item)s: %(now)s, previously %(before)s.",
                item=_name(now),
                now=_duration(now),
                before=_duration(before),
            )
        )
    return sentences
