"""Real resolutions as Akoma Ntoso, with annexes, sections without clauses and clauses with items: valid, and with every word of their clauses."""

import random

import pytest
from lxml import etree
from sqlalchemy import select

from tests.resolutions.test_parse import FINAL_ACTS
from tests.rolling_files.made import START, reworded, sentence
from tests.rolling_files.test_files_by_source import AKN, schema  # noqa: F401
from wgcop.accounts.models import Person
from wgcop.database import db
from wgcop.positions.queries import words_of
from wgcop.proposals.actions import propose_words, release
from wgcop.proposals.models import ProposedWords
from wgcop.proposals.symbols import Amendment
from wgcop.resolutions.actions import import_resolution
from wgcop.resolutions.models import Clause, Edition
from wgcop.resolutions.parse import parse
from wgcop.resolutions.reading import text_of
from wgcop.resolutions.typeset import plain
from wgcop.rolling_files.akoma_ntoso import as_akoma_ntoso
from wgcop.rolling_files.gathering import gathered

REASONS = "Experience shows that it is needed."


def propose(world, edition: Edition, chance: random.Random) -> int:
    """Delegations propose everything that can be proposed; return how many proposals there are."""
    heads = [db.session.get(Person, world[name].id) for name in ("amina", "teresa", "haruko")]
    clauses = db.session.scalars(
        select(Clause).where(Clause.resolution_id == edition.resolution_id).order_by(Clause.id)
    ).all()
    symbols = [Amendment.MOD, Amendment.MOD, Amendment.ADD, Amendment.SUP, Amendment.NOC]
    chosen = chance.sample(clauses, min(len(clauses), 10))
    for number, clause in enumerate(chosen):
        head, symbol, base = chance.choice(heads), symbols[number % 5], words_of(clause)
        words = {Amendment.MOD: reworded(chance, base), Amendment.ADD: sentence(chance)}
        said = ProposedWords(symbol, base, words.get(symbol, ""), REASONS)
        capacity = head.capacities[0]
        proposal = propose_words(clause, said, key="", by=head, capacity=capacity)
        release(proposal, seen=proposal.version, by=head, capacity=capacity)
    db.session.flush()
    return len(chosen)


@pytest.mark.shared
@pytest.mark.parametrize("name", FINAL_ACTS)
def test_a_real_edition_with_what_is_proposed_on_it_is_valid_and_whole(
    world,
    app,
    shared,
    schema,  # noqa: F811
    name,
):
    text = (shared / f"data/texts/itu-pp18-{name}.txt").read_text(encoding="utf-8")
    with app.test_request_context():
        edition = import_resolution(parse(text.partition("\n")[2]), by=None)
        number = propose(world, edition, random.Random(name))
        root = etree.fromstring(as_akoma_ntoso(edition, gathered(edition), at=START))
        clauses = text_of(edition.id).clauses
        db.session.rollback()
    schema.assertValid(root)
    statement = next(root.iter(f"{AKN}statement"))
    said = " ".join("".join(statement.itertext()).split())
    for clause in clauses:
        assert " ".join(plain(clause.text).split()) in said, clause.citation
    assert len(list(root.iter(f"{AKN}amendmentContent"))) == number
