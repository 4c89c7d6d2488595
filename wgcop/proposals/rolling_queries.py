"""Reads the rolling text of an edition: its clauses, what is agreed so far, and all proposals that
stand, in four SQL statements.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop.database import db
from wgcop.paper.tree import plain
from wgcop.positions.queries import words_of_clauses
from wgcop.proposals.models import Proposal
from wgcop.proposals.queries import IN_ORDER
from wgcop.proposals.rolling import NewClause, RollingClause
from wgcop.resolutions.models import Edition
from wgcop.resolutions.quoted import of_clause
from wgcop.resolutions.reading import ReadClause, ReadSection, text_of


@dataclass(frozen=True)
class PlacedClause:
    """A clause of the edition with its rolling text. `earlier` are proposals on an earlier wording:
    they are not part of the text until their sources confirm them.
    """

    clause: ReadClause
    text: RollingClause
    proposals: Sequence[Proposal] = ()
    earlier: Sequence[Proposal] = ()

    @property
    def is_open(self) -> bool:
        return bool(self.text.open_places or self.earlier)


@dataclass(frozen=True)
class RollingSection:
    section: ReadSection
    clauses: Sequence[PlacedClause]

    @property
    def open_places(self) -> int:
        return sum(each.text.open_places for each in self.clauses)


@dataclass(frozen=True)
class RollingText:
    sections: Sequence[RollingSection] = ()

    @property
    def open_places(self) -> int:
        return sum(each.open_places for each in self.sections)

    @property
    def proposals(self) -> list[Proposal]:
        placed = (each for section in self.sections for each in section.clauses)
        return [proposal for each in placed for proposal in (*each.proposals, *each.earlier)]

    @property
    def facts(self) -> object:
        """What the page shows, for whoever asks whether it has changed."""
        return [
            (each.text.now, [(one.id, one.version) for one in (*each.proposals, *each.earlier)])
            for section in self.sections
            for each in section.clauses
        ]


def rolling_text(edition: Edition) -> RollingText:
    read = text_of(edition.id)
    ids = [clause.id for clause in read.clauses]
    # Also from an earlier edition it leads to the words of today, on which proposals are written.
    now, proposals = words_of_clauses(ids) if ids else {}, _standing_on(ids)
    return RollingText(
        [
            RollingSection(
                section,
                [
                    _placed(clause, now.get(clause.id, clause.text), proposals[clause.id])
                    for clause in section.clauses
                ],
            )
            for section in read.sections
        ]
    )


def _standing_on(clause_ids: Collection[int]) -> dict[int, list[Proposal]]:
    """Return the proposals that stand for all members, by the id of the clause, in the order of
    their release.
    """
    found: dict[int, list[Proposal]] = defaultdict(list)
    rows = db.session.scalars(
        select(Proposal)
        .where(
            Proposal.clause_id.in_(clause_ids),
            Proposal.released_at.is_not(None),
            Proposal.withdrawn_at.is_(None),
        )
        .order_by(*IN_ORDER)
        .options(joinedload(Proposal.delegation))
    )
    for proposal in rows:
        found[proposal.clause_id].append(proposal)
    return found


def _placed(clause: ReadClause, now: str, proposals: Sequence[Proposal]) -> PlacedClause:
    earlier = [each for each in proposals if each.is_on_earlier_wording(now)]
    current = [each for each in proposals if each not in earlier]
    return PlacedClause(
        clause,
        RollingClause(
            base=_plain(clause.text),
            now=_plain(now),
            wordings={each.id: _plain(each.words) for each in current if not each.symbol.adds},
            sources={each.id: each.delegation.name for each in current},
            added=[
                NewClause(each.id, each.delegation.name, _plain(each.words))
                for each in current
                if each.symbol.adds
            ],
        ),
        current,
        earlier,
    )


def _plain(words: str) -> str:
    """Return the words without the asterisks around emphasized ones: a place in which two wordings
    differ may begin within the emphasis.
    """
    return plain({"type": "doc", "content": of_clause(words)}) if words else ""
