"""New clauses that were adopted: the words of an ADD stand in a clause of a later edition, or in the
words that were agreed since for the clause after which it was proposed. Nothing of it is open then.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from wgcop.database import db
from wgcop.proposals.models import Proposal
from wgcop.proposals.spelling import is_editorial
from wgcop.proposals.symbols import ADDING
from wgcop.proposals.words import as_typed
from wgcop.resolutions.models import Clause, Section, Wording


@dataclass(frozen=True)
class AdoptedAs:
    """The clause in which the words of a proposal stand now. The citation is empty if it is the one
    after which the new clause was proposed.
    """

    url: str = ""
    citation: str = ""


def adopted_among(
    proposals: Collection[Proposal], words: Mapping[int, str]
) -> dict[int, AdoptedAs]:
    """Return those of the proposals whose new clause was adopted, by id, in at most one SQL
    statement. `words` are those of each clause now, by its id.
    """
    adding = [each for each in proposals if each.symbol.adds and each.words]
    found = {
        each.id: AdoptedAs()
        for each in adding
        if holds(words.get(each.clause_id, ""), each.words) and not holds(each.base, each.words)
    }
    later = _later_clauses([each.id for each in adding if each.id not in found])
    for each in adding:
        for text, adopted in later.get(each.id, ()):
            if holds(text, each.words):
                found.setdefault(each.id, adopted)
    return found


def adopted_in(clause: Clause) -> list[Proposal]:
    """Return the proposals for new clauses after others that were adopted as this clause, in two SQL
    statements.
    """
    rows = db.session.scalars(
        select(Proposal)
        .join(Proposal.clause)
        .where(
            Clause.resolution_id == clause.resolution_id,
            Clause.id != clause.id,
            Proposal.symbol.in_(ADDING),
            Proposal.released_at.is_not(None),
            Proposal.withdrawn_at.is_(None),
        )
        .order_by(Proposal.id)
        .options(
            joinedload(Proposal.delegation),
            contains_eager(Proposal.clause).selectinload(Clause.wordings),
        )
    ).all()
    adopted = adopted_among(rows, {})
    here = f"/clauses/{clause.wid}"
    return [each for each in rows if each.id in adopted and adopted[each.id].url == here]


def holds(text: str, words: str) -> bool:
    """Return whether these words stand in the text as whole lines. Punctuation does not count,
    since the last item of a list ends with another sign.
    """
    lines, sought = as_typed(text).split("\n"), as_typed(words).split("\n")
    places = range(len(lines) - len(sought) + 1)
    return any(_are_same(lines[at : at + len(sought)], sought) for at in places)


def _are_same(lines: Sequence[str], others: Sequence[str]) -> bool:
    return all(is_editorial(one, other) for one, other in zip(lines, others, strict=True))


def _later_clauses(proposal_ids: Collection[int]) -> dict[int, list[tuple[str, AdoptedAs]]]:
    """Return the clauses that came into the resolution with an edition after the one on which each
    proposal was written.
    """
    if not proposal_ids:
        return {}
    after, place, new = aliased(Wording), aliased(Section), aliased(Clause)
    earlier, its_section = aliased(Wording), aliased(Section)
    was_there = (
        select(earlier.id)
        .join(its_section, its_section.id == earlier.section_id)
        .where(earlier.clause_id == new.id, its_section.edition_id <= place.edition_id)
    )
    rows = db.session.execute(
        select(Proposal.id, Wording.text, Wording.citation, new.wid)
        .join(after, after.id == Proposal.wording_id)
        .join(place, place.id == after.section_id)
        .join(Clause, Clause.id == Proposal.clause_id)
        .join(new, new.resolution_id == Clause.resolution_id)
        .join(Wording, Wording.clause_id == new.id)
        .join(Section, Section.id == Wording.section_id)
        .where(
            Proposal.id.in_(proposal_ids),
            Section.edition_id > place.edition_id,
            ~was_there.exists(),
        )
        .order_by(Wording.id)
    )
    found: dict[int, list[tuple[str, AdoptedAs]]] = defaultdict(list)
    for proposal_id, text, citation, wid in rows:
        found[proposal_id].append((text, AdoptedAs(f"/clauses/{wid}", citation)))
    return found
