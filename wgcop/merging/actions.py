"""Opening a chair's text, merging words into it, taking steps back, and ending it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from wgcop import clock
from wgcop.accounts.models import Capacity, Person
from wgcop.agenda.actions.announcements import tell_rooms_of
from wgcop.chairing.actions import locked_thread
from wgcop.database import db
from wgcop.errors import Invalid, Outdated, Refused
from wgcop.events.actions import open_topic, record
from wgcop.events.models import Topic
from wgcop.i18n import comma
from wgcop.merging.broadcasts import after_commit_show
from wgcop.merging.models import (
    LONGEST_TEXT,
    ChairsText,
    Closing,
    MergeStepKind,
    MergingStep,
    traces_since,
    versions_in,
)
from wgcop.merging.pieces import (
    Pieces,
    PlaceChange,
    SamePlace,
    Splice,
    Trace,
    base_of,
    begun,
    given_back,
    moved,
    read,
    restored,
    taken,
    typed,
    within,
)
from wgcop.merging.places import MergeChoice, splices_between
from wgcop.merging.queries import last_text, open_texts
from wgcop.merging.shown import shown_pieces
from wgcop.positions.models import mark_of
from wgcop.positions.queries import words_of
from wgcop.proposals.models import Proposal
from wgcop.proposals.on_the_table import follows_proposals
from wgcop.resolutions.models import Clause
from wgcop.threads.actions.comments import topic_of as thread_topic
from wgcop.threads.chairing.followers import follows_standings
from wgcop.threads.chairing.queries import chair_settings
from wgcop.threads.models import MEMBERS

ONE_STEP = timedelta(seconds=4)
"""Whoever types again after such a pause begins another step."""
LONGEST_STEP = timedelta(seconds=60)


def open_chairs_text(clause: Clause, *, by: Person, capacity: Capacity | str) -> ChairsText:
    """Open the chair's text with the words that the clause has now, or return the one that is open.
    The last one is taken up again if it began with these words and was not agreed.
    """
    locked_thread(clause)
    if text := hold_open_text(clause):
        return text
    now, pieces = clock.now(), begun(words_of(clause))
    text = last_text(clause)
    if text:
        # Its words may be taken out at this moment.
        db.session.refresh(text, with_for_update=True)
    if text and text.can_be_taken_up(base_of(pieces)):
        text.closed_at = text.closing = None
        text.open_on = clause.id
        _step(text, MergeStepKind.REOPENED, text.pieces, by=by, capacity=capacity)
    else:
        text = ChairsText(
            clause=clause,
            open_on=clause.id,
            version=0,
            opened_at=now,
            opened_by=by,
            capacity=_title_of(capacity),
        )
        text.pieces = pieces
        db.session.add(text)
        _step(text, MergeStepKind.OPENED, pieces, by=by, capacity=capacity)
    _tell_of_clause(text, "merging.opened", by=by)
    return text


def hold_with_proposals(text: ChairsText) -> None:
    """Lock the text and the proposals on its clause before they are read: words that are redacted
    at this moment are taken from none.
    """
    _lock(text)
    db.session.scalars(
        select(Proposal.id)
        .where(Proposal.clause_id == text.clause_id, Proposal.released_at.is_not(None))
        .order_by(Proposal.id)
        .with_for_update(read=True)
    ).all()


def type_words(
    text: ChairsText, splices: Sequence[Splice], *, seen: int, by: Person, capacity: Capacity
) -> None:
    """Put typed words into the text. `seen` is the version on which they were typed: if the text has
    changed elsewhere since, they move with their place. Raise `SamePlace` if somebody else changed
    that place.

    What the same person types without a pause is one step.
    """
    _lock(text)
    if not splices:
        return
    pieces, since = text.pieces, _since(text, seen)
    # Each splice is where it says once those before it are made, which stand behind it.
    placed = [moved(splice, since) for splice in splices]
    traces: list[Trace] = []
    for splice in placed:
        stop = min(splice.stop, len(read(pieces)))
        splice = splice._replace(start=min(splice.start, stop), stop=stop).narrowed(read(pieces))
        pieces = typed(pieces, splice)
        traces.append(splice.trace)
    if len(read(pieces)) > LONGEST_TEXT:
        raise Invalid(_("The text can have at most %(max)d characters.", max=LONGEST_TEXT))
    step = _running_step(text, by)
    if step is None:
        _step(text, MergeStepKind.TYPED, pieces, by=by, capacity=capacity, traces=traces)
        _tell(text, "merging.typed", by=by)
    else:
        _change(text, step, pieces, traces)


def put_words(text: ChairsText, splice: Splice, *, by: Person, capacity: str) -> None:
    """Put what stands in place of a lifted bracket into the text as it reads now: whole words, not
    only the letters that differ. This is a step of its own, however soon it follows what the person
    typed.
    """
    _lock(text)
    pieces = typed(text.pieces, splice)
    if len(read(pieces)) > LONGEST_TEXT:
        raise Invalid(_("The text can have at most %(max)d characters.", max=LONGEST_TEXT))
    _act(text, MergeStepKind.SETTLED, pieces, by=by, capacity=capacity)


def take_choices(
    text: ChairsText,
    choices: Sequence[MergeChoice],
    *,
    proposal: int | None = None,
    seen: int,
    place_seen: str = "",
    by: Person,
    capacity: Capacity | str,
) -> None:
    """Take what proposals want in some places. With a `proposal` all of it is taken, and its other
    words with it. The person has `seen` a version of the text, or the place as `place_seen` marks it.
    """
    _lock(text)
    _require_seen(text, choices, seen, place_seen)
    pieces = text.pieces
    for choice in choices:
        pieces = taken(pieces, choice.changes, choice.origin)
    ids = [proposal] if proposal else [each for choice in choices for each in choice.proposals]
    _act(text, MergeStepKind.TAKEN, pieces, by=by, capacity=capacity, proposals=ids)


def give_choices_back(
    text: ChairsText,
    choices: Sequence[MergeChoice],
    *,
    proposal: int | None = None,
    seen: int,
    place_seen: str = "",
    by: Person,
    capacity: Capacity,
) -> None:
    """Let the words of the clause stand again where these were taken."""
    _lock(text)
    _require_seen(text, choices, seen, place_seen)
    pieces = text.pieces
    for choice in choices:
        pieces = given_back(pieces, choice.changes, choice.proposals)
    ids = [proposal] if proposal else [each for choice in choices for each in choice.proposals]
    _act(text, MergeStepKind.GIVEN_BACK, pieces, by=by, capacity=capacity, proposals=ids)


def restore_words(
    text: ChairsText,
    start: int,
    stop: int,
    *,
    seen: int,
    place_seen: str = "",
    by: Person,
    capacity: Capacity,
) -> None:
    """Let the words of the clause in this place stand again, whoever put them out."""
    _lock(text)
    _require_seen(text, [MergeChoice((), "", (PlaceChange(start, stop, ""),))], seen, place_seen)
    pieces = restored(text.pieces, start, stop)
    _act(text, MergeStepKind.RESTORED, pieces, by=by, capacity=capacity)


def undo_to(text: ChairsText, number: int, *, seen: int, by: Person, capacity: Capacity) -> None:
    """Take the text back to what it was after a step. The steps since then stay in the history."""
    _lock(text)
    step = db.session.scalar(_steps(text).where(MergingStep.number == number))
    if step is None:
        raise Invalid(_("There is no such step."))
    if text.version != seen:
        raise Outdated(what_changed(text, seen))
    _act(text, MergeStepKind.UNDONE, step.pieces, by=by, capacity=capacity, back_to=number)


def put_away(text: ChairsText, *, seen: int, by: Person, capacity: Capacity) -> None:
    """End the text without an agreement. It stays with all its steps, and can be taken up again."""
    # The clause's topic is locked before the text, as by whoever agrees words.
    locked_thread(text.clause)
    _lock(text)
    if text.version != seen:
        raise Outdated(what_changed(text, seen))
    _close(text, Closing.PUT_AWAY, by=by, capacity=capacity.title)


def what_changed(text: ChairsText, seen: int) -> str:
    """Return a sentence on who has changed the text since it had a version."""
    since = steps_since(text, seen)
    names = comma().join(dict.fromkeys(step.person.name for step in since))
    if not names:
        return _("The text has changed while you were reading it. Look at it and try again.")
    return _(
        "%(names)s changed the text while you were reading it. It now reads: “%(words)s”",
        names=names,
        words=text.words,
    )


def place_mark(pieces: Pieces, choices: Iterable[MergeChoice]) -> str:
    """Return a mark of the places that these choices change, by which a form says how they looked."""
    places = ((change.start, change.stop) for choice in choices for change in choice.changes)
    return mark_of(repr([within(pieces, *place) for place in places]))


def _require_seen(
    text: ChairsText, choices: Iterable[MergeChoice], seen: int, place_seen: str
) -> None:
    """Refuse a step on a place that somebody has changed since the page showed it. Changes elsewhere
    do not matter.
    """
    if text.version != seen and place_mark(text.pieces, choices) != place_seen:
        raise Outdated(what_changed(text, seen))


def _since(text: ChairsText, seen: int) -> list[Trace]:
    """Return where the text was changed since it had a version. Raise `SamePlace` if that is not
    known: a redaction leaves no trace.
    """
    if seen > text.version:
        raise Outdated(what_changed(text, seen))
    if seen == text.version:
        return []
    steps = steps_since(text, seen)
    if not versions_in(steps).issuperset(range(seen + 1, text.version + 1)):
        raise SamePlace
    return traces_since(steps, seen)


def steps_since(text: ChairsText, seen: int) -> Sequence[MergingStep]:
    """Return the steps that have changed the text since it had a version."""
    return db.session.scalars(_steps(text).where(MergingStep.version > seen)).all()


def _steps(text: ChairsText) -> Select[MergingStep]:
    return (
        select(MergingStep)
        .where(MergingStep.text_id == text.id)
        .order_by(MergingStep.number)
        .options(joinedload(MergingStep.person))
    )


def hold_open_text(clause: Clause) -> ChairsText | None:
    """Return the text that is open on the clause as it is now, and lock it. The clause's topic must
    be locked: what was read before that may be over.
    """
    return db.session.scalar(
        select(ChairsText)
        .where(ChairsText.open_on == clause.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _lock(text: ChairsText) -> None:
    """Lock the text, so that each change is made on the one before."""
    db.session.refresh(text, with_for_update=True)
    if not text.is_open:
        raise Refused(_("This chair's text has ended. Open it again to go on."))


def _running_step(text: ChairsText, by: Person) -> MergingStep | None:
    """Return the last step if the person is still typing it."""
    last, now = _last_step(text), clock.now()
    is_running = (
        last is not None
        and last.kind == MergeStepKind.TYPED
        and last.person_id == by.id
        and now - last.at <= ONE_STEP
        and now - last.began_at <= LONGEST_STEP
    )
    return last if is_running else None


def _last_step(text: ChairsText) -> MergingStep | None:
    newest_first = _steps(text).order_by(None).order_by(MergingStep.number.desc())
    return db.session.scalar(newest_first.limit(1))


def _act(
    text: ChairsText,
    kind: MergeStepKind,
    pieces: Pieces,
    *,
    by: Person,
    capacity: Capacity | str,
    proposals: Iterable[int] = (),
    back_to: int | None = None,
) -> None:
    """Make a step if it changes anything: the same form sent twice is one step."""
    if pieces == text.pieces:
        return
    traces = [splice.trace for splice in splices_between(text.words, read(pieces))]
    _step(
        text,
        kind,
        pieces,
        by=by,
        capacity=capacity,
        traces=traces,
        proposals=proposals,
        back_to=back_to,
    )
    _tell(text, f"merging.{kind.value}", by=by)


def _step(
    text: ChairsText,
    kind: MergeStepKind,
    pieces: Pieces,
    *,
    by: Person,
    capacity: Capacity | str,
    traces: Sequence[Trace] = (),
    proposals: Iterable[int] = (),
    back_to: int | None = None,
) -> None:
    now = clock.now()
    last = _last_step(text) if text.version else None
    step = MergingStep(
        number=last.number + 1 if last else 1,
        kind=kind,
        version=text.version,
        changes=[],
        proposals=sorted(set(proposals)),
        back_to=back_to,
        person=by,
        capacity=_title_of(capacity),
        began_at=now,
        at=now,
    )
    step.pieces = pieces
    step.text = text
    db.session.add(step)
    _change(text, step, pieces, traces)


def _title_of(capacity: Capacity | str) -> str:
    return capacity if isinstance(capacity, str) else capacity.title


def _change(text: ChairsText, step: MergingStep, pieces: Pieces, traces: Sequence[Trace]) -> None:
    before = text.version
    shown = shown_pieces(text.pieces) if before else ()
    text.version += 1
    step.note_changes(traces, text.version)
    step.pieces = text.pieces = pieces
    step.at = clock.now()
    if before:
        after_commit_show(text, before, shown, shown_pieces(pieces))


def _close(text: ChairsText, closing: Closing, *, by: Person, capacity: str) -> None:
    text.closed_at, text.closing, text.open_on = clock.now(), closing, None
    _step(text, MergeStepKind.CLOSED, text.pieces, by=by, capacity=capacity)
    _tell_of_clause(text, "merging.closed", by=by)


@follows_standings
def _end_with_agreement(clause: Clause, by: Person) -> None:
    """End the chair's text when words of the clause are agreed: these or others."""
    text = hold_open_text(clause)
    standing = chair_settings(clause.topic)
    if text is None or not standing.standing_value.agrees_to_words or standing.standing is None:
        return
    agreed = standing.standing.agreed_words
    closing = Closing.AGREED if agreed == text.words.strip() else Closing.OTHER_WORDS
    _close(text, closing, by=by, capacity=standing.standing.capacity)


@follows_proposals
def _show_beside(clause: Clause, by: Person) -> None:
    """Show the proposals on the clause beside its open text as they are now."""
    if text := open_texts([clause.id]).get(clause.id):
        _tell(text, "merging.proposals", by=by)


# Telling open pages


def _topic(text: ChairsText) -> Topic:
    return open_topic(text.topic, title=text.title, address=text.url, audience=MEMBERS)


def _tell(text: ChairsText, kind: str, *, by: Person) -> None:
    """Tell the pages that show the text of a step."""
    db.session.flush()
    record(_topic(text), kind, by=by, target_kind="chairs-text", target_id=text.id)


def _tell_of_clause(text: ChairsText, kind: str, *, by: Person) -> None:
    """Tell all pages of the clause, and the rooms where it may be on the floor, that a text is there
    or is not any more.
    """
    _tell(text, kind, by=by)
    topic = thread_topic(locked_thread(text.clause), MEMBERS)
    record(topic, kind, by=by, target_kind="chairs-text", target_id=text.id)
    tell_rooms_of(text.clause, kind, by=by)


def tell_of_redaction(text: ChairsText, *, by: Person) -> None:
    """Tell the pages that show the text, which differs from what they were sent."""
    text.version += 1
    _tell(text, "merging.redacted", by=by)
