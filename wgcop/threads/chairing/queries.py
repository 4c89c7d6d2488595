"""Queries for the chair's settings of clauses and threads, for pages and broadcasts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Executable, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from wgcop import clock
from wgcop.bodies.models import Meeting, Moment
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.resolutions.models import Clause, Wording
from wgcop.resolutions.reading import ReadClause
from wgcop.threads.chairing.meetings import AgreedAt, clause_meetings
from wgcop.threads.chairing.notes import StateOfPlay
from wgcop.threads.chairing.standings import ClauseStanding, Standing, standing_name
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
        """The standing of the clause in its current wording."""
        return self.standing.in_force if self.standing else Standing.OPEN

    @property
    def seen(self) -> str:
        """Which standing is in force, for a form that sends back what its writer saw."""
        return str(self.standing.id) if self.standing else ""

    @property
    def suppresses(self) -> bool:
        """Whether it is agreed that the clause is suppressed."""
        if self.standing is None or not self.standing_value.agrees_to_words:
            return False
        return self.standing.suppresses

    @property
    def words(self) -> str:
        """The agreed wording; empty if none is agreed or it is that of the edition."""
        if self.standing is None or not self.standing_value.agrees_to_words:
            return ""
        return self.standing.words

    @property
    def is_of_earlier_wording(self) -> bool:
        return self.standing is not None and self.standing.is_of_earlier_wording

    def require_own(self) -> None:
        """Refuse a decision on a clause that is suppressed with the clause above it."""
        above = self.standing.suppressed_with if self.standing and self.suppresses else None
        if above is not None:
            raise Refused(
                _(
                    "This clause is suppressed with %(citation)s. Decide on that clause first.",
                    citation=above.clause.wording.citation,
                )
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
            joinedload(ClauseStanding.again).joinedload(ClauseStanding.person),
            joinedload(ClauseStanding.wording),
            joinedload(ClauseStanding.clause).selectinload(Clause.wordings),
            joinedload(ClauseStanding.suppressed_with)
            .joinedload(ClauseStanding.clause)
            .selectinload(Clause.wordings),
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


@dataclass(frozen=True)
class StandingNow:
    """Where a clause stands, and since when. `words` are the agreed wording, empty if none is agreed or
    it is that of the edition. `suppresses` says that the clause is agreed to be suppressed.
    """

    standing: Standing
    at: datetime | None = None
    words: str = ""
    suppresses: bool = False

    @property
    def name(self) -> str:
        return standing_name(self.standing, self.suppresses)

    def words_now(self, in_edition: str) -> str:
        """Return the words that the clause has now; the edition has these."""
        return self.words if self.words or self.suppresses else in_edition

    @property
    def standing_value(self) -> Standing:
        """The standing, under the name that the template of its tag expects."""
        return self.standing


NEVER_SET = StandingNow(Standing.OPEN)


def standings_now(clause_ids: Collection[int]) -> dict[int, StandingNow]:
    """Return where each clause stands by its id, in one SQL statement. Clauses that never had a
    standing are left out.
    """
    rows = db.session.execute(_standings_of(), {"clauses": list(clause_ids)})
    return {clause_id: _now(*columns) for clause_id, *columns in rows}


def _now(
    standing: Standing, words: str, suppresses: bool, is_earlier: bool, at: datetime
) -> StandingNow:
    if not standing.agrees_to_words:
        return StandingNow(standing, at)
    if is_earlier:
        return StandingNow(Standing.OPEN, at)
    return StandingNow(standing, at, words, suppresses)


def standings_of(clause_ids: Collection[int]) -> dict[int, Standing]:
    """Return the bare standing of each clause by its id, in one SQL statement."""
    return {clause_id: now.standing for clause_id, now in standings_now(clause_ids).items()}


def agreed_words_of(clause_ids: Collection[int]) -> dict[int, str]:
    """Return the agreed wordings that differ from the edition's, by the id of the clause, in one
    SQL statement. A clause that is agreed to be suppressed has empty words.
    """
    return {
        clause_id: now.words
        for clause_id, now in standings_now(clause_ids).items()
        if now.words or now.suppresses
    }


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
    agreed, now, first = aliased(Wording), aliased(Wording), aliased(ClauseStanding)
    words = func.coalesce(func.nullif(ClauseStanding.words, ""), agreed.text)
    is_of_earlier_wording = and_(
        agreed.id != now.id, or_(ClauseStanding.suppresses, words != now.text)
    )
    return (
        select(
            ClauseStanding.clause_id,
            ClauseStanding.standing,
            ClauseStanding.words,
            ClauseStanding.suppresses,
            is_of_earlier_wording,
            func.coalesce(first.at, ClauseStanding.at),
        )
        .outerjoin(agreed, agreed.id == ClauseStanding.wording_id)
        .outerjoin(first, first.id == ClauseStanding.again_id)
        .join(now, now.id == latest_wording)
        .where(ClauseStanding.id.in_(latest))
    )


def standing_without(clause: Clause, above: Clause) -> ClauseStanding | None:
    """Return the last standing of a clause that it does not owe to the suppression of the clause
    `above`, nor of another clause that has come back since; None if it had no other.
    """
    with_it, its_last = aliased(ClauseStanding), aliased(ClauseStanding)
    is_last = select(func.max(ClauseStanding.id)).where(
        ClauseStanding.clause_id == with_it.clause_id
    )
    return db.session.scalar(
        select(ClauseStanding)
        .outerjoin(with_it, with_it.id == ClauseStanding.suppressed_with_id)
        .outerjoin(its_last, its_last.id == is_last.correlate(with_it).scalar_subquery())
        .where(
            ClauseStanding.clause_id == clause.id,
            or_(with_it.id.is_(None), and_(with_it.clause_id != above.id, its_last.suppresses)),
        )
        .order_by(ClauseStanding.id.desc())
        .limit(1)
        .options(joinedload(ClauseStanding.suppressed_with), joinedload(ClauseStanding.again))
    )


@dataclass(frozen=True)
class Standings:
    """The standings of an edition's clauses, with the number that are still open."""

    by_clause: dict[int, StandingNow]
    total: int

    def standing_of(self, clause: Clause | ReadClause) -> StandingNow:
        return self.by_clause.get(clause.id, NEVER_SET)

    @property
    def still_open(self) -> int:
        return self.total - sum(not one.standing.is_still_open for one in self.by_clause.values())


def standings(clauses: Sequence[ReadClause]) -> Standings:
    return Standings(standings_now([clause.id for clause in clauses]), len(clauses))


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


StandingMove = tuple[StandingNow, StandingNow]
"""A change of a clause's standing: before and after."""


def last_moves(names: Collection[str]) -> dict[str, StandingMove]:
    """Return the last change of each clause's standing, before and after, by the name of its
    thread. Clauses that never moved are left out.
    """
    wids = [name.removeprefix("clause:") for name in names]
    if not wids:
        return {}
    rows = db.session.execute(
        select(Clause.wid, ClauseStanding.standing, ClauseStanding.suppresses)
        .join(ClauseStanding.clause)
        .where(Clause.wid.in_(wids))
        .order_by(ClauseStanding.id)
    )
    moves: dict[str, StandingMove] = {}
    for wid, standing, suppresses in rows:
        _, before = moves.get(f"clause:{wid}", (None, NEVER_SET))
        moves[f"clause:{wid}"] = before, StandingNow(standing, suppresses=suppresses)
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
