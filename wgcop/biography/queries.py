"""Reads the biography of a clause as all members may read it, in a constant number of SQL statements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from wgcop.accounts.roles import sources_in_words, title_in_words
from wgcop.agenda.queries import discussions_of_clause
from wgcop.biography.lines import (
    Biography,
    BiographyLine,
    EditionOfClause,
    OtherClause,
    begin_of,
    in_editions,
)
from wgcop.brackets.models import Bracket, BracketChange
from wgcop.brackets.outcomes import deed_name
from wgcop.contributions.queries import documents_about
from wgcop.database import db
from wgcop.editions.models import EditionAdoption
from wgcop.editions.queries import line_of
from wgcop.positions.queries import history_of as positions_over_time
from wgcop.positions.stances import Layer, stance_name
from wgcop.proposals.adopted import adopted_in, holds
from wgcop.proposals.models import Proposal
from wgcop.proposals.queries import all_released
from wgcop.resolutions.models import Clause, ClauseDescent, Edition
from wgcop.threads.chairing.queries import history_of as settings_over_time
from wgcop.threads.chairing.standings import ClauseStanding
from wgcop.threads.models import MEMBERS, Comment, Thread

READERS = frozenset({"public", MEMBERS})
"""The biography says the same to all members."""


def biography_of(clause: Clause) -> Biography:
    """Return the biography. What happened on an ancestor belongs to it until words of that clause
    came into this one.
    """
    descents = line_of(clause).come_from
    proposals, standings = all_released(clause), settings_over_time(clause).standings
    lines = _course(clause, proposals, standings)
    for each in descents:
        ancestor = each.ancestor
        theirs, set_there = all_released(ancestor), settings_over_time(ancestor).standings
        proposals, standings = [*proposals, *theirs], [*standings, *set_there]
        lines += [
            replace(line, on=ancestor.wording.citation)
            for line in _course(ancestor, theirs, set_there)
            if line.at <= each.edition.imported_at
        ]
    adoptions, proposals = _adoptions(clause), [*proposals, *adopted_in(clause)]
    lines += [_adopted(each) for each in adoptions.values() if _concerns(each, clause)]
    editions = [
        replace(edition, led=tuple(_led(clause, edition, adoptions, proposals, standings)))
        for edition in _editions(clause, descents)
    ]
    return Biography(editions, sorted(lines, key=lambda line: line.at))


def _course(
    clause: Clause, proposals: Sequence[Proposal], standings: Sequence[ClauseStanding]
) -> list[BiographyLine]:
    return [
        *_proposals(proposals),
        *_documents(clause),
        *_agendas(clause),
        *_standings(standings),
        *_positions(clause),
        *_brackets(clause),
        *_comments(clause),
    ]


def _adoptions(clause: Clause) -> dict[str, EditionAdoption]:
    """Return how the editions of the resolution were adopted, by their addresses."""
    rows = db.session.scalars(
        select(EditionAdoption)
        .join(EditionAdoption.edition)
        .where(Edition.resolution_id == clause.resolution_id)
        .options(
            contains_eager(EditionAdoption.edition).joinedload(Edition.resolution),
            joinedload(EditionAdoption.person),
        )
    )
    return {each.edition.url: each for each in rows}


def _concerns(adoption: EditionAdoption, clause: Clause) -> bool:
    """Return whether the clause stood in the adopted edition or in the one before it."""
    editions = {each.section.edition_id for each in clause.wordings}
    return not editions.isdisjoint((adoption.edition_id, adoption.last_id))


def _adopted(adoption: EditionAdoption) -> BiographyLine:
    sentence = _(
        "%(capacity)s adopted %(edition)s",
        capacity=adoption.capacity,
        edition=adoption.edition.name,
    )
    return BiographyLine(adoption.at, sentence, adoption.edition.url)


def _led(
    clause: Clause,
    edition: EditionOfClause,
    adoptions: Mapping[str, EditionAdoption],
    proposals: Sequence[Proposal],
    standings: Sequence[ClauseStanding],
) -> Iterator[BiographyLine]:
    """Yield what led to the words of an edition: the proposals that they contain, and the agreement on
    them. Of one that left the clause out, these are the proposals to suppress it and that agreement.
    """
    adoption = adoptions.get(edition.url.partition("#")[0])
    if not edition.is_there:
        if adoption:
            yield from _led_to_suppression(clause, adoption, proposals, standings)
        return
    for each in proposals:
        is_in = (
            holds(edition.words, each.words) and not holds(each.base, each.words)
            if each.symbol.adds
            else each.is_met_by(edition.words)
        )
        if is_in and each.released_at and (not adoption or each.released_at <= adoption.at):
            yield _proposed_it(each, each.released_at)
    agreed = [
        each
        for each in standings
        if each.standing.agrees_to_words
        and holds(each.agreed_words, edition.words)
        and adoption
        and each.at <= adoption.at
    ]
    if agreed:
        yield _was_set(max(agreed, key=lambda each: each.id))
    if adoption:
        yield _adopted(adoption)


def _led_to_suppression(
    clause: Clause,
    adoption: EditionAdoption,
    proposals: Sequence[Proposal],
    standings: Sequence[ClauseStanding],
) -> Iterator[BiographyLine]:
    """Yield what led to it that an edition has not the clause any more, if its suppression was agreed."""
    stood_in = {each.section.edition_id for each in clause.wordings}
    set_before = [
        each for each in standings if each.clause_id == clause.id and each.at <= adoption.at
    ]
    last = max(set_before, key=lambda each: each.id, default=None)
    if adoption.last_id not in stood_in or last is None or not last.suppresses:
        return
    for each in proposals:
        if each.clause_id == clause.id and each.symbol.suppresses and each.released_at:
            if not each.is_withdrawn and each.released_at <= adoption.at:
                yield _proposed_it(each, each.released_at)
    yield _was_set(last)
    yield _adopted(adoption)


def _proposed_it(proposal: Proposal, at: datetime) -> BiographyLine:
    sentence = _(
        "%(delegation)s proposed it: %(proposal)s",
        delegation=proposal.delegation.shown_name,
        proposal=f"{proposal.name} {proposal.reference}".strip(),
    )
    return BiographyLine(at, sentence, proposal.url)


def _was_set(standing: ClauseStanding, words: str = "") -> BiographyLine:
    sentence = _(
        "%(capacity)s: negotiation set to “%(standing)s”",
        capacity=standing.capacity,
        standing=standing.name,
    )
    return BiographyLine(standing.at, sentence, f"{standing.clause.url}/chairing", words)


def _editions(clause: Clause, descents: Sequence[ClauseDescent]) -> list[EditionOfClause]:
    editions = db.session.scalars(
        select(Edition)
        .where(Edition.resolution_id == clause.resolution_id)
        .options(joinedload(Edition.resolution))
    )
    worded = {each.section.edition_id: each for each in clause.wordings}
    found = []
    for edition in editions:
        wording = worded.get(edition.id)
        found.append(
            EditionOfClause(
                edition.name,
                f"{edition.url}#{clause.anchor}" if wording else edition.url,
                edition.year,
                edition.language,
                wording.citation if wording else "",
                wording.text if wording else "",
                ancestors=() if wording else tuple(_stood_in(edition, descents)),
            )
        )
    return in_editions(found)


def _stood_in(edition: Edition, descents: Sequence[ClauseDescent]) -> Iterator[OtherClause]:
    for each in descents:
        for wording in each.ancestor.wordings:
            if wording.section.edition_id == edition.id:
                place = f"{edition.url}#{each.ancestor.anchor}"
                yield OtherClause(wording.citation, wording.text, place)


def _proposals(proposals: Sequence[Proposal]) -> Iterator[BiographyLine]:
    for each in proposals:
        named = {
            "delegation": each.delegation.shown_name,
            "proposal": f"{each.name} {each.reference}".strip(),
        }
        if each.released_at:
            sentence = _("%(delegation)s proposed %(proposal)s", **named)
            yield BiographyLine(each.released_at, sentence, each.url)
        if each.withdrawn_at:
            sentence = _("%(delegation)s withdrew %(proposal)s", **named)
            yield BiographyLine(each.withdrawn_at, sentence, each.url)


def _documents(clause: Clause) -> Iterator[BiographyLine]:
    for paper in documents_about([clause.id], READERS).get(clause.id, ()):
        if paper.submitted_at:
            sentence = _(
                "%(document)s, %(source)s: %(title)s",
                document=paper.issued_symbol,
                source=sources_in_words(paper.source),
                title=paper.title,
            )
            yield BiographyLine(paper.submitted_at, sentence, paper.url)


def _agendas(clause: Clause) -> Iterator[BiographyLine]:
    for each in discussions_of_clause(clause, READERS):
        sentence = _("On the agenda of %(meeting)s: %(item)s", meeting=each.meeting, item=each.name)
        yield BiographyLine(begin_of(each.days[0]), sentence, each.address, is_day=True)
        for decided in each.decisions:
            sentence = _(
                "%(meeting)s decided: %(outcome)s", meeting=each.meeting, outcome=decided.name
            )
            yield BiographyLine(decided.at, sentence, each.address, decided.text)


def _standings(standings: Sequence[ClauseStanding]) -> Iterator[BiographyLine]:
    for each in standings:
        yield _was_set(each, each.agreed_words if each.standing.agrees_to_words else "")


def _positions(clause: Clause) -> Iterator[BiographyLine]:
    for each in positions_over_time(clause, None):
        if each.layer != Layer.RELEASED or each.is_carried:
            continue
        if each.stance:
            sentence = _(
                "Position of %(holder)s: %(position)s",
                holder=each.holder_name,
                position=stance_name(each.stance),
            )
        else:
            sentence = _("%(holder)s withdrew its position", holder=each.holder_name)
        yield BiographyLine(each.at, sentence, f"{clause.url}/positions/history", each.reason)


def _brackets(clause: Clause) -> Iterator[BiographyLine]:
    changes = db.session.scalars(
        select(BracketChange)
        .join(BracketChange.bracket)
        .where(Bracket.clause_id == clause.id)
        .options(contains_eager(BracketChange.bracket), joinedload(BracketChange.delegation))
    )
    for each in changes:
        sentence = _(
            "%(bracket)s, %(who)s: %(deed)s",
            bracket=each.bracket.titled(clause.wording.citation),
            who=each.delegation.shown_name if each.delegation else title_in_words(each.capacity),
            deed=deed_name(each.deed),
        )
        yield BiographyLine(each.at, sentence, each.bracket.url, each.reason)


def _comments(clause: Clause) -> Iterator[BiographyLine]:
    """Yield the beginning of the discussion and its latest comment, as all members may read it."""
    count, first, last = db.session.execute(
        select(func.count(), func.min(Comment.posted_at), func.max(Comment.posted_at))
        .join(Comment.thread)
        .where(
            Thread.name == clause.topic,
            Comment.audience.in_(READERS),
            Comment.retracted_at.is_(None),
        )
    ).one()
    if not count:
        return
    yield BiographyLine(first, _("The discussion began"), clause.place)
    if count > 1:
        sentence = ngettext(
            "The discussion has %(num)d comment, the latest of this day",
            "The discussion has %(num)d comments, the latest of this day",
            count,
        )
        yield BiographyLine(last, sentence, clause.place)
