"""Queries for the chair's settings of clauses and threads, for pages and broadcasts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Executable, and_, bindparam, func, select
from sqlalchemy.orm import aliased, joinedload

from wgcop import clock
from wgcop.bodies.models import Meeting, Moment
from wgcop.database import db
from wgcop.resolutions.models import Clause, Wording
from wgcop.resolutions.reading import ReadClause
from wgcop.threads.chairing.meetings import AgreedAt, clause_meetings
from wgcop.threads.chairing.notes import StateOfPlay
from wgcop.threads.chairing.standings import ClauseStanding, Standing
from wgcop.threads.chairing.states import ThreadState
from wgcop.threads.models import Thread


@dataclass(frozen=True)
class ChairSettings:
    """Everything the chair has set that applies to one thread now. `meeting` is the current
    meeting; times are shown in its time zone.
    """

    name: str
    standing: ClauseStanding | None = None
    state: ThreadState | None = None
    note: StateOfPlay | None = None
    meeting: Meeting | None = None
    agreed_at: AgreedAt | None = None
    statements: Sequence[object] = ()
    """The statements that delegations put on record about the clause."""

    @property
    def standing_value(self) -> Standing:
        """The standing of the clause in its current wording: open again if an agreed wording has
        changed since.
        """
        if self.standing is None or self.is_of_earlier_wording:
            return Standing.OPEN
        return self.standing.standing

    @property
    def words(self) -> str:
        """The agreed wording; empty if none is agreed or it is that of the edition."""
        if self.standing is None or not self.standing_value.agrees_to_words:
            return ""
        return self.standing.words

    @property
    def is_of_earlier_wording(self) -> bool:
        """Whether an earlier wording was agreed, and a new edition has changed it since."""
        standing = self.standing
        return (
            standing is not None
            and standing.standing.agrees_to_words
            and standing.wording is not None
            and standing.wording.id != standing.clause.wording.id
            and standing.agreed_words != standing.clause.wording.text
        )

    @property
    def is_resolved(self) -> bool:
        return self.state is not None and self.state.resolved

    @property
    def window(self) -> str:
        """The times between which the thread is open, empty if it always is. A form sends back what
        its writer saw.
        """
        if self.state is None or not self.state.has_window:
            return ""
        times = self.state.opens_at, self.state.closes_at
        return " ".join(at.isoformat() if at else "-" for at in times)

    @property
    def is_shut(self) -> bool:
        return self.state is not None and self.state.is_shut


def chair_settings(name: str) -> ChairSettings:
    """Read all settings of the chair for the thread of this name, in one SQL statement. Further
    statements are needed only if there are agreed words, statements on record, or a window, which
    is shown in the meeting's zone.
    """
    meetings = clause_meetings()
    wid = name.removeprefix("clause:")
    row = db.session.execute(_chair_settings(), {"wid": wid}).one_or_none()
    if row is None:
        return ChairSettings(name)
    standing, state, note, has_statements = row
    is_agreed = standing is not None and standing.standing.agrees_to_words
    return ChairSettings(
        name,
        standing,
        state,
        note if note and note.body else None,
        meeting=current_meeting() if state and state.has_window else None,
        agreed_at=meetings.agreed_at(standing) if is_agreed else None,
        statements=meetings.statements_about(wid) if has_statements else (),
    )


@cache
def _chair_settings() -> Executable:
    return (
        select(
            ClauseStanding, ThreadState, StateOfPlay, clause_meetings().has_statements(Clause.id)
        )
        .select_from(Clause)
        .outerjoin(Thread, Thread.clause_id == Clause.id)
        .outerjoin(ClauseStanding, ClauseStanding.id == _last(ClauseStanding, of=Clause))
        .outerjoin(ThreadState, ThreadState.id == _last(ThreadState, of=Thread))
        .outerjoin(StateOfPlay, StateOfPlay.id == _last(StateOfPlay, of=Thread))
        .where(Clause.wid == bindparam("wid"))
        .options(
            joinedload(ClauseStanding.person),
            joinedload(ClauseStanding.wording),
            joinedload(ClauseStanding.clause).selectinload(Clause.wordings),
            joinedload(ThreadState.person),
            joinedload(StateOfPlay.person),
        )
    )


def _last(rows: type[Any], *, of: type[Clause] | type[Thread]) -> ColumnElement[int | None]:
    """Return a subquery for the id of the last row that the chair wrote about a clause or a thread."""
    about = rows.clause_id if of is Clause else rows.thread_id
    return select(func.max(rows.id)).where(about == of.id).correlate(of).scalar_subquery()


def latest_state(name: str) -> ThreadState | None:
    return db.session.scalar(
        select(ThreadState)
        .join(ThreadState.thread)
        .where(Thread.name == name)
        .order_by(ThreadState.id.desc())
        .limit(1)
        .options(joinedload(ThreadState.person))
    )


def current_meeting() -> Meeting | None:
    """Return the meeting that is on today in its own time zone, or None. The database query is
    limited to a day around now.
    """
    today, day = clock.now().date(), timedelta(days=1)
    near = db.session.scalars(
        select(Meeting)
        .where(Meeting.starts_on <= today + day, Meeting.ends_on >= today - day)
        .order_by(Meeting.starts_on)
    )
    return next((meeting for meeting in near if meeting.moment == Moment.NOW), None)


def standings_of(clause_ids: Collection[int]) -> dict[int, Standing]:
    """Return the standing of each clause by its id, in one SQL statement. Clauses that never had
    one are left out.
    """
    return {clause_id: each.standing for clause_id, each in set_standings_of(clause_ids).items()}


class SetStanding(NamedTuple):
    """Where a clause stands, and when this was set. `words` is the agreed wording if it differs from
    the edition's.
    """

    standing: Standing
    at: datetime
    words: str


def set_standings_of(clause_ids: Collection[int]) -> dict[int, SetStanding]:
    """Return the same with the time at which each was set, and the words that were agreed."""
    found = {}
    rows = db.session.execute(_standings_of(), {"clauses": list(clause_ids)})
    for clause_id, standing, words, is_earlier, at in rows:
        agrees = standing.agrees_to_words and not is_earlier
        held = Standing.OPEN if standing.agrees_to_words and is_earlier else standing
        found[clause_id] = SetStanding(held, at, words if agrees else "")
    return found


def agreed_words_of(clause_ids: Collection[int]) -> dict[int, str]:
    """Return the agreed wordings that differ from the edition's, by the id of the clause, in one
    SQL statement.
    """
    found = set_standings_of(clause_ids)
    return {clause_id: each.words for clause_id, each in found.items() if each.words}


@cache
def _standings_of() -> Executable:
    latest = (
        select(func.max(ClauseStanding.id))
        .where(ClauseStanding.clause_id.in_(bindparam("clauses", expanding=True)))
        .group_by(ClauseStanding.clause_id)
    )
    latest_wording = (
        select(func.max(Wording.id))
        .where(Wording.clause_id == ClauseStanding.clause_id)
        .correlate(ClauseStanding)
        .scalar_subquery()
    )
    agreed, now = aliased(Wording), aliased(Wording)
    words = func.coalesce(func.nullif(ClauseStanding.words, ""), agreed.text)
    is_of_earlier_wording = and_(agreed.id != now.id, words != now.text)
    return (
        select(
            ClauseStanding.clause_id,
            ClauseStanding.standing,
            ClauseStanding.words,
            is_of_earlier_wording,
            ClauseStanding.at,
        )
        .outerjoin(agreed, agreed.id == ClauseStanding.wording_id)
        .join(now, now.id == latest_wording)
        .where(ClauseStanding.id.in_(latest))
    )


@dataclass(frozen=True)
class Standings:
    """The standings of an edition's clauses, with the number that are still open."""

    by_clause: dict[int, Standing]
    total: int

    def standing_of(self, clause: Clause | ReadClause) -> Standing:
        return self.by_clause.get(clause.id, Standing.OPEN)

    @property
    def still_open(self) -> int:
        return self.total - sum(not one.is_still_open for one in self.by_clause.values())


def standings(clauses: Sequence[ReadClause]) -> Standings:
    return Standings(standings_of([clause.id for clause in clauses]), len(clauses))


@dataclass(frozen=True)
class History:
    standings: Sequence[ClauseStanding]
    states: Sequence[ThreadState]
    notes: Sequence[StateOfPlay]


def history_of(clause: Clause) -> History:
    """Read the history of the chair's settings for a clause, latest first, in three SQL statements."""
    return History(
        db.session.scalars(
            select(ClauseStanding)
            .where(ClauseStanding.clause_id == clause.id)
            .order_by(ClauseStanding.id.desc())
            .options(joinedload(ClauseStanding.person))
        ).all(),
        db.session.scalars(
            select(ThreadState)
            .join(ThreadState.thread)
            .where(Thread.name == clause.topic)
            .order_by(ThreadState.id.desc())
            .options(joinedload(ThreadState.person))
        ).all(),
        db.session.scalars(
            select(StateOfPlay)
            .join(StateOfPlay.thread)
            .where(Thread.name == clause.topic)
            .order_by(StateOfPlay.id.desc())
            .options(joinedload(StateOfPlay.person))
        ).all(),
    )


def last_moves(names: Collection[str]) -> dict[str, tuple[Standing, Standing]]:
    """Return the last change of each clause's standing, before and after, by the name of its
    thread. Clauses that never moved are left out.
    """
    wids = [name.removeprefix("clause:") for name in names]
    if not wids:
        return {}
    rows = db.session.execute(
        select(Clause.wid, ClauseStanding.standing)
        .join(ClauseStanding.clause)
        .where(Clause.wid.in_(wids))
        .order_by(ClauseStanding.id)
    )
    moves: dict[str, tuple[Standing, Standing]] = {}
    for wid, standing in rows:
        _, before = moves.get(f"clause:{wid}", (None, Standing.OPEN))
        moves[f"clause:{wid}"] = before, standing
    return moves


def latest_notes(names: Collection[str]) -> dict[str, str]:
    """Return the state of play of each of these threads, by its name, in one SQL statement. Threads
    without one are left out.
    """
    latest = select(func.max(StateOfPlay.id)).group_by(StateOfPlay.thread_id)
    rows = db.session.execute(
        select(Thread.name, StateOfPlay.body)
        .join(StateOfPlay.thread)
        .where(StateOfPlay.id.in_(latest), Thread.name.in_(names), StateOfPlay.body != "")
    )
    return {name: body for name, body in rows}
