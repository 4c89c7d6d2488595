"""Reads chairs' texts: the words on the table, and what pages show of the text of a clause."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from wgcop import clock
from wgcop.agenda.models import AgendaClause, AgendaItem
from wgcop.bodies.models import Meeting
from wgcop.brackets.words import keeps_words_on_table
from wgcop.database import db
from wgcop.events.models import Topic
from wgcop.merging.models import ChairsText, MergingStep
from wgcop.merging.offers import MergeOffer, new_clauses_of, offer_of
from wgcop.merging.origins import OriginName, origin_names, source_names
from wgcop.merging.places import MergeChoice, MergePlace, PutOut, places_of, put_out_by_chair
from wgcop.merging.shown import ShownPiece, shown_pieces
from wgcop.positions.queries import words_of_clauses
from wgcop.proposals.models import Proposal
from wgcop.proposals.on_the_table import keeps_chairs_texts
from wgcop.proposals.queries import IN_ORDER
from wgcop.resolutions import beside
from wgcop.resolutions.models import Clause, Edition, Section, Wording
from wgcop.resolutions.typeset import plain

beside.stands_beside(
    "chairs_text",
    lambda clause_id: select(ChairsText.id).where(ChairsText.open_on == clause_id).exists(),
)


def words_on_table(clause_ids: Collection[int]) -> dict[int, str]:
    """Return the words on the table by the id of the clause, in three SQL statements: those of the
    chair's text where one is open, else the words that the clause has now.
    """
    if not clause_ids:
        return {}
    return words_of_clauses(clause_ids) | words_of_open_texts(clause_ids)


@keeps_words_on_table
def words_of_open_texts(clause_ids: Collection[int]) -> dict[int, str]:
    return {clause_id: text.words for clause_id, text in open_texts(clause_ids).items()}


def open_texts(clause_ids: Collection[int]) -> dict[int, ChairsText]:
    """Return the open chairs' texts by the id of the clause, in one SQL statement."""
    rows = db.session.scalars(select(ChairsText).where(ChairsText.open_on.in_(clause_ids)))
    return {text.clause_id: text for text in rows}


def open_text(clause: Clause) -> ChairsText | None:
    """Return the chair's text that is open on the clause. No SQL statement is sent if the one that
    read the clause has already found that there is none.
    """
    if beside.found(clause, "chairs_text") is False:
        return None
    return db.session.scalar(select(ChairsText).where(ChairsText.open_on == clause.id))


@dataclass(frozen=True)
class ShownText:
    """The chair's text of a clause as everybody sees it. Without an open one there is no `text`.

    `proposals` are all that were released on the clause, `seq` the last number of its topic, read
    together with the text.
    """

    wid: str
    text: ChairsText | None = None
    seq: int = 0
    proposals: Sequence[Proposal] = ()

    @property
    def dom_id(self) -> str:
        return f"chairs-text-{self.wid}"

    @property
    def is_open(self) -> bool:
        return self.text is not None

    @property
    def version(self) -> int:
        return self.text.version if self.text else 0

    @property
    def words(self) -> str:
        return plain(self.text.words) if self.text else ""

    @property
    def language(self) -> str:
        return self.text.clause.wording.section.edition.language if self.text else ""

    @cached_property
    def pieces(self) -> tuple[ShownPiece, ...]:
        return shown_pieces(self.text.pieces) if self.text else ()

    @cached_property
    def sources(self) -> Mapping[int, str]:
        """Who makes each proposal, with its reference, by its id."""
        return source_names(self.proposals)

    @cached_property
    def origins(self) -> Sequence[OriginName]:
        """The names of all origins in the text."""
        return origin_names(self.pieces, self.sources)

    def name_of(self, origin: str) -> OriginName:
        return next(each for each in self.origins if each.key == origin)

    @property
    def put_out(self) -> list[PutOut]:
        """The words of the clause that the chair put out."""
        return put_out_by_chair(self.text.pieces) if self.text else []

    @cached_property
    def places(self) -> list[MergePlace]:
        """The places in which proposals change the clause. A proposal to delete all of it would make
        one place of all of them, so it stands beside them as an offer. One on an earlier wording is
        in no place: whoever took it would undo what was agreed since.
        """
        if self.text is None:
            return []
        base = self.text.base
        merged = [
            each for each in self.standing if merges(each) and not each.is_on_earlier_wording(base)
        ]
        return places_of(base, {each.id: each.words for each in merged})

    @property
    def standing(self) -> list[Proposal]:
        """The proposals that stand, without those of the last edition, on which nobody decides now."""
        return [
            each for each in self.proposals if not (each.is_withdrawn or each.is_before_edition)
        ]

    @cached_property
    def new_clauses(self) -> list[MergeChoice]:
        """The new clauses that proposals want below this one."""
        return new_clauses_of(self.text.base, self.standing) if self.text else []

    @cached_property
    def offers(self) -> list[MergeOffer]:
        """The proposals that stand, each with what can be taken from it as a whole."""
        text = self.text
        if text is None:
            return []
        return [offer_of(each, text, self.places, self.new_clauses) for each in self.standing]


def merges(proposal: Proposal) -> bool:
    """Return whether the proposal has words for this clause."""
    return not (proposal.symbol.adds or proposal.symbol.suppresses)


def shown_text(clause: Clause) -> ShownText:
    """Return the chair's text of the clause for its page and for broadcasts. No SQL statement is
    sent if the one that read the clause has already found that there is none.
    """
    if beside.found(clause, "chairs_text") is False:
        return ShownText(clause.wid)
    return shown_texts([clause.id]).get(clause.id, ShownText(clause.wid))


def shown_texts(clause_ids: Collection[int]) -> dict[int, ShownText]:
    """Return the open chairs' texts of several clauses, by their ids, in two SQL statements and
    some for the clauses; in one if none is open.
    """
    rows = db.session.execute(_open_with_numbers(clause_ids)).all()
    if not rows:
        return {}
    proposals = _released_on([text.clause_id for text, _seq in rows])
    return {
        text.clause_id: ShownText(text.clause.wid, text, seq or 0, proposals[text.clause_id])
        for text, seq in rows
    }


keeps_chairs_texts(shown_texts)


def _open_with_numbers(clause_ids: Collection[int]) -> Select[ChairsText, int]:
    name = literal("chairs-text:") + Clause.wid + literal("@room")
    return (
        select(ChairsText, Topic.seq)
        .join(ChairsText.clause)
        .outerjoin(Topic, Topic.name == name)
        .where(ChairsText.open_on.in_(clause_ids))
        .options(*_with_clause())
    )


def _with_clause() -> tuple[Any, ...]:
    return (
        joinedload(ChairsText.clause)
        .selectinload(Clause.wordings)
        .joinedload(Wording.section)
        .joinedload(Section.edition)
        .joinedload(Edition.resolution),
    )


def _released_on(clause_ids: Collection[int]) -> dict[int, list[Proposal]]:
    found: dict[int, list[Proposal]] = defaultdict(list)
    rows = db.session.scalars(
        select(Proposal)
        .where(Proposal.clause_id.in_(clause_ids), Proposal.released_at.is_not(None))
        .order_by(*IN_ORDER)
        .options(joinedload(Proposal.delegation))
    )
    for proposal in rows:
        found[proposal.clause_id].append(proposal)
    return found


def texts_of(clause: Clause) -> Sequence[ChairsText]:
    """Return all chairs' texts that the clause had, the latest first, with their steps."""
    return db.session.scalars(
        select(ChairsText)
        .where(ChairsText.clause_id == clause.id)
        .order_by(ChairsText.id.desc())
        .options(
            joinedload(ChairsText.opened_by),
            selectinload(ChairsText.steps).joinedload(MergingStep.person),
        )
    ).all()


def last_text(clause: Clause) -> ChairsText | None:
    """Return the chair's text of the clause that was opened last, or None."""
    return db.session.scalar(
        select(ChairsText)
        .where(ChairsText.clause_id == clause.id)
        .order_by(ChairsText.id.desc())
        .limit(1)
    )


LATEST = 12
"""The number of steps beside the text; all of them have a page of their own."""


def last_steps(text: ChairsText) -> Sequence[MergingStep]:
    """Return the last steps of the text, the latest first."""
    return db.session.scalars(
        select(MergingStep)
        .where(MergingStep.text_id == text.id)
        .order_by(MergingStep.number.desc())
        .limit(LATEST)
        .options(joinedload(MergingStep.person))
    ).all()


def sources_on(clause: Clause) -> dict[int, str]:
    """Return who made each proposal that was released on the clause, by its id."""
    return source_names(_released_on([clause.id])[clause.id])


def items_to_agree_at(clause: Clause) -> Sequence[AgendaItem]:
    """Return the items of meetings that are not over and list the clause, the earliest first."""
    today = clock.now().date()
    return db.session.scalars(
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .join(AgendaClause, AgendaClause.item_id == AgendaItem.id)
        .where(AgendaClause.clause_id == clause.id, Meeting.ends_on >= today)
        .order_by(Meeting.starts_on, AgendaItem.id)
        .options(contains_eager(AgendaItem.meeting))
    ).all()
