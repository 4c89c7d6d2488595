"""Composes the next edition of a text: its clauses in their places, each with where it comes from
(pure).
"""

import enum
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from wgcop.editions.aligning import (
    ClauseAlignment,
    LineOrigin,
    NextLine,
    OldClause,
    align,
    out_of_order,
)
from wgcop.editions.lines import lines_of, place_of
from wgcop.editions.numbering import ListedClause, number
from wgcop.proposals.after_clauses import with_ended
from wgcop.resolutions.identify import with_ids
from wgcop.resolutions.reading import ReadClause, ReadSection, ReadText
from wgcop.resolutions.tree import ParsedClause, ParsedSection
from wgcop.resolutions.typeset import is_same_wording


class ByHand(enum.StrEnum):
    """What somebody can say of a clause of the next edition."""

    LEFT_OUT = "left-out"
    MERGED = "merged"
    AFTER = "after"
    CONTINUES = "continues"
    SPLIT = "split"
    NEW = "new"
    JOINED = "joined"

    @property
    def names_another(self) -> bool:
        return self not in (ByHand.LEFT_OUT, ByHand.NEW, ByHand.JOINED)


@dataclass(frozen=True)
class HandChoice:
    """A choice by hand about a clause, which is given by the key of its line. `other` is the clause
    that it names or, for a place, the id of a section at whose beginning it stands.
    """

    clause: str
    how: ByHand
    other: str = ""


class NextState(enum.StrEnum):
    KEPT = "kept"
    CHANGED = "changed"
    NEW = "new"
    SPLIT = "split"
    MERGED = "merged"
    MOVED = "moved"
    RENUMBERED = "renumbered"


@dataclass(frozen=True)
class NextClause:
    """A clause of the next edition. `was` is the clause of the last one that it continues,
    `split_from` the one that a new clause is a part of, and `merged` are those that it contains.
    """

    key: str
    words: str
    depth: int
    was: ReadClause | None
    split_from: ReadClause | None
    merged: tuple[ReadClause, ...]
    is_moved: bool
    is_sure: bool
    wid: str = ""
    label: str = ""
    citation: str = ""

    @property
    def states(self) -> list[NextState]:
        """What became of it, the words first and then the place."""
        found = []
        if self.split_from:
            found.append(NextState.SPLIT)
        elif self.was is None:
            found.append(NextState.NEW)
        elif not self.merged:
            is_kept = is_same_wording(self.was.text, self.words)
            found.append(NextState.KEPT if is_kept else NextState.CHANGED)
        if self.merged:
            found.append(NextState.MERGED)
        if self.is_moved:
            found.append(NextState.MOVED)
        if self.was and self.was.citation != self.citation:
            found.append(NextState.RENUMBERED)
        return found

    @property
    def ancestors(self) -> list[ReadClause]:
        """The clauses of the last edition that it comes from, beside the one that it continues."""
        return [*([self.split_from] if self.split_from else []), *self.merged]


@dataclass(frozen=True)
class NextSection:
    section: ReadSection
    clauses: Sequence[NextClause]


@dataclass(frozen=True)
class EndedClause:
    """A clause of the last edition that the next one does not continue, and the clause that has its
    words now, if there is one.
    """

    clause: ReadClause
    into: NextClause | None
    is_sure: bool


@dataclass(frozen=True)
class NextText:
    sections: Sequence[NextSection]
    ended: Sequence[EndedClause]
    parsed: tuple[ParsedSection, ...] = field(default=(), compare=False)

    @property
    def clauses(self) -> list[NextClause]:
        return [clause for section in self.sections for clause in section.clauses]

    @property
    def suppressed(self) -> list[EndedClause]:
        return [each for each in self.ended if each.into is None]

    def number_of(self, state: NextState) -> int:
        return sum(state in each.states for each in self.clauses)

    @property
    def unsure(self) -> int:
        """How many clauses somebody should look at: those split or merged, and those that are alike
        without being the same.
        """
        return sum(not each.is_sure for each in self.clauses) + sum(
            not each.is_sure for each in self.ended
        )

    @property
    def facts(self) -> object:
        """All that is decided by adopting it."""
        rows = [
            (
                each.key,
                each.was.wid if each.was else "",
                [one.wid for one in each.ancestors],
                each.label,
                each.depth,
                each.words,
            )
            for each in self.clauses
        ]
        return rows, [each.clause.wid for each in self.suppressed]


class CannotFollow(Exception):
    """Raised for a choice by hand that cannot be followed; it holds the choice."""

    def __init__(self, choice: HandChoice) -> None:
        super().__init__(choice)
        self.choice = choice


@dataclass(frozen=True)
class _PlacedLine:
    line: NextLine
    depth: int


def compose(
    text: ReadText,
    agreed: Mapping[int, str],
    choices: Sequence[HandChoice] = (),
    *,
    work: str,
    suppressed: Collection[str] = (),
    taken: Collection[str] = (),
) -> NextText:
    """Compose the next edition from the last one and the words that are agreed for its clauses, by
    their ids. The `suppressed` clauses are left out as if somebody had said so by hand. `taken` are
    the wids that clauses of the work have had.
    """
    choices = [*_left_out(suppressed, choices), *choices]
    old = {clause.wid: clause for clause in text.clauses}
    placed = _moved(_rows(text, agreed, choices), choices)
    lines = [row.line for rows in placed for row in rows]
    alignment = _aligned(old, lines, choices)
    moved = _moved_lines(text, placed, alignment)
    merged = {
        line.key: tuple(old[wid] for wid in alignment.merged_into(line.key)) for line in lines
    }
    by_section = [
        [_clause(row, alignment, old, merged[row.line.key], moved) for row in rows]
        for rows in placed
    ]
    parsed, by_section = _numbered(text, by_section, work=work, taken=taken)
    sections = [
        NextSection(section, clauses)
        for section, clauses in zip(text.sections, by_section, strict=True)
        if clauses or section.intro
    ]
    by_key = {clause.key: clause for clauses in by_section for clause in clauses}
    ended = [
        EndedClause(old[wid], by_key.get(key), wid not in alignment.unsure)
        for wid, key in alignment.ended.items()
    ]
    return NextText(sections, ended, parsed)


def _left_out(suppressed: Iterable[str], choices: Sequence[HandChoice]) -> Iterator[HandChoice]:
    """Yield the choices that leave out suppressed clauses of which nobody said where their words went."""
    named = {each.clause for each in choices if each.how in (ByHand.LEFT_OUT, ByHand.MERGED)}
    return (HandChoice(wid, ByHand.LEFT_OUT) for wid in suppressed if wid not in named)


# The lines in their places


def _rows(
    text: ReadText, agreed: Mapping[int, str], choices: Sequence[HandChoice]
) -> list[list[_PlacedLine]]:
    """Return the lines of each section. A clause is left out with its items; further lines of a
    clause come after these.
    """
    out = {each.clause for each in choices if each.how in (ByHand.LEFT_OUT, ByHand.MERGED)}
    placed = {each.clause for each in choices if each.how == ByHand.AFTER}
    joined = [each.clause for each in choices if each.how == ByHand.JOINED]
    sections = []
    for section in text.sections:
        rows: list[_PlacedLine] = []
        further: dict[str, list[_PlacedLine]] = {}
        without: int | None = None  # the depth of a clause that is left out
        for clause, ended in with_ended(section.clauses, lambda each: each.depth):
            if without is not None and clause.depth <= without:
                without = None
            if clause.wid in out:
                without = clause.depth if without is None else without
            elif without is None or clause.wid in placed:
                words = agreed.get(clause.id) or clause.text
                first, *more = lines_of(clause.wid, clause.label, clause.text, words, joined=joined)
                rows.append(_PlacedLine(first, clause.depth))
                further[clause.wid] = [_PlacedLine(line, clause.depth) for line in more]
            for each in ended:
                rows += further.get(each.wid, ())
        sections.append(rows)
    _require_known(text, sections, choices)
    return sections


def _require_known(
    text: ReadText, sections: Sequence[Sequence[_PlacedLine]], choices: Iterable[HandChoice]
) -> None:
    """Refuse choices about lines and clauses that are not there."""
    keys = {row.line.key for rows in sections for row in rows}
    wids = {clause.wid for clause in text.clauses}
    for choice in choices:
        match choice.how:
            case ByHand.LEFT_OUT | ByHand.MERGED:
                is_known = choice.clause in wids
            case ByHand.JOINED:
                is_known = place_of(choice.clause) > 1 and choice.clause not in keys
            case _:
                is_known = choice.clause in keys
        if not is_known:
            raise CannotFollow(choice)


def _moved(
    sections: list[list[_PlacedLine]], choices: Iterable[HandChoice]
) -> list[list[_PlacedLine]]:
    """Put clauses with their items where somebody chose them to stand."""
    for choice in choices:
        if choice.how != ByHand.AFTER:
            continue
        block = _take(sections, choice.clause)
        at = _place_after(sections, choice)
        if at is None:
            raise CannotFollow(choice)
        section, place, depth = at
        shift = depth - block[0].depth
        rows = sections[section]
        rows[place:place] = [replace(row, depth=row.depth + shift) for row in block]
    return sections


def _take(sections: list[list[_PlacedLine]], key: str) -> list[_PlacedLine]:
    for rows in sections:
        for at, row in enumerate(rows):
            if row.line.key == key:
                end = _end_of_block(rows, at)
                block, rows[at:end] = rows[at:end], []
                return block
    return []


def _place_after(
    sections: Sequence[Sequence[_PlacedLine]], choice: HandChoice
) -> tuple[int, int, int] | None:
    """Return the section, the place in it, and the depth; None if there is no such place."""
    if choice.other.startswith("section:"):
        at = int(choice.other.removeprefix("section:"))
        return (at, 0, 0) if at < len(sections) else None
    for section, rows in enumerate(sections):
        for at, row in enumerate(rows):
            if row.line.key == choice.other:
                return section, _end_of_block(rows, at), row.depth
    return None


def _end_of_block(rows: Sequence[_PlacedLine], at: int) -> int:
    """Return the place after a clause and the items below it."""
    depth = rows[at].depth
    return next((n for n in range(at + 1, len(rows)) if rows[n].depth <= depth), len(rows))


# Where they come from


def _aligned(
    old: Mapping[str, ReadClause], lines: Sequence[NextLine], choices: Sequence[HandChoice]
) -> ClauseAlignment:
    keys = {line.key for line in lines}
    chosen: dict[str, LineOrigin] = {}
    into: dict[str, str] = {}
    for choice in choices:
        if choice.how in (ByHand.CONTINUES, ByHand.SPLIT) and choice.other not in old:
            raise CannotFollow(choice)
        match choice.how:
            case ByHand.CONTINUES:
                if any(each.continues == choice.other for each in chosen.values()):
                    raise CannotFollow(choice)
                chosen[choice.clause] = LineOrigin(continues=choice.other)
            case ByHand.SPLIT:
                chosen[choice.clause] = LineOrigin(split_from=choice.other)
            case ByHand.NEW:
                chosen[choice.clause] = LineOrigin()
            case ByHand.LEFT_OUT:
                into[choice.clause] = ""
            case ByHand.MERGED:
                if choice.other not in keys:
                    raise CannotFollow(choice)
                into[choice.clause] = choice.other
    for choice in choices:
        if choice.how == ByHand.CONTINUES and choice.other in into:
            raise CannotFollow(choice)
    return align(
        [OldClause(clause.wid, clause.text) for clause in old.values()],
        lines,
        chosen=chosen,
        into=into,
    )


def _moved_lines(
    text: ReadText, placed: Sequence[Sequence[_PlacedLine]], alignment: ClauseAlignment
) -> set[str]:
    """Return the wids of the clauses that stand in another section, or in another order."""
    section_of = {
        clause.wid: at for at, section in enumerate(text.sections) for clause in section.clauses
    }
    order = {clause.wid: at for at, clause in enumerate(text.clauses)}
    wids = [
        (at, wid)
        for at, rows in enumerate(placed)
        for row in rows
        if (wid := alignment.origins[row.line.key].continues)
    ]
    strayed = {wid for at, wid in wids if section_of[wid] != at}
    stayed = [order[wid] for _at, wid in wids if wid not in strayed]
    names = {at: wid for wid, at in order.items()}
    return strayed | {names[at] for at in out_of_order(stayed)}


def _clause(
    row: _PlacedLine,
    alignment: ClauseAlignment,
    old: Mapping[str, ReadClause],
    merged: tuple[ReadClause, ...],
    moved: Collection[str],
) -> NextClause:
    origin = alignment.origins[row.line.key]
    return NextClause(
        row.line.key,
        row.line.words,
        row.depth,
        old.get(origin.continues),
        old.get(origin.split_from),
        merged,
        origin.continues in moved,
        origin.is_sure and not origin.split_from and not merged,
    )


# Labels, citations and identity


@dataclass
class _Node:
    clause: NextClause
    item: ListedClause
    nodes: list["_Node"] = field(default_factory=list)


def _numbered(
    text: ReadText,
    by_section: Sequence[Sequence[NextClause]],
    *,
    work: str,
    taken: Collection[str],
) -> tuple[tuple[ParsedSection, ...], list[list[NextClause]]]:
    before = _lists_of(text)
    parsed: list[ParsedSection] = []
    all_nodes: list[list[_Node]] = []
    last = 0
    for section, clauses in zip(text.sections, by_section, strict=True):
        nodes = _tree(clauses, before)
        all_nodes.append(nodes)
        if not nodes and not section.intro:
            continue
        last = number([each.item for each in nodes], section.kind, goes_on_after=last)
        items = tuple(map(_parsed, nodes))
        parsed.append(ParsedSection(section.kind.value, section.heading, section.intro, items))
    named = with_ids(work, tuple(parsed))
    used = set(taken) | {clause.wid for clause in text.clauses}
    ids = iter([clause for section in named for top in section.clauses for clause in top.walk()])
    done = []
    wids: dict[str, str] = {}
    for nodes in all_nodes:
        row = []
        for node in _walk(nodes):
            named_clause = next(ids)
            was = node.clause.was
            wid = was.wid if was else _unused(named_clause.wid, used)
            used.add(wid)
            wids[named_clause.wid] = wid
            row.append(
                replace(
                    node.clause,
                    wid=wid,
                    label=named_clause.label,
                    citation=named_clause.citation,
                )
            )
        done.append(row)
    return tuple(_renamed(section, wids) for section in named), done


def _lists_of(text: ReadText) -> dict[str, tuple[tuple[int, str], int, int]]:
    """Return by wid the list in which each clause stands, its place there, and the list's size."""
    where: dict[str, tuple[int, str]] = {}
    lists: dict[tuple[int, str], list[str]] = {}
    for section in text.sections:
        above: list[ReadClause] = []
        for clause in section.clauses:
            above = [each for each in above if each.depth < clause.depth]
            name = section.id, above[-1].wid if above else ""
            where[clause.wid] = name
            lists.setdefault(name, []).append(clause.wid)
            above.append(clause)
    return {wid: (name, lists[name].index(wid), len(lists[name])) for wid, name in where.items()}


def _tree(
    clauses: Sequence[NextClause], before: Mapping[str, tuple[tuple[int, str], int, int]]
) -> list[_Node]:
    top: list[_Node] = []
    open_nodes: list[_Node] = []
    for clause in clauses:
        item = ListedClause(clause.key, clause.was.label if clause.was else "")
        if clause.was:
            name, place, size = before[clause.was.wid]
            item.before, item.size_before = (name, place), size
        node = _Node(clause, item)
        open_nodes = [each for each in open_nodes if each.clause.depth < clause.depth]
        if open_nodes:
            open_nodes[-1].nodes.append(node)
            open_nodes[-1].item.items.append(item)
        else:
            top.append(node)
        open_nodes.append(node)
    return top


def _parsed(node: _Node) -> ParsedClause:
    return ParsedClause(
        wid="",
        label=node.item.label,
        citation="",
        text=node.clause.words,
        children=tuple(map(_parsed, node.nodes)),
    )


def _walk(nodes: Iterable[_Node]) -> Iterator[_Node]:
    for node in nodes:
        yield node
        yield from _walk(node.nodes)


def _unused(wid: str, used: Collection[str]) -> str:
    """Return a name that no clause of the work has had."""
    return next(name for n in count(1) if (name := wid if n == 1 else f"{wid}-{n}") not in used)


def _renamed(section: ParsedSection, wids: Mapping[str, str]) -> ParsedSection:
    def named(clause: ParsedClause) -> ParsedClause:
        children = tuple(map(named, clause.children))
        return replace(clause, wid=wids[clause.wid], children=children)

    return replace(section, clauses=tuple(map(named, section.clauses)))
