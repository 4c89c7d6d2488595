"""The chair's actions: set the standing of a clause, resolve a thread, open it for a time, pin a note."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from wgcop.accounts.models import Capacity, Person
from wgcop.database import db
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.events.actions import record
from wgcop.resolutions.models import Clause
from wgcop.resolutions.queries import clauses_below
from wgcop.threads.actions.comments import thread_of, topic_of
from wgcop.threads.chairing.followers import anything_waits, tell_followers
from wgcop.threads.chairing.meetings import clause_meetings
from wgcop.threads.chairing.notes import StateOfPlay
from wgcop.threads.chairing.queries import (
    ChairSettings,
    chair_settings,
    latest_state,
    standing_without,
)
from wgcop.threads.chairing.standings import ClauseStanding, Standing
from wgcop.threads.chairing.states import ThreadState
from wgcop.threads.models import LONGEST, MEMBERS, Thread


def set_standing(
    clause: Clause,
    standing: Standing,
    *,
    words: str | None = None,
    suppresses: bool = False,
    seen: str | None = None,
    by: Person,
    capacity: Capacity,
) -> ClauseStanding | None:
    """Set the standing of a clause and return the new row, or None if standing and words are
    already the same and nothing has come since on which the agreement decides.

    `words` is the agreed wording, or empty if it is that of the edition. With None, what was agreed
    before stays agreed. If the standing `suppresses` the clause, it has no words, and the items below
    it go with it; they come back with the clause. Raise Outdated if another standing is in force than the
    one that the form showed, `seen`.
    """
    before = hold_standing(clause, suppresses=suppresses)
    if words is None:
        suppresses = before.suppresses and standing.agrees_to_words
        words = before.words if standing.agrees_to_words else ""
    is_same = (before.standing_value, before.words, before.suppresses) == (
        standing,
        words,
        suppresses,
    )
    if is_same and not _decides_again(before):
        return None
    if seen not in (None, before.seen):
        raise Outdated(
            _(
                "Somebody else has changed the status of this clause. Look at it above; send yours again to replace it."
            )
        )
    before.require_own()
    made = ClauseStanding(
        standing=standing,
        words=words,
        suppresses=suppresses,
        wording=clause.wording,
        **_set(clause, by=by, capacity=capacity),
    )
    _put(made, before, by=by, capacity=capacity)
    return made


def _decides_again(before: ChairSettings) -> bool:
    """Return whether the same agreement, given again, decides on something that came since."""
    standing = before.standing
    if standing is None or before.standing_value.is_still_open:
        return False
    return anything_waits(standing.clause, standing.first.at)


def give_back_standing(
    clause: Clause, earlier: ClauseStanding | None, *, by: Person, capacity: Capacity
) -> None:
    """Give a clause an earlier standing again, because what came after it was undone: as of the day
    on which it was given, and on the wording of then. Without an `earlier` one the clause is open.
    """
    before = hold_standing(clause, suppresses=earlier is not None and earlier.suppresses)
    before.require_own()
    made = _again(clause, earlier, by=by, capacity=capacity)
    _put(made, before, by=by, capacity=capacity)


def hold_standing(clause: Clause, *, suppresses: bool) -> ChairSettings:
    """Lock the topic of a clause and return what the chair has set there. If the clause is suppressed,
    or will be, the items below go with it: all topics are locked in the order of their names.
    """
    goes_with_items = suppresses or chair_settings(clause.topic).suppresses
    held = [clause, *clauses_below(clause)] if goes_with_items else [clause]
    for each in sorted(held, key=lambda each: each.topic):
        locked_thread(each)
    now = chair_settings(clause.topic)
    if now.suppresses and not goes_with_items:
        raise Outdated(_("Somebody else recorded other words while you were writing."))
    return now


def _put(made: ClauseStanding, before: ChairSettings, *, by: Person, capacity: Capacity) -> None:
    """Add a standing of a clause, and let the items below go or come back with it."""
    db.session.add(made)
    _tell_of_standing(made.clause, by=by)
    if made.suppresses:
        _suppress_below(made, by=by, capacity=capacity)
    elif before.suppresses:
        _bring_back_below(made.clause, by=by, capacity=capacity)


def _set(clause: Clause, *, by: Person, capacity: Capacity) -> dict[str, Any]:
    return {"clause": clause, "person": by, "capacity": capacity.title}


def _again(
    clause: Clause, earlier: ClauseStanding | None, *, by: Person, capacity: Capacity
) -> ClauseStanding:
    made = _set(clause, by=by, capacity=capacity)
    if earlier is None:
        return ClauseStanding(standing=Standing.OPEN, words="", wording=clause.wording, **made)
    return ClauseStanding(
        standing=earlier.standing,
        words=earlier.words,
        suppresses=earlier.suppresses,
        suppressed_with=earlier.suppressed_with,
        wording=earlier.wording,
        again=earlier.first,
        **made,
    )


def _tell_of_standing(clause: Clause, *, by: Person) -> None:
    record_entry(locked_thread(clause), "clause.standing", by=by)
    clause_meetings().tell_of_standing(clause, by=by)
    tell_followers(clause, by=by)


def _below(clause: Clause) -> list[Clause]:
    """Return the items below a clause in the order in which others tell of them too."""
    return sorted(clauses_below(clause), key=lambda each: each.topic)


def _suppress_below(made: ClauseStanding, *, by: Person, capacity: Capacity) -> None:
    """Suppress the items below a clause with it."""
    for item in _below(made.clause):
        db.session.add(
            ClauseStanding(
                standing=made.standing,
                words="",
                suppresses=True,
                suppressed_with=made,
                wording=item.wording,
                **_set(item, by=by, capacity=capacity),
            )
        )
        _tell_of_standing(item, by=by)


def _bring_back_below(clause: Clause, *, by: Person, capacity: Capacity) -> None:
    """Give the items that were suppressed with a clause the standing that they had before."""
    for item in _below(clause):
        earlier = standing_without(item, clause)
        db.session.add(_again(item, earlier, by=by, capacity=capacity))
        _tell_of_standing(item, by=by)


def resolve_thread(clause: Clause, *, by: Person, capacity: Capacity) -> None:
    """Mark the thread as resolved, or refuse if it is. Only those who took part are notified of
    this; later comments are welcome and do not reopen the thread.
    """
    thread = locked_thread(clause)
    before = latest_state(thread.name)
    if before is not None and before.resolved:
        raise Refused(_("This thread is already resolved."))
    new_state(thread, before, by=by, capacity=capacity).resolved = True
    record_entry(thread, "thread.resolved", by=by)


def reopen_thread(clause: Clause, *, by: Person, capacity: Capacity) -> None:
    thread = locked_thread(clause)
    before = latest_state(thread.name)
    if before is None or not before.resolved:
        raise Refused(_("This thread is not resolved."))
    new_state(thread, before, by=by, capacity=capacity).resolved = False
    record_entry(thread, "thread.reopened", by=by)


def set_window(
    clause: Clause,
    *,
    opens_at: datetime | None,
    closes_at: datetime | None,
    seen: str | None = None,
    by: Person,
    capacity: Capacity,
) -> None:
    """Open the thread to public comments between two moments; without both it is always open. Raise
    Outdated if the times on the form, `seen`, have changed since.
    """
    if opens_at and closes_at and closes_at <= opens_at:
        raise Invalid(_("A thread must close after it opens. Choose a later time for closing."))
    thread = locked_thread(clause)
    before = latest_state(thread.name)
    if before and (before.opens_at, before.closes_at) == (opens_at, closes_at):
        return
    if seen not in (None, chair_settings(thread.name).window):
        raise Outdated(
            _(
                "Somebody else has set other times. Look at them above; send yours again to replace them."
            )
        )
    state = new_state(thread, before, by=by, capacity=capacity)
    state.opens_at, state.closes_at = opens_at, closes_at
    record_entry(thread, "thread.window", by=by)


def pin_note(
    clause: Clause, body: str, *, seen: str | None = None, by: Person, capacity: Capacity
) -> None:
    """Pin a note on top of the thread, in place of the note that is there. The same text again
    changes nothing. Raise Outdated if another note than the one of the id `seen` is there.
    """
    body = body.replace("\r\n", "\n").strip()
    if not body:
        raise Invalid(_("Enter the note first, or remove the current one."))
    if len(body) > LONGEST:
        raise Invalid(_("A note can have at most %(max)d characters.", max=LONGEST))
    thread = locked_thread(clause)
    standing = chair_settings(thread.name).note
    if standing is not None and standing.body == body:
        return
    _require_seen(standing, seen)
    db.session.add(StateOfPlay(thread=thread, body=body, person=by, capacity=capacity.title))
    record_entry(thread, "note.pinned", by=by)


def remove_note(clause: Clause, *, seen: str | None = None, by: Person, capacity: Capacity) -> None:
    thread = locked_thread(clause)
    standing = chair_settings(thread.name).note
    if standing is None:
        raise Refused(_("No note is pinned here."))
    _require_seen(standing, seen)
    db.session.add(StateOfPlay(thread=thread, body="", person=by, capacity=capacity.title))
    record_entry(thread, "note.removed", by=by)


def _require_seen(standing: StateOfPlay | None, seen: str | None) -> None:
    if seen not in (None, str(standing.id) if standing else ""):
        raise Outdated(
            _("Somebody else has changed the note. Read it above; send yours again to replace it.")
        )


def locked_thread(clause: Clause) -> Thread:
    """Return the clause's thread with its topic locked, because each of the chair's changes depends
    on the one before.
    """
    thread = thread_of(clause)
    db.session.refresh(topic_of(thread, MEMBERS), with_for_update=True)
    db.session.expire(clause, ["wordings"])  # the next edition may have been adopted meanwhile
    return thread


def new_state(
    thread: Thread, before: ThreadState | None, *, by: Person, capacity: Capacity
) -> ThreadState:
    state = ThreadState(
        thread=thread,
        resolved=before is not None and before.resolved,
        opens_at=before.opens_at if before else None,
        closes_at=before.closes_at if before else None,
        person=by,
        capacity=capacity.title,
    )
    db.session.add(state)
    return state


def record_entry(thread: Thread, kind: str, *, by: Person) -> None:
    record(
        topic_of(thread, MEMBERS), kind, by=by, target_kind="chaired-thread", target_id=thread.id
    )
