"""Merge an entry into another, and separate the two again."""

from typing import NamedTuple

from flask_babel import gettext as _

from wgcop import clock
from wgcop.accounts.models import Delegation, Person
from wgcop.database import db
from wgcop.errors import Outdated, Refused
from wgcop.initiatives.actions import keep_version, note
from wgcop.initiatives.facts import RegistryFacts, write
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.merging.carriers import carry_all, put_all_back, topic_of
from wgcop.initiatives.merging.letters import who_is_told, write_merged
from wgcop.initiatives.merging.models import InitiativeMerge
from wgcop.initiatives.merging.queries import MERGEABLE, clauses_by_wid, two_locked
from wgcop.initiatives.models import Initiative


class SeenVersions(NamedTuple):
    """The versions of both entries that the page showed."""

    staying: int
    merged: int


def merge(
    merged: Initiative,
    staying: Initiative,
    facts: RegistryFacts,
    owner: Delegation | None = None,
    *,
    seen: SeenVersions | None = None,
    by: Person,
) -> InitiativeMerge:
    """Merge an entry into the one that stays, which gets these facts and everything attached to the
    other one.
    """
    two_locked(merged.id, staying.id)
    refuse_what_cannot_be_merged(merged, staying)
    if seen and seen != (staying.version, merged.version):
        raise Outdated(_("One of the entries was changed while you were choosing."))
    told = who_is_told(merged, staying, besides=by)
    merging = InitiativeMerge(
        merged=merged, staying=staying, by=by, before=_before(merged, staying)
    )
    write(staying, facts.changes(staying))
    staying.delegation = owner
    staying.changed_at = clock.now()
    merged.merged_into = staying
    if merged.state == EntryState.PROPOSED:
        merged.decided_by, merged.decided_at = by, clock.now()
    merged.state = EntryState.MERGED
    keep_version(merged, "merged-into", by=by, note=_named(staying))
    keep_version(staying, "merged", by=by, note=_named(merged))
    merging.carried = carry_all(merged, staying, by=by)
    _note_both(merged, staying, "initiative.merged", by=by)
    write_merged(told, merged, staying)
    return _with_versions(merging)


def take_apart(merging: InitiativeMerge, *, by: Person) -> None:
    """Undo a merge. Raise Refused if either entry has changed since."""
    merged, staying = merging.merged, merging.staying
    two_locked(merged.id, staying.id)
    db.session.refresh(merging)
    if not merging.can_be_undone:
        raise Refused(
            _(
                "The entries have changed since they were merged, so the merge cannot simply be undone. The history of both shows what each of them said."
            )
        )
    before = merging.before
    facts = RegistryFacts.read(before["facts"], clauses_by_wid(before["facts"].get("clauses", ())))
    required = {field.name for field in facts.fields if field.is_required}
    changes = facts.changes(staying).items()
    # A choice that has to be made stays as it is if the one from before is gone.
    write(staying, {k: v for k, v in changes if v is not None or k not in required})
    staying.delegation_id = before["delegation_id"]
    staying.changed_at = clock.now()
    merged.merged_into = None
    merged.state = EntryState(before["state"])
    if merged.state == EntryState.PROPOSED:
        merged.decided_by = merged.decided_at = None
    put_all_back(merged, staying, merging.carried)
    merging.undone_by, merging.undone_at = by, clock.now()
    keep_version(merged, "parted", by=by, note=_named(staying))
    keep_version(staying, "parted", by=by, note=_named(merged))
    _note_both(merged, staying, "initiative.parted", by=by)


def refuse_what_cannot_be_merged(merged: Initiative, staying: Initiative) -> None:
    if merged is staying:
        raise Refused(_("An entry cannot be merged with itself."))
    if merged.state not in MERGEABLE:
        raise Refused(_("“%(name)s” is no longer in the registry.", name=merged.title))
    if not staying.is_accepted:
        raise Refused(
            _("“%(name)s” is not in the registry, so it cannot stay.", name=staying.title)
        )


def _before(merged: Initiative, staying: Initiative) -> dict[str, object]:
    return {
        "facts": RegistryFacts.of(staying).kept(),
        "delegation_id": staying.delegation_id,
        "state": str(merged.state.value),
    }


def _with_versions(merging: InitiativeMerge) -> InitiativeMerge:
    db.session.flush()
    merging.merged_version = merging.merged.version
    merging.staying_version = merging.staying.version
    db.session.add(merging)
    db.session.flush()
    return merging


def _note_both(merged: Initiative, staying: Initiative, kind: str, *, by: Person) -> None:
    """Record the event on both topics. They are locked in the order of their names, before the
    topic of the registry is, so that no two merges wait for each other.
    """
    for entry in sorted((merged, staying), key=lambda entry: entry.topic):
        db.session.refresh(topic_of(entry), with_for_update=True)
    for entry in (merged, staying):
        note(entry, kind, by=by)


def _named(entry: Initiative) -> str:
    return f"{entry.reference} {entry.title}".strip()
