"""Reads what the next edition of a text is made from, and what stands in its way."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from wgcop.brackets.models import Bracket
from wgcop.brackets.queries import open_brackets_on
from wgcop.database import db
from wgcop.editions.composing import HandChoice, NextText, compose
from wgcop.editions.models import EditionAdoption
from wgcop.merging.models import ChairsText
from wgcop.merging.queries import open_texts
from wgcop.positions.queries import words_of_clauses
from wgcop.proposals.adopted import adopted_among
from wgcop.proposals.decisions import agreed_in, decisions_at
from wgcop.proposals.models import Proposal
from wgcop.proposals.queries import standing_on
from wgcop.proposals.symbols import Amendment
from wgcop.resolutions import beside
from wgcop.resolutions.models import Clause, ClauseDescent, Edition, Section, Wording
from wgcop.resolutions.queries import clauses_of_work, text_of
from wgcop.resolutions.reading import ReadClause, ReadText
from wgcop.threads.chairing.standings import Standing, standing_name
from wgcop.web.joining import mark

beside.stands_beside(
    "descents",
    lambda clause_id: (
        select(ClauseDescent.id)
        .where(or_(ClauseDescent.clause_id == clause_id, ClauseDescent.ancestor_id == clause_id))
        .exists()
    ),
)


@dataclass(frozen=True)
class CleanText:
    """The last edition of a text with the words agreed for its clauses, and with everything on them
    that is still open.
    """

    edition: Edition
    text: ReadText
    agreed: dict[int, str]
    brackets: Sequence[tuple[ReadClause, Bracket]]
    chairs_texts: Sequence[tuple[ReadClause, ChairsText]]
    unmet: Sequence[tuple[ReadClause, Proposal]]
    """Proposals that ask for other words than those that are agreed, and on which nobody has decided."""
    standings: dict[int, Standing]
    suppressed: Collection[str] = ()
    """The wids of the clauses that are agreed to be suppressed."""
    taken: Collection[str] = ()

    @property
    def is_blocked(self) -> bool:
        return bool(self.brackets or self.chairs_texts)

    @property
    def provisional(self) -> list[ReadClause]:
        """The clauses that are agreed, but not by all who have to agree."""
        return [
            clause
            for clause in self.text.clauses
            if (standing := self.standings.get(clause.id))
            and standing.agrees_to_words
            and standing.is_still_open
        ]

    def standing_name_of(self, clause: ReadClause) -> str:
        return standing_name(self.standings[clause.id], clause.wid in self.suppressed)

    def next(self, choices: Sequence[HandChoice] = ()) -> NextText:
        return compose(
            self.text,
            self.agreed,
            choices,
            suppressed=self.suppressed,
            work=self.edition.resolution.work,
            taken=self.taken,
        )


def clean_text(edition: Edition) -> CleanText:
    """Read the clean text of an edition, in a constant number of SQL statements."""
    text = text_of(edition.id)
    ids = [clause.id for clause in text.clauses]
    decisions = decisions_at(ids)
    agreed = words_of_clauses(ids, agreed_in(decisions))
    brackets, chairs, proposals = open_brackets_on(ids), open_texts(ids), standing_on(ids)
    adopted = adopted_among([one for each in proposals.values() for one in each], agreed)
    return CleanText(
        edition,
        text,
        agreed,
        [(clause, each) for clause in text.clauses for each in brackets[clause.id]],
        [(clause, chairs[clause.id]) for clause in text.clauses if clause.id in chairs],
        [
            (clause, each)
            for clause in text.clauses
            for each in proposals.get(clause.id, ())
            if each.symbol != Amendment.NOC
            and each.id not in adopted
            and not each.is_met_by(agreed[clause.id])
            and not each.decided(agreed[clause.id], decisions[clause.id])
        ],
        {clause_id: each.standing for clause_id, each in decisions.items()},
        [clause.wid for clause in text.clauses if decisions[clause.id].suppresses],
        clauses_of_work(edition.resolution.work),
    )


def mark_of_next(clean: CleanText, following: NextText) -> str:
    """Return a mark of the next edition, by which a form says what it showed."""
    return mark(repr([clean.edition.id, following.facts]))


def adoption_after(edition: Edition) -> EditionAdoption | None:
    """Return the adoption of the edition that follows this one, or None."""
    return _adoption(EditionAdoption.last_id == edition.id)


def adoption_of(edition: Edition) -> EditionAdoption | None:
    """Return how this edition was adopted, or None if it was imported."""
    return _adoption(EditionAdoption.edition_id == edition.id)


def _adoption(which: object) -> EditionAdoption | None:
    return db.session.scalar(
        select(EditionAdoption)
        .where(which)  # type: ignore[arg-type]
        .options(
            joinedload(EditionAdoption.edition).joinedload(Edition.resolution),
            joinedload(EditionAdoption.last).joinedload(Edition.resolution),
            joinedload(EditionAdoption.person),
        )
    )


@dataclass(frozen=True)
class ClauseLine:
    """Where the words of a clause come from, and where they went."""

    come_from: Sequence[ClauseDescent] = ()
    went_to: Sequence[ClauseDescent] = ()


def line_of(clause: Clause) -> ClauseLine:
    """Return the ancestors of a clause and the clauses that come from it. No SQL statement is sent
    if the one that read the clause has already found that there are none.
    """
    if beside.found(clause, "descents") is False:
        return ClauseLine()
    rows = db.session.scalars(
        select(ClauseDescent)
        .where(or_(ClauseDescent.clause_id == clause.id, ClauseDescent.ancestor_id == clause.id))
        .order_by(ClauseDescent.edition_id, ClauseDescent.id)
        .options(
            joinedload(ClauseDescent.edition).joinedload(Edition.resolution),
            joinedload(ClauseDescent.clause).selectinload(Clause.wordings),
            joinedload(ClauseDescent.ancestor)
            .selectinload(Clause.wordings)
            .joinedload(Wording.section)
            .joinedload(Section.edition)
            .joinedload(Edition.resolution),
        )
    ).all()
    return ClauseLine(
        [each for each in rows if each.clause_id == clause.id],
        [each for each in rows if each.ancestor_id == clause.id and each.is_direct],
    )
