"""The job that asks by mail for the confirmation of entries: once before they fall due, and once
when they are overdue.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from wgcop import clock
from wgcop.database import db, writing
from wgcop.initiatives.confirming.actions import note_asked
from wgcop.initiatives.confirming.letters import write_request
from wgcop.initiatives.confirming.queries import to_be_asked_for
from wgcop.initiatives.confirming.recipients import one_each, recipients_of
from wgcop.initiatives.models import Initiative

AHEAD = timedelta(days=30)
TOGETHER = timedelta(days=7)
"""How far ahead a letter looks: it also covers entries that fall due within the following week, so
that nobody gets more than one letter a week.
"""


def ask_for_confirmation() -> int:
    """Write the letters that are due, and return their number. The letters and the record of them
    are one transaction.
    """
    with writing():
        entries = _now(to_be_asked_for(clock.now().date() + AHEAD + TOGETHER))
        theirs = recipients_of(entries)
        people = one_each(theirs.values())
        for person in people:
            write_request(person, [entry for entry in entries if person in theirs[entry.id]])
        note_asked(entries)
        db.session.commit()
    return len(people)


def _now(entries: Iterable[Initiative]) -> Sequence[Initiative]:
    """Choose the entries to write about today, the most urgent first: those whose time has come,
    and the others of the same delegation that fall due within a week.
    """
    by_owner = sorted(entries, key=lambda entry: entry.delegation_id or 0)
    chosen: list[Initiative] = []
    for _owner, group in groupby(by_owner, key=lambda entry: entry.delegation_id):
        theirs = list(group)
        if any(_due_on(entry) <= clock.now().date() + AHEAD for entry in theirs):
            chosen += theirs
    return sorted(chosen, key=lambda entry: (_due_on(entry), entry.id))


def _due_on(entry: Initiative) -> date:
    return entry.confirm_by or date.max
