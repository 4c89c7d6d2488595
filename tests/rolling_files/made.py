"""Rolling texts made of real proposals, without a database, for tests of what files say of them."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from wgcop.accounts.models import Delegation, Person
from wgcop.proposals.models import Proposal, ProposedWords
from wgcop.proposals.rolling_queries import RollingSection, RollingText, placed
from wgcop.proposals.symbols import Amendment
from wgcop.resolutions.models import Clause, Edition, Resolution, SectionKind, Wording
from wgcop.resolutions.reading import ReadClause, ReadSection
from wgcop.rolling_files.filed import FiledClause, FiledText

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
SOURCES = ("Kenya", "Brazil", "Japan")
VOCABULARY = [
    "radio",
    "posters",
    "parents",
    "children",
    "the",
    "of",
    "online",
    "helpline",
    "budget",
]


def edition() -> Edition:
    return Edition(
        slug="67-hyderabad-2010",
        title="Child online protection",
        place="Hyderabad",
        year=2010,
        formula="The Conference,",
        language="en",
        revised=False,
        resolution=Resolution(work="wtdc-67", kind="resolution", number="67", body="WTDC"),
    )


class Negotiation:
    """Clauses with their words of now, and everything that was ever proposed for them."""

    def __init__(self, *words: str, depths: Sequence[int] = ()) -> None:
        self.depths = depths or [0] * len(words)
        self.now = list(words)
        self.edition = list(words)
        self.delegations = {
            name: Delegation(id=n, name=name, code=name[:3].upper())
            for n, name in enumerate(SOURCES, start=1)
        }
        self.clauses = [
            Clause(id=n, wid=f"wtdc-67.part__para_{n}") for n in range(1, len(words) + 1)
        ]
        for n, clause in enumerate(self.clauses, start=1):
            clause.wordings = [Wording(clause=clause, citation=f"resolves {n}", text=words[n - 1])]
        self.proposals: list[Proposal] = []
        self.person = Person(id=1, name="Amina")

    def propose(self, source: str, clause: int, words: str = "", symbol: str = "MOD") -> Proposal:
        delegation = self.delegations[source]
        proposal = Proposal(
            id=len(self.proposals) + 1,
            clause=self.clauses[clause],
            clause_id=self.clauses[clause].id,
            delegation=delegation,
            delegation_id=delegation.id,
            version=1,
            reference="",
        )
        self._write(proposal, clause, words, Amendment(symbol))
        proposal.released_at = START + timedelta(minutes=proposal.id)
        self.proposals.append(proposal)
        return proposal

    def reword(self, proposal: Proposal, words: str) -> None:
        clause = self.clauses.index(proposal.clause)
        self._write(proposal, clause, words, proposal.symbol)

    def _write(self, proposal: Proposal, clause: int, words: str, symbol: Amendment) -> None:
        said = ProposedWords(symbol, self.now[clause], words, "We agreed this at home.")
        proposal.write(said, by=self.person, capacity="Head of delegation")
        proposal.changed_at = START + timedelta(minutes=proposal.id)

    def standing(self, clause: int) -> list[Proposal]:
        return [
            each
            for each in self.proposals
            if each.clause is self.clauses[clause] and each.is_offered
        ]

    def rolling(self) -> RollingText:
        section = ReadSection(1, SectionKind.OPERATIVE, "resolves", "", ())
        read = (
            ReadClause(
                each.id,
                each.wid,
                each.id,
                self.depths[n],
                str(n + 1),
                f"resolves {n + 1}",
                self.edition[n],
            )
            for n, each in enumerate(self.clauses)
        )
        clauses = [placed(each, self.now[n], self.standing(n)) for n, each in enumerate(read)]
        return RollingText([RollingSection(section, clauses)])


def sentence(chance: random.Random, least: int = 1, most: int = 9) -> str:
    return " ".join(chance.choices(VOCABULARY, k=chance.randint(least, most))) + ";"


def random_negotiation(seed: int, *, several: bool = True) -> Negotiation:
    """Random clauses with random proposals; without `several`, at most one of a source on each
    clause.
    """
    chance = random.Random(seed)
    made = Negotiation(*(sentence(chance) for _ in range(chance.randint(1, 5))))
    taken = set()
    for _ in range(chance.randint(1, 8)):
        source, clause = chance.choice(SOURCES), chance.randrange(len(made.now))
        symbol = chance.choice(["MOD", "MOD", "MOD", "SUP", "ADD", "NOC"])
        if symbol != "ADD":
            if not several and (source, clause) in taken:
                continue
            taken.add((source, clause))
        if symbol == "MOD":
            made.propose(source, clause, reworded(chance, made.now[clause]))
        else:
            made.propose(source, clause, sentence(chance) if symbol == "ADD" else "", symbol)
    return made


def reworded(chance: random.Random, words: str) -> str:
    pieces = words.split(" ")
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(pieces) + 1)
        gone = chance.randint(0, 2)
        pieces[at : at + gone] = chance.choices(VOCABULARY, k=chance.randint(0, 2))
    left = " ".join(pieces)
    return left if left.strip() and left != words else f"{words} and more"


def lines_of(text: FiledText, author: str | None) -> list[str]:
    """The lines of the text as this author wants it; for None, as agreed so far."""
    return [
        line
        for section in text.sections
        for line in [section.heading, *_lines(section.clauses, author)]
    ]


def _lines(clauses: list[FiledClause], author: str | None) -> Iterator[str]:
    for each in clauses:
        words = each.text.words_of(author)
        if words or not each.text.base:
            yield f"{each.clause.label}\t{words}"
        yield from (added.words for added in each.text.added if author in added.authors)
