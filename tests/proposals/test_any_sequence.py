"""Whatever delegations propose, suggest and write in papers, and the chair brackets, merges and adopts, in any order: no word is lost, each
is known by its source, and the base can be read back.
"""

import random
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.contributions.test_proposals_in_papers import quote
from tests.rolling_files.made import VOCABULARY, reworded, sentence
from wgcop import clock
from wgcop.accounts.models import Person
from wgcop.bodies.models import Meeting
from wgcop.brackets.actions import (
    acting,
    join_bracket,
    leave_bracket,
    lift_bracket,
    open_bracket,
    reopen_bracket,
)
from wgcop.brackets.models import Bracket, WantedWords
from wgcop.brackets.outcomes import BracketOutcome
from wgcop.brackets.queries import brackets_at
from wgcop.brackets.spans import FoundSpan, anchor_at, without_ends
from wgcop.brackets.words import plain_words_of
from wgcop.chairing.actions import set_standing
from wgcop.contributions.cover import Cover
from wgcop.contributions.kinds import Purpose
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.contributions.revisions import Revision
from wgcop.contributions.sources import Source
from wgcop.database import db
from wgcop.drafting.actions import issue
from wgcop.drafting.actions import revise as revise_document
from wgcop.editions.actions import EditionName, adopt_clean_text
from wgcop.editions.queries import clean_text, mark_of_next
from wgcop.errors import Refused
from wgcop.merging.actions import (
    give_choices_back,
    open_chairs_text,
    put_away,
    restore_words,
    take_choices,
    type_words,
    undo_to,
)
from wgcop.merging.models import ChairsText
from wgcop.merging.pieces import Splice, begun, origins_in, read, taken
from wgcop.merging.queries import shown_text, texts_of
from wgcop.numbering.symbol import Symbol
from wgcop.paper.blocks import paragraph
from wgcop.paper.tree import plain as plain_text
from wgcop.positions.queries import words_of
from wgcop.proposals.actions import (
    bracket_place,
    confirm,
    propose_words,
    release,
    restore,
    reword,
    withdraw,
)
from wgcop.proposals.from_suggestions import propose_suggested
from wgcop.proposals.in_papers import take_proposals
from wgcop.proposals.models import Proposal, ProposedWords
from wgcop.proposals.queries import released_at, within_delegation
from wgcop.proposals.rolling_queries import PlacedClause, RollingText, rolling_text
from wgcop.proposals.symbols import Amendment, symbol_for
from wgcop.proposals.weaving import WovenKind
from wgcop.resolutions.models import Clause, Edition
from wgcop.resolutions.typeset import plain as without_signs
from wgcop.rolling_files.filed import FiledClause, FiledText, filed, named
from wgcop.rolling_files.sourced import authors_of
from wgcop.threads.actions.comments import post_comment, thread_of
from wgcop.threads.chairing.standings import Standing

SLUG = "67-hyderabad-2010"
WIDS = (
    "wtdc-67.recs_recognizing__rec_b",
    "wtdc-67.instructs_the-director-of-the-telecommunication-development-bureau__para_1",
)
HEADS = ("amina", "teresa", "haruko")
REASONS = "Experience shows that it is needed."


@dataclass
class Room:
    """The people, the clauses, and what was said: what the workspace must never lose."""

    world: object
    chance: random.Random
    said: dict[int, list[str]] = field(default_factory=dict)
    """The words of each proposal that was submitted, as often as it was worded."""
    steps: dict[int, list[str]] = field(default_factory=dict)
    """What each chair's text read after each step."""
    opened: list[int] = field(default_factory=list)
    papers: list[Contribution] = field(default_factory=list)
    editions: int = 0
    done: list[str] = field(default_factory=list)

    def __post_init__(self):
        people = {
            name: db.session.get(Person, self.world[name].id) for name in (*HEADS, "helena", "ines")
        }
        self.heads = [people[name] for name in HEADS]
        self.officers = [people["helena"], people["ines"]]
        self.edition = db.session.scalars(select(Edition).where(Edition.slug == SLUG)).one()
        self.clauses = [
            db.session.scalars(select(Clause).where(Clause.wid == wid)).one() for wid in WIDS
        ]
        self.base = {each.wid: placed.text.base for each, placed in self.placed(self.rolling())}

    def rolling(self) -> RollingText:
        db.session.flush()
        return rolling_text(self.edition)

    def placed(self, text: RollingText):
        return [(each, text.clause_of(each.wid)) for each in self.clauses]

    def proposals(self, **which) -> list[Proposal]:
        found = [db.session.get(Proposal, each) for each in self.said]
        return [
            each
            for each in found
            if all(getattr(each, name) == value for name, value in which.items())
        ]

    # What people do

    def act(self):
        what = self.chance.choice(ACTS)
        self.done.append(what.__name__)
        what(self, self.chance.choice(self.clauses))

    def officer(self):
        person = self.chance.choice(self.officers)
        return {"by": person, "capacity": person.capacities[0]}

    def head_of(self, proposal: Proposal) -> Person:
        return next(each for each in self.heads if _delegation(each) is proposal.delegation)


def _delegation(head: Person):
    return head.capacities[0].delegation


def propose(room: Room, clause: Clause):
    head, chance, base = room.chance.choice(room.heads), room.chance, words_of(clause)
    kind = chance.choice(["MOD", "MOD", "MOD", "ADD", "SUP", "NOC"])
    words = {"MOD": reworded(chance, base), "ADD": sentence(chance)}.get(kind, "")
    symbol = symbol_for(Amendment(kind), base, words, REASONS, is_new_clause=kind == "ADD")
    capacity = head.capacities[0]
    said = ProposedWords(symbol, base, words, REASONS)
    proposal = propose_words(clause, said, key="", by=head, capacity=capacity)
    room.said[proposal.id] = [_submitted(proposal)]
    if chance.random() < 0.9:
        release(proposal, seen=proposal.version, by=head, capacity=capacity)


def _submitted(proposal: Proposal) -> str:
    db.session.flush()
    return proposal.plain


def release_another(room: Room, _clause: Clause):
    for proposal in room.proposals(is_released=False, is_withdrawn=False)[:1]:
        head = room.head_of(proposal)
        release(proposal, seen=proposal.version, by=head, capacity=head.capacities[0])


def withdraw_one(room: Room, _clause: Clause):
    for proposal in _one(room, room.proposals(is_withdrawn=False)):
        withdraw(proposal, seen=proposal.version, by=room.head_of(proposal))


def restore_one(room: Room, _clause: Clause):
    for proposal in _one(room, room.proposals(is_withdrawn=True)):
        restore(proposal, seen=proposal.version, by=room.head_of(proposal))


def revise(room: Room, _clause: Clause):
    for proposal in _one(room, room.proposals(is_withdrawn=False)):
        head, base = room.head_of(proposal), words_of(proposal.clause)
        capacity = head.capacities[0]
        if proposal.symbol == Amendment.NOC or proposal.symbol.suppresses:
            if proposal.is_on_earlier_wording(base):
                confirm(proposal, words=base, seen=proposal.version, by=head, capacity=capacity)
        else:
            adds = proposal.symbol.adds
            words = sentence(room.chance) if adds else reworded(room.chance, base)
            symbol = symbol_for(None, base, words, REASONS, is_new_clause=adds)
            said = ProposedWords(symbol, base, words, REASONS)
            reword(proposal, said, seen=proposal.version, by=head, capacity=capacity)
        room.said[proposal.id].append(_submitted(proposal))


def suggest_and_propose(room: Room, clause: Clause):
    """A comment suggests another word, and a delegation, often another one, makes it a proposal."""
    chance, words = room.chance, without_signs(clause.wording.text)
    writer, head = chance.choice(room.heads), chance.choice(room.heads)
    word = chance.choice([each for each in words.split() if words.count(each) == 1] or [words])
    start = words.index(word)
    posted = post_comment(
        thread_of(clause),
        by=writer,
        capacity=writer.capacities[0],
        body=f"Not {word}.",
        key=f"s{chance.random()}",
        quoted=anchor_at(words, FoundSpan(start, start + len(word))),
        instead=chance.choice([each for each in VOCABULARY if each != word]),
    )
    db.session.flush()
    capacity = head.capacities[0]
    proposal = propose_suggested(posted.comment, seen=None, by=head, capacity=capacity)
    room.said.setdefault(proposal.id, []).append(_submitted(proposal))
    if not proposal.is_released:
        release(proposal, seen=proposal.version, by=head, capacity=capacity)


def bring_paper(room: Room, clause: Clause):
    """A delegation brings a paper with one or two proposals."""
    head = room.chance.choice(room.heads)
    meeting = db.session.scalars(select(Meeting).where(Meeting.slug == "wg-cop-3")).one()
    paper = Contribution(meeting=meeting, delegation=_delegation(head), drafted_by=head)
    revision = Revision(number=0)
    paper.revisions.append(revision)
    paper.name_drafter(head, by=head)
    revision.set_sources([Source.of(head.capacities[0])])
    cover = Cover(title="On words", purpose=Purpose.ACTION, abstract="", contact="Somebody")
    revision.write(cover, _text_of_paper(room, clause), by=head)
    number = 900 + len(room.papers)
    paper.state = PaperState.ACCEPTED
    paper.issue_as(Symbol(f"WG-COP/3/{number}"), number, place=0)
    paper.submitted_at = paper.accepted_at = clock.now()
    revision.submitted_at, revision.submitted_by = clock.now(), head
    db.session.add(paper)
    db.session.flush()
    room.papers.append(paper)
    take_proposals(paper, "contribution.accepted", head)
    _note_paper(room, paper)


def revise_paper(room: Room, clause: Clause):
    """Its delegation rewords the proposals of a paper, leaves some out, and adds others."""
    for paper in _one(room, room.papers):
        head = paper.drafted_by
        draft = revise_document(paper, by=head)
        draft.text = _text_of_paper(room, clause)
        draft.plain = plain_text(draft.text)
        db.session.flush()
        issue(paper, by=head)
        _note_paper(room, paper)


def _text_of_paper(room: Room, clause: Clause):
    chance, blocks = room.chance, [paragraph("We propose this.")]
    for block_id in chance.sample(["aaaa0001", "aaaa0002", "aaaa0003"], chance.randint(1, 2)):
        adds = chance.random() < 0.3
        first = without_signs(words_of(clause)).split("\n")[0]
        words = sentence(chance) if adds else reworded(chance, first)
        blocks += [paragraph("ADD" if adds else "MOD"), quote(clause, words, block_id)]
    return {"type": "doc", "content": blocks}


def _note_paper(room: Room, paper: Contribution):
    db.session.flush()
    brought = select(Proposal).where(Proposal.contribution_id == paper.id)
    for proposal in db.session.scalars(brought).all():
        room.said.setdefault(proposal.id, []).append(proposal.plain)


def adopt(room: Room, _clause: Clause):
    """The chair ends what is in the way, and adopts the clean text: nothing is open in it."""
    officer = room.officer()
    actor = acting(officer["by"], officer["capacity"], for_delegation=False)
    clean = clean_text(room.edition)
    for _read, bracket in clean.brackets:
        lift_bracket(bracket, BracketOutcome.WORDS, None, REASONS, seen=bracket.version, by=actor)
    for _read, text in clean.chairs_texts:
        put_away(text, seen=text.version, **officer)
    db.session.flush()
    before = {each.wid: placed.text.now for each, placed in room.placed(room.rolling())}
    clean = clean_text(room.edition)
    room.editions += 1
    year = 2010 + room.editions
    formula = f"The World Telecommunication Development Conference (Dubai, {year}),"
    name = EditionName("Dubai", year, room.edition.title, formula)
    room.edition = adopt_clean_text(
        room.edition, name, seen=mark_of_next(clean, clean.next()), **officer
    )
    db.session.flush()
    db.session.expire_all()  # as the next request reads it
    for clause, placed in room.placed(room.rolling()):
        lines = before[clause.wid].split("\n")
        assert placed.text.base.split("\n")[0] in lines, "the words are those that were agreed"
        assert not placed.is_open and not placed.proposals, "the next edition begins with nothing"
        room.base[clause.wid] = placed.text.base
    text = room.rolling()
    adopted = "\n".join(each.text for one in text.sections for each in _clauses_of(one))
    for lines in before.values():
        assert all(line in without_signs(adopted) for line in lines.split("\n")), "no line is lost"


def _clauses_of(section):
    return [each.clause for each in section.clauses]


def bracket_words(room: Room, clause: Clause):
    words, head = plain_words_of(clause), room.chance.choice(room.heads)
    one, other = (room.chance.randrange(len(words) + 1) for _ in range(2))
    wanted = [WantedWords(each, ()) for each in room.chance.sample(VOCABULARY, 2)]
    span = without_ends(words, min(one, other), max(one, other))
    actor = acting(head, head.capacities[0], for_delegation=True)
    bracket = open_bracket(clause, span, wanted, words=words, reason=REASONS, by=actor)
    db.session.flush()
    room.opened.append(bracket.id)


def bracket_open_place(room: Room, clause: Clause):
    placed = room.rolling().clause_of(clause.wid)
    for place in _one(room, placed.to_bracket):
        bracket = bracket_place(room.edition, clause, place.key, seen=place.seen, **room.officer())
        db.session.flush()
        room.opened.append(bracket.id)


def own_bracket(room: Room, clause: Clause):
    """A delegation joins a bracket, or leaves the one that it owns."""
    for shown in _one(room, brackets_at(clause).open):
        bracket, head = shown.bracket, room.chance.choice(room.heads)
        actor = acting(head, head.capacities[0], for_delegation=True)
        verb = leave_bracket if bracket.is_owned_by(_delegation(head)) else join_bracket
        verb(bracket, REASONS, seen=bracket.version, by=actor)


def lift_or_reopen(room: Room, clause: Clause):
    for shown in _one(room, brackets_at(clause).all):
        bracket, officer = shown.bracket, room.officer()
        actor = acting(officer["by"], officer["capacity"], for_delegation=False)
        if bracket.is_open:
            lift_bracket(
                bracket, BracketOutcome.WORDS, None, REASONS, seen=bracket.version, by=actor
            )
        else:
            reopen_bracket(bracket, REASONS, seen=bracket.version, by=actor)


def merge(room: Room, clause: Clause):
    open_chairs_text(clause, **room.officer())


def take_all(room: Room, clause: Clause):
    shown = shown_text(clause)
    offers = [each for each in shown.offers if each.choices]
    for offer in _one(room, offers):
        verb = give_choices_back if offer.is_taken else take_choices
        verb(
            shown.text,
            offer.choices,
            proposal=offer.proposal.id,
            seen=shown.version,
            **room.officer(),
        )


def take_one(room: Room, clause: Clause):
    shown = shown_text(clause)
    for place in _one(room, shown.places):
        choice = room.chance.choice(place.choices)
        verb = give_choices_back if choice.is_taken(shown.text.pieces) else take_choices
        verb(shown.text, [choice], seen=shown.version, **room.officer())


def type_bridge(room: Room, clause: Clause):
    shown, chance = shown_text(clause), room.chance
    if text := shown.text:
        length = len(text.words)
        start, stop = sorted(chance.randrange(length + 1) for _ in range(2))
        new = chance.choice(["", " by bridge", " and", "x"])
        type_words(text, [Splice(start, stop, new)], seen=text.version, **room.officer())


def restore_place(room: Room, clause: Clause):
    text = shown_text(clause).text
    if text and text.base:
        start, stop = sorted(room.chance.randrange(len(text.base) + 1) for _ in range(2))
        restore_words(text, start, stop, seen=text.version, **room.officer())


def undo(room: Room, clause: Clause):
    text = shown_text(clause).text
    if text:
        number = room.chance.choice([each.number for each in text.steps])
        undo_to(text, number, seen=text.version, **room.officer())


def end_without_agreement(room: Room, clause: Clause):
    if text := shown_text(clause).text:
        put_away(text, seen=text.version, **room.officer())


def agree(room: Room, clause: Clause):
    """The chair agrees to what the merged text reads or to other words, or takes an agreement back."""
    text = shown_text(clause).text
    if room.chance.random() < 0.3:
        words = sentence(room.chance)
        set_standing(clause, Standing.AGREED, words=words, **room.officer())
    elif text is None:
        set_standing(clause, Standing.OPEN, **room.officer())
    elif text.words.strip():
        words = text.words.strip()
        words = "" if words == clause.wording.text else words
        set_standing(clause, Standing.AD_REFERENDUM, words=words, **room.officer())


ACTS = (
    *[propose] * 5,
    *[revise, bracket_open_place, merge] * 2,
    *[release_another, withdraw_one, restore_one, bracket_words, own_bracket, lift_or_reopen],
    *[take_all] * 3,
    *[take_one, type_bridge] * 2,
    *[agree] * 3,
    *[restore_place, undo, end_without_agreement],
    *[suggest_and_propose, bring_paper, revise_paper, adopt],
)


def _one(room: Room, things):
    return [room.chance.choice(list(things))] if things else []


# What must hold


def everything_holds(room: Room):
    text = room.rolling()
    files = filed(text)
    for clause, placed in room.placed(text):
        assert placed.text.base == room.base[clause.wid], "the edition stays as it is"
        [in_files] = [each for each in files.clauses if each.clause.wid == clause.wid]
        the_base_is_what_is_left_without_changes(placed, in_files)
        each_source_has_its_text(placed, in_files)
        each_bracket_is_there_once(clause, placed)
        the_chairs_text_adds_up(room, clause)
    nothing_is_out_of_reach(room, text, files)


def the_base_is_what_is_left_without_changes(placed: PlacedClause, in_files: FiledClause):
    now = placed.text.now
    assert "".join(each.words for each in placed.text.passages) == now
    assert in_files.text.base == now
    assert in_files.text.words_of("nobody") == now
    parts = placed.text.bracketed
    stands = (WovenKind.WORDS, WovenKind.PLACE)
    assert "".join(each.words for each in parts if each.kind in stands) == now


def each_source_has_its_text(placed: PlacedClause, in_files: FiledClause):
    text = placed.text
    for passage in text.passages:
        assert all(each.sources for each in passage.proposed), "each word has a source"
    for proposal, words in text.wordings.items():
        chosen = (
            next((c.words for c in each.choices if proposal in c.proposals), each.words)
            for each in text.passages
        )
        assert "".join(chosen) == words, "accepting all of a proposal gives its text"
    authors = authors_of(text, named(in_files.proposals))
    for proposal, author in authors.items():
        if proposal in text.wordings and list(authors.values()).count(author) == 1:
            assert in_files.text.words_of(author) == text.wordings[proposal]


def each_bracket_is_there_once(clause: Clause, placed: PlacedClause):
    begins = (WovenKind.OPENS, WovenKind.POINT, WovenKind.PLACE)
    text = placed.text
    inside = [each.bracket.id for each in text.bracketed if each.bracket and each.kind in begins]
    outside = [*text.brackets_after, *text.brackets_on_table, *text.brackets_gone]
    seen = sorted([*inside, *(each.id for each in outside if each.span is None)])
    assert seen == sorted(each.bracket.id for each in brackets_at(clause).open)


def the_chairs_text_adds_up(room: Room, clause: Clause):
    released = {each.id: each for each in room.proposals(is_released=True) if each.clause is clause}
    for text in texts_of(clause):
        assert text.words == read(text.pieces)
        assert set(origins_in(text.pieces)) <= set(released)
        for step in text.steps:
            assert step.words == read(step.pieces)
        known, now = room.steps.get(text.id, []), [step.words for step in text.steps]
        if now:
            assert now[: len(known) - 1] == known[:-1], "no step is lost"
        room.steps[text.id] = now
    shown = shown_text(clause)
    if shown.text is None:
        return
    assert shown.text.base == words_of(clause)
    assert "".join(each.words for each in shown.pieces if each.origin != "out") == shown.words
    assert all(shown.name_of(each.origin).name for each in shown.pieces)
    assert {each.proposal.id for each in shown.offers} == {
        each.id for each in released.values() if not (each.is_withdrawn or each.is_before_edition)
    }
    for offer in shown.offers:
        if offer.is_on_earlier_wording:
            assert not offer.choices, "nothing of it can be taken"
            continue
        base, words = shown.text.base, offer.proposal.words
        pieces = begun(base)
        for choice in offer.choices:
            pieces = taken(pieces, choice.changes, choice.origin)
        wanted = f"{base}\n{words}" if offer.proposal.symbol.adds else words
        assert read(pieces) == wanted, "taking all of a proposal gives its words"


def nothing_is_out_of_reach(room: Room, text: RollingText, files: FiledText):
    in_text, in_files = (
        {each.id for each in text.proposals},
        {each.proposal.id for each in files.listed},
    )
    adopted = {each.id for _clause, placed in room.placed(text) for each, _as in placed.adopted}
    for proposal in room.proposals():
        db.session.refresh(proposal, ["wordings"])
        kept = [each.plain for each in proposal.wordings]
        for words in room.said[proposal.id]:
            assert words in kept, "every wording is kept"
        if proposal.is_offered:
            assert proposal.id in in_text
            assert proposal.id in in_files | adopted
        assert (proposal.id in in_text) is proposal.is_offered
        at_clause = (
            released_at(proposal.clause)
            if proposal.is_released
            else within_delegation(proposal.clause, proposal.delegation)
        )
        assert proposal in at_clause.all
    brackets = {each.bracket.id for clause in room.clauses for each in brackets_at(clause).all}
    assert set(room.opened) <= brackets
    for bracket in (db.session.get(Bracket, each) for each in room.opened):
        assert bracket.said, "what was said with a bracket is kept"


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10**9))
def negotiated(room_of, seed):
    room = room_of(random.Random(seed))
    try:
        for _ in range(14):
            try:
                room.act()
            except Refused:
                room.done[-1] += " (refused)"
            everything_holds(room)
    except Exception as error:
        error.add_note(f"seed {seed}: {', '.join(room.done)}")
        raise
    finally:
        db.session.rollback()
        db.session.expunge_all()


def test_after_any_sequence_of_acts_no_word_is_lost_and_each_has_its_source(world, session):
    negotiated(lambda chance: Room(world, chance))


@pytest.mark.rest
@pytest.mark.parametrize("seed", range(6))
def test_long_negotiations_too(world, session, seed):
    room = Room(world, random.Random(seed))
    for _ in range(60):
        try:
            room.act()
        except Refused:
            room.done[-1] += " (refused)"
        everything_holds(room)
    db.session.rollback()


def test_the_negotiations_have_what_is_hard(world, session):
    """Otherwise the test above would say little."""
    done = []
    met = {"earlier": 0, "brackets": 0, "merged": 0, "agreed": 0}
    for seed in range(4):
        room = Room(world, random.Random(seed))
        for _ in range(30):
            try:
                room.act()
            except Refused:
                room.done[-1] += " (refused)"
            for clause, placed in room.placed(room.rolling()):
                met["earlier"] += len(placed.earlier)
                met["brackets"] += len(placed.text.brackets)
                met["merged"] += any(origins_in(each.pieces) for each in _open_texts(clause))
                met["agreed"] += placed.text.now != placed.text.base
        done += room.done
        db.session.rollback()
        db.session.expunge_all()
    assert all(met.values()), met
    assert {each.__name__ for each in ACTS} <= set(done)


def _open_texts(clause: Clause) -> list[ChairsText]:
    return [each for each in texts_of(clause) if each.is_open]
