"""What a paper proposes at present: the proposals in its latest wording, as its corrigenda correct
them.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from wgcop.contributions.kinds import Purpose
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.numbering.kinds import Attachment
from wgcop.paper.proposed import WrittenProposal, proposals_in
from wgcop.positions.queries import words_of_clauses
from wgcop.proposals.models import ProposedWords
from wgcop.proposals.symbols import Amendment
from wgcop.proposals.words import as_typed
from wgcop.resolutions import typeset
from wgcop.resolutions.models import Clause, Section, Wording

Place = tuple[str, bool]
"""A clause by its wid, and whether something is added after it."""


@dataclass(frozen=True)
class SaidInPaper:
    """A proposal of a paper, known by the block of its quotation, and the wording that says it: the
    paper's own or that of a corrigendum.
    """

    block: str
    clause: Clause
    said: ProposedWords
    revision: Revision


def said_in(paper: Contribution) -> list[SaidInPaper]:
    """Return what the paper proposes, in its order. A paper that is withdrawn proposes nothing."""
    own, corrections = written_in(paper.current), dict(_corrections_of(paper))
    corrected = _corrected_by(paper)
    own = [each for each in own if each != corrected.get(_place(each))]
    single = _unambiguous(own)
    worded = [
        (each, *corrections[place])
        if (place := _place(each)) in corrections and place in single
        else (each, each, paper.current)
        for each in own
    ]
    clauses = clauses_called([each.clause for _own, each, _revision in worded])
    words = words_of_clauses([clause.id for clause in clauses.values()]) if clauses else {}
    return [
        SaidInPaper(own.block, clauses[own.clause], on(words[clauses[own.clause].id], each), by)
        for own, each, by in worded
        if own.clause in clauses
    ]


def written_in(revision: Revision) -> list[WrittenProposal]:
    """Return the proposals in a wording. Papers for information propose nothing, such as those of
    observers, and neither do papers that no delegation leads.
    """
    if revision.purpose != Purpose.ACTION or revision.lead is None:
        return []
    return [] if revision.contribution.is_withdrawn else proposals_in(revision.text)


def on(base: str, written: WrittenProposal) -> ProposedWords:
    """Return the proposal on these words of the clause. Emphasis is part of the words only where
    the clause has some: papers print whole quotations in italics.
    """
    symbol, text = Amendment(written.symbol), written.text
    if symbol.adds:
        return ProposedWords(symbol, base, text, written.reasons)
    if typeset.plain(as_typed(text)) == typeset.plain(as_typed(base)):
        text = base
    elif typeset.plain(base) == base:
        text = typeset.plain(text)
    return ProposedWords(symbol, base, text, written.reasons)


def clauses_called(wids: Collection[str]) -> dict[str, Clause]:
    if not wids:
        return {}
    rows = db.session.scalars(
        select(Clause)
        .where(Clause.wid.in_(set(wids)))
        .options(
            joinedload(Clause.wordings).joinedload(Wording.section).joinedload(Section.edition)
        )
    ).unique()
    return {clause.wid: clause for clause in rows if clause.wordings}


def _corrections_of(
    paper: Contribution,
) -> Iterator[tuple[Place, tuple[WrittenProposal, Revision]]]:
    """Yield what corrigenda have said since the paper was last worded, the latest last."""
    for each in paper.attached:
        if each.state == PaperState.ACCEPTED:
            for place, written in _corrected_by(each).items():
                yield place, (written, each.current)


def _corrected_by(corrigendum: Contribution) -> dict[Place, WrittenProposal]:
    """Return the proposals that stand in place of one in the document that this paper corrects."""
    corrects, now = corrigendum.parent, corrigendum.current
    if corrects is None or corrigendum.attachment != Attachment.CORRIGENDUM:
        return {}
    if now.submitted_at is None or corrigendum.delegation_id != corrects.delegation_id:
        return {}
    if corrects.current.submitted_at and now.submitted_at < corrects.current.submitted_at:
        return {}
    theirs = _unambiguous(written_in(corrects.current))
    said = _unambiguous(written_in(now))
    return {place: written for place, written in said.items() if place in theirs}


def _unambiguous(written: Collection[WrittenProposal]) -> dict[Place, WrittenProposal]:
    counted = Counter(_place(each) for each in written)
    return {_place(each): each for each in written if counted[_place(each)] == 1}


def _place(written: WrittenProposal) -> Place:
    return written.clause, Amendment(written.symbol).adds
