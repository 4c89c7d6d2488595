"""The events of an entry for open pages, and its history for reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from wgcop.events.presenters import Presentation, presents_row, replaced
from wgcop.fields.comparing import ChangedFact, changed_facts
from wgcop.initiatives.fields import IN_HISTORY
from wgcop.initiatives.models import EntryVersion, Initiative
from wgcop.resolutions.queries import clauses_by_wid

DONE_NAMES = {
    "added": _l("Added to the registry"),
    "proposed": _l("Proposed"),
    "accepted": lazy_pgettext("an entry", "Accepted"),
    "declined": lazy_pgettext("an entry", "Declined"),
    "withdrawn": lazy_pgettext("an entry", "Withdrawn"),
    "edited": _l("Changed"),
    "imported": _l("Imported from a spreadsheet"),
    "confirmed": _l("Confirmed"),
    "ended": _l("Reported as ended"),
    "merged": _l("Another entry was merged into it"),
    "merged-into": _l("Merged into another entry"),
    "parted": _l("Separated again"),
}
ACCEPTED = {"accepted", "added", "imported"}


@dataclass(frozen=True)
class HistoryStep:
    """One version of an entry, and the facts that it changed."""

    version: EntryVersion
    changes: list[ChangedFact]

    @property
    def done(self) -> str:
        return str(DONE_NAMES.get(self.version.done, self.version.done))


@presents_row("initiative", Initiative)
def entry(initiative: Initiative, _: str) -> Presentation:
    return replaced(f"initiative-{initiative.id}", "initiatives/_entry.html", initiative=initiative)


def history_of(versions: Sequence[EntryVersion], *, from_acceptance: bool) -> list[HistoryStep]:
    """Return the steps of the history, latest first. With `from_acceptance`, versions before the
    acceptance are left out.
    """
    first = 0
    if from_acceptance:
        dones = [version.done in ACCEPTED for version in versions]
        first = dones.index(True) if True in dones else len(versions)
    wids = {wid for version in versions for wid in version.facts.get("clauses") or ()}
    citations = {clause.wid: clause.wording.citation for clause in clauses_by_wid(wids)}
    before: Mapping[str, Any] | None = None
    steps = []
    for version in versions[first:]:
        changes = (
            changed_facts(IN_HISTORY, before, version.facts, citations)
            if before is not None
            else []
        )
        steps.append(HistoryStep(version, changes))
        before = version.facts
    return steps[::-1]
