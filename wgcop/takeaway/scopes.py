"""What can be taken away (downloaded as a file), as one reader may read it now: a thread, a clause
with all that was said about it, the discussion of a whole resolution, its grid of positions, or its
rolling text in print.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from typing import ClassVar

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from wgcop.accounts.models import Capacity, Delegation, Person
from wgcop.contributions.models import Contribution
from wgcop.contributions.queries import documents_about
from wgcop.database import db
from wgcop.events.chapters import delegations_among, is_earlier
from wgcop.events.layers import is_of_regional_group, regional_groups_among
from wgcop.i18n import comma
from wgcop.paper.anchor import Passages
from wgcop.positions.models import AnyPosition, HeldPosition, Position, RegionalPosition
from wgcop.positions.narrowing import ALL, GridNarrowing
from wgcop.positions.policy import TAKE_POSITIONS
from wgcop.positions.queries import (
    are_among,
    are_groups_among,
    latest_of_groups,
    latest_positions,
)
from wgcop.positions.stances import Layer
from wgcop.proposals.position_rows import ProposalPosition
from wgcop.proposals.positions import positions_on_proposals, readable_on
from wgcop.resolutions.language_texts import clauses_in_languages
from wgcop.resolutions.queries import clause_by_wid, edition_called, text_of
from wgcop.resolutions.reading import ReadClause
from wgcop.resolutions.typeset import plain
from wgcop.takeaway.rolling import ROLLING, RollingScope, rolling_scope
from wgcop.takeaway.writing import FileForm
from wgcop.threads import policy
from wgcop.threads.clauses import passages_in, passages_of_clause
from wgcop.threads.models import MEMBERS, Comment, Thread
from wgcop.threads.subjects import private_layers, subject_named

CLAUSE, RESOLUTION, GRID = "clause", "resolution", "positions"
LONG = 200
"""The number of comments above which a file is made in the background."""


@dataclass(frozen=True)
class ThreadInScope:
    """A thread that is taken away, with the passages that its comments can quote. A thread on a
    clause has the words of the clause.
    """

    name: str
    title: str
    address: str
    passages: Callable[[], Passages]
    words: str = ""
    clause_id: int | None = None

    @classmethod
    def of_clause(
        cls, clause_id: int, wid: str, title: str, text: str, passages: Callable[[], Passages]
    ) -> "ThreadInScope":
        return cls(f"clause:{wid}", title, f"/clauses/{wid}", passages, plain(text), clause_id)


@dataclass(frozen=True)
class TakeawayScope:
    """What somebody takes away. `of` names it in addresses and rows.

    Everybody who opens its page may read the audiences in `shared`. `private` maps the audiences
    that only some of them may read to the names of their readers. A closed discussion has no such
    layers: `closed` says who reads it.
    """

    of: str
    title: str
    address: str
    threads: Sequence[ThreadInScope]
    shared: frozenset[str]
    private: Mapping[str, str]
    closed: str = ""
    is_grid: bool = False
    """Whether only positions are taken away."""
    is_rolling_text: ClassVar[bool] = False
    narrowing: GridNarrowing = ALL
    """Which delegations are in the grid."""
    forms: Sequence[FileForm] = tuple(FileForm)

    @property
    def names_of_private(self) -> str:
        return comma().join(dict.fromkeys(self.private.values()))

    @property
    def clause_ids(self) -> list[int]:
        return [thread.clause_id for thread in self.threads if thread.clause_id]

    def audiences(self, *, with_private: bool) -> frozenset[str]:
        return self.shared | frozenset(self.private if with_private else ())

    def comments(self, *, with_private: bool) -> Select[int]:
        """Select the ids of the comments that this reader may take away."""
        return (
            select(Comment.id)
            .join(Comment.thread)
            .where(
                Thread.name.in_([] if self.is_grid else [each.name for each in self.threads]),
                Comment.audience.in_(self.audiences(with_private=with_private)),
            )
        )

    def count(self, *, with_private: bool = True) -> int:
        rows = self.comments(with_private=with_private).subquery()
        return db.session.scalar(select(func.count()).select_from(rows)) or 0

    def is_long(self, *, with_private: bool = True) -> bool:
        """Return whether a file of it is made in the background."""
        comments = self.count(with_private=with_private)
        positions = len(self.positions(with_private=with_private))
        on_proposals = len(self.positions_on_proposals(with_private=with_private))
        return comments + positions + on_proposals > LONG

    def readable_now(self, *, with_private: bool) -> frozenset[str]:
        """Return the keys of all comments, papers and positions whose words this reader may take
        away.
        """
        rows = self.comments(with_private=with_private).where(Comment.retracted_at.is_(None))
        names = db.session.scalars(rows.with_only_columns(Comment.name))
        papers = chain.from_iterable(self.papers(with_private=with_private).values())
        # A position that was changed or withdrawn stays in the history, for the same readers.
        positions = db.session.scalars(select(Position.id).where(*self._positions(with_private)))
        of_groups = db.session.scalars(
            select(RegionalPosition.id).where(*self._positions_of_groups(with_private))
        )
        on_proposals = db.session.scalars(
            select(ProposalPosition.id).where(*self._on_proposals(with_private))
        )
        return frozenset(
            chain(
                (f"comment:{name}" for name in names),
                (f"paper:{each.id}" for each in papers),
                (position_key(Position, each) for each in positions),
                (position_key(RegionalPosition, each) for each in of_groups),
                (position_key(ProposalPosition, each) for each in on_proposals),
            )
        )

    def positions(self, *, with_private: bool) -> list[AnyPosition]:
        """Return the current positions that this reader may take away, for each clause those of
        regional groups and then those of delegations: what is released and, with private parts,
        what the reader's delegations and groups keep to themselves.
        """
        if not self.clause_ids:
            return []
        rows = db.session.scalars(
            latest_positions(*self._positions(with_private)).options(
                contains_eager(Position.delegation), joinedload(Position.person)
            )
        )
        of_groups = db.session.scalars(
            latest_of_groups(*self._positions_of_groups(with_private)).options(
                joinedload(RegionalPosition.person)
            )
        )
        return [
            *sorted(filter(_is_taken, of_groups), key=_in_order_of_groups),
            *sorted(filter(_is_taken, rows), key=_in_protocol),
        ]

    def positions_on_proposals(self, *, with_private: bool) -> list[ProposalPosition]:
        """Return the current positions on proposals on the clauses that this reader may take away. The
        grid has none.
        """
        if not self.clause_ids or self.is_grid:
            return []
        return positions_on_proposals(*self._on_proposals(with_private))

    def _on_proposals(self, with_private: bool) -> list[ColumnElement[bool]]:
        own = self._own(with_private)
        return readable_on(self.clause_ids, delegations_among(own), regional_groups_among(own))

    def _positions(self, with_private: bool) -> list[ColumnElement[bool]]:
        own = delegations_among(self._own(with_private))
        readable = or_(Position.layer == Layer.RELEASED, Position.delegation_id.in_(own))
        wanted = select(Delegation.id).where(*are_among(self.narrowing))
        among = [Position.delegation_id.in_(wanted)] if self.narrowing else []
        return [Position.clause_id.in_(self.clause_ids), readable, *among]

    def _positions_of_groups(self, with_private: bool) -> list[ColumnElement[bool]]:
        own = regional_groups_among(self._own(with_private))
        readable = or_(
            RegionalPosition.layer == Layer.RELEASED, RegionalPosition.group_key.in_(own)
        )
        among = are_groups_among(self.narrowing)
        return [RegionalPosition.clause_id.in_(self.clause_ids), readable, *among]

    def _own(self, with_private: bool) -> frozenset[str]:
        return self.audiences(with_private=with_private) - self.shared

    def papers(self, *, with_private: bool) -> dict[int, list[Contribution]]:
        """Return the documents that name or quote the clauses of this scope, by their ids."""
        ids = [] if self.is_grid else self.clause_ids
        return documents_about(ids, self.audiences(with_private=with_private))

    def readers(self, *, with_private: bool) -> str:
        """Say who may read a file, and whether private parts are in it."""
        if self.closed:
            return self.closed
        if with_private and any(is_earlier(each) for each in self.private):
            return _(
                "It includes what stays within %(names)s, with earlier discussions that not all its members read. Only those who may read all of it may read this.",
                names=self.names_of_private,
            )
        if with_private and any(map(is_of_regional_group, self.private)):
            return _(
                "It includes what stays within %(names)s. Only those who may read all of it may read this.",
                names=self.names_of_private,
            )
        if with_private and self.private:
            return _(
                "It includes what stays within %(delegation)s. Only those who speak for it may read this.",
                delegation=self.names_of_private,
            )
        return _("All who may sign in may read this. It leaves out what stays within a delegation.")


AnyScope = TakeawayScope | RollingScope


def scope_of(of: str, reader: Person, capacity: Capacity | None) -> AnyScope | None:
    """Return the scope of the name `of`: `resolution:<slug>`, `positions:<slug>`, which may end in
    `?region=…&category=…` as the address of the grid does, `rolling:<slug>`, which may end in
    `?source=…`, or the name of a thread. Return None if there is no such thing or this reader may not
    read it.
    """
    kind, _colon, key = of.partition(":")
    if kind == ROLLING:
        return rolling_scope(key, reader)
    if kind in (CLAUSE, RESOLUTION, GRID):
        if not policy.can_read_threads(reader.audiences):
            return None
        return _clause(of, key, reader) if kind == CLAUSE else _edition(of, key, reader)
    subject = subject_named(of, reader, capacity)
    if subject is None or not subject.reads:
        return None
    thread = ThreadInScope(subject.name, subject.shown_title, subject.address, subject.passages)
    if subject.is_closed:
        closed = subject.readers or _("Only those who take part in this discussion.")
        shared = frozenset(subject.reads)
        return TakeawayScope(of, thread.title, thread.address, [thread], shared, {}, closed)
    return _open(of, thread.title, thread.address, [thread], reader)


def _clause(of: str, wid: str, reader: Person) -> TakeawayScope | None:
    clause = clause_by_wid(wid)
    if clause is None:
        return None
    wording = clause.wording
    thread = ThreadInScope.of_clause(
        clause.id,
        clause.wid,
        wording.citation,
        wording.text,
        partial(passages_of_clause, clause),
    )
    return _open(of, thread.title, thread.address, [thread], reader)


def _edition(of: str, slug: str, reader: Person) -> TakeawayScope | None:
    slug, _sign, asked = slug.partition("?")
    edition = edition_called(slug)
    if edition is None:
        return None
    language, clauses = edition.language, text_of(edition.id).clauses

    @cache
    def in_languages() -> Mapping[str, Mapping[str, str]]:
        return clauses_in_languages([each.wid for each in clauses])

    def passages(clause: ReadClause) -> Passages:
        return passages_in(clause.text, lambda: language, lambda: in_languages()[clause.wid])

    threads = [
        ThreadInScope.of_clause(
            each.id, each.wid, each.citation, each.text, partial(passages, each)
        )
        for each in clauses
    ]
    if of.startswith(GRID):
        chosen = GridNarrowing.in_address(asked)
        name, address = f"{GRID}:{slug}{chosen.query}", f"{edition.url}/positions{chosen.query}"
        grid = _open(name, edition.name, address, threads, reader)
        return replace(grid, is_grid=True, narrowing=chosen)
    return _open(f"{RESOLUTION}:{slug}", edition.name, f"{edition.url}/discussion", threads, reader)


def _open(
    of: str, title: str, address: str, threads: Sequence[ThreadInScope], reader: Person
) -> TakeawayScope:
    shared = frozenset({MEMBERS})
    return TakeawayScope(of, title, address, threads, shared, private_layers(reader))


_KEYS: Mapping[type[HeldPosition], str] = {
    Position: "position",
    RegionalPosition: "regional-position",
    ProposalPosition: "proposal-position",
}


def position_key(rows: type[HeldPosition], row_id: int) -> str:
    """Return the key under which a file remembers that it holds this position."""
    return f"{_KEYS[rows]}:{row_id}"


def _is_taken(position: AnyPosition) -> bool:
    return position.stance is not None


def _in_order_of_groups(position: RegionalPosition) -> tuple[str, int]:
    return position.group_key, list(Layer).index(position.layer)


def _in_protocol(position: Position) -> tuple[int, tuple[bytes, str], int]:
    """Return a sort key: Member States first, then by name; released positions before unreleased
    ones.
    """
    delegation = position.delegation
    place = TAKE_POSITIONS.index(delegation.category)
    return place, delegation.place, list(Layer).index(position.layer)
