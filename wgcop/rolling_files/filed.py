"""The rolling text as files have it: of all sources or of one, with the list of proposals."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from wgcop.proposals.after_clauses import with_ended
from wgcop.proposals.models import Proposal, name_of
from wgcop.proposals.rolling import RollingClause
from wgcop.proposals.rolling_queries import PlacedClause, RollingSection, RollingText
from wgcop.proposals.still_open import ProposalEnd
from wgcop.proposals.symbols import Amendment
from wgcop.proposals.weaving import WovenBracket
from wgcop.resolutions.models import SectionKind
from wgcop.resolutions.reading import ReadClause
from wgcop.rolling_files.sourced import FiledProposal, SourcedClause, authors_of, sourced


@dataclass(frozen=True)
class ListedProposal:
    """A proposal in the list at the end. `words` are given only for one that is not part of the
    text, because it was written on an earlier wording, the group has decided on it, or its source
    prefers a later one.
    """

    proposal: Proposal
    citation: str
    words: str = ""
    is_earlier: bool = False
    decided: ProposalEnd | None = None

    @property
    def is_in_text(self) -> bool:
        return not self.words

    @property
    def name(self) -> str:
        """The symbol with the provision, as `Proposal.name` without asking for the clause again."""
        return name_of(self.proposal.symbol, self.citation)


@dataclass(frozen=True)
class FiledClause:
    clause: ReadClause
    rolling: RollingClause
    text: SourcedClause
    proposals: Sequence[Proposal] = ()
    is_recital: bool = False
    chairs: str = ""
    """The words of the chair's text if one is open."""
    is_suppressed: bool = False
    """Whether the clause is agreed to be suppressed."""


@dataclass(frozen=True)
class FiledSection:
    kind: SectionKind
    heading: str
    intro: str
    clauses: Sequence[FiledClause]

    @property
    def in_order(self) -> list[tuple[FiledClause, list[FiledClause]]]:
        """The clauses, each with those after which new clauses stand behind it."""
        return list(with_ended(self.clauses, lambda each: each.clause.depth))


@dataclass(frozen=True)
class FiledText:
    """`source` is the name of the delegation of which alone the proposals are shown; empty for all. A
    print of very many proposals has several volumes, of which this may be one.
    """

    sections: Sequence[FiledSection]
    listed: Sequence[ListedProposal]
    source: str = ""
    volume: int = 1
    volumes: int = 1

    @property
    def clauses(self) -> list[FiledClause]:
        return [clause for section in self.sections for clause in section.clauses]

    @property
    def brackets(self) -> list[WovenBracket]:
        """The open brackets, in the order of their clauses."""
        return [bracket for each in self.clauses for bracket in each.rolling.brackets]

    @property
    def open_places(self) -> int:
        """The number of places in which the group has to decide, with brackets."""
        return sum(each.rolling.open_places for each in self.clauses)

    @property
    def places_with_changes(self) -> int:
        """The number of open places without brackets, which are no changes to the text."""
        return sum(
            len(each.rolling.added) + sum(passage.is_open for passage in each.rolling.passages)
            for each in self.clauses
        )

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors of changes, by the alphabet."""
        return tuple(sorted({author for each in self.clauses for author in each.text.authors}))


def filed(text: RollingText, *, delegation_id: int | None = None, source: str = "") -> FiledText:
    """Return the text for files, with the proposals of one delegation alone if it is named: its own, and
    the common ones that it brings with others.
    """
    listed: list[ListedProposal] = []
    sections = [
        FiledSection(
            section.section.kind,
            section.section.heading,
            section.section.intro,
            [_filed(each, section, delegation_id, source, listed) for each in section.clauses],
        )
        for section in text.sections
    ]
    return FiledText(sections, listed, source)


def _filed(
    placed: PlacedClause,
    section: RollingSection,
    delegation_id: int | None,
    source: str,
    listed: list[ListedProposal],
) -> FiledClause:
    def is_wanted(proposal: Proposal) -> bool:
        return delegation_id is None or proposal.is_brought_by(delegation_id, source)

    current = [each for each in placed.proposals if is_wanted(each)]
    rolling = placed.text
    if delegation_id is not None:
        rolling = _of_these(rolling, {each.id for each in current})
    names = named(current)
    left_out: dict[int, str] = {}
    if delegation_id is not None:
        # Its text has each clause once: what it proposed instead before is only listed.
        authors = authors_of(rolling, named(current, by=source))
        left_out = {
            key: rolling.wordings[key] or Amendment.SUP.value
            for key in authors
            if authors[key] != source
        }
        rolling = _of_these(rolling, set(names) - set(left_out))
    citation = placed.clause.citation
    listed += [ListedProposal(each, citation, left_out.get(each.id, "")) for each in current]
    listed += [
        ListedProposal(
            each,
            citation,
            each.plain or each.symbol.value,
            is_earlier=True,
            decided=placed.decided.get(each.id),
        )
        for each in placed.earlier
        if is_wanted(each)
    ]
    is_recital = section.section.kind == SectionKind.PREAMBULAR
    return FiledClause(
        placed.clause,
        rolling,
        sourced(rolling, names),
        current,
        is_recital,
        placed.chairs.words if placed.chairs and delegation_id is None else "",
        placed.is_suppressed,
    )


def _of_these(rolling: RollingClause, proposals: set[int]) -> RollingClause:
    return replace(
        rolling,
        wordings={key: words for key, words in rolling.wordings.items() if key in proposals},
        sources={key: name for key, name in rolling.sources.items() if key in proposals},
        added=[each for each in rolling.added if each.proposal in proposals],
        brackets=(),  # they are of all, and not what one delegation proposes
    )


def named(proposals: Sequence[Proposal], *, by: str = "") -> dict[int, FiledProposal]:
    """Return what files say of the proposals on one clause, by their ids. A common one has the names of all
    its sources, unless all are named as brought `by` one of them.
    """
    counted: Counter[str] = Counter()
    facts = {}
    for each in proposals:
        source = by or each.source
        counted[source] += 1
        facts[each.id] = FiledProposal(
            source,
            each.reference or str(counted[source]),
            each.changed_at.isoformat(timespec="seconds"),
        )
    return facts
