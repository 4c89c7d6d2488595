"""The rolling text as the tree of a paper whose marked changes are signed by their sources (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from wgcop.languages.scripts import direction
from wgcop.paper.blocks import block, words
from wgcop.paper.tree import Node
from wgcop.rolling_files.filed import FiledClause, FiledSection
from wgcop.rolling_files.sourced import SourcedClause, SourcedPlace, Wanted
from wgcop.rolling_files.wording import said_of_suppressed


def tracked_text(sections: Sequence[FiledSection], *, says_sources: bool = False) -> list[Node]:
    """Return the blocks of the text. With `says_sources` the sources stand in the text too, for
    print; otherwise the text with all changes accepted or left out has nothing else.
    """
    blocks: list[Node] = []
    is_border_gone: Wanted | None = None
    for each in _blocks(sections, says_sources):
        if isinstance(each, Wanted):
            is_border_gone = each
            continue
        if is_border_gone and not says_sources:
            each["attrs"]["border"] = mark("deletion", is_border_gone)
        is_border_gone = None
        blocks.append(each)
    return blocks


def mark(kind: str, by: Wanted) -> Node:
    return {"type": kind, "attrs": {"by": ", ".join(by.authors), "at": by.at or None}}


def _blocks(sections: Sequence[FiledSection], says_sources: bool) -> Iterator[Node | Wanted]:
    """Yield the blocks, and after a clause that is only suppressed the suppression: it takes the
    border to the next block along.
    """
    for section in sections:
        if section.heading:
            yield block("heading", [words(section.heading, "em")], level=2)
        if section.intro:
            yield block("paragraph", list(_lines(section.intro)))
        for each, ended in section.in_order:
            following = [added for one in ended for added in one.text.added]
            yield _clause(each, following, says_sources)
            if each.text.is_only_suppressed:
                yield _suppression(each.text)
            for added in following:
                yield _new(added, says_sources)


def _clause(filed: FiledClause, following: Sequence[Wanted], says_sources: bool) -> Node:
    """Return the paragraph of a clause, which new clauses may be `following`."""
    text, label = filed.text, filed.clause.label
    content: list[Node] = []
    if label:
        gone = [mark("deletion", _suppression(text))] if text.suppressed_by else []
        content.append(_marked(f"{label}\t", gone))
    if filed.is_suppressed:
        content.append(said_of_suppressed())
    for place in text.places[:-1]:
        content += _place(place, says_sources)
    for place in text.places[-1:]:
        content += _place(_with_others_last(place, following), says_sources)
    made = block("paragraph", content)
    made["attrs"]["dir"] = direction(text.base) or made["attrs"]["dir"]
    return made


def _with_others_last(place: SourcedPlace, added: Sequence[Wanted]) -> SourcedPlace:
    """Return the end of a clause with the words of others after those of the source that wants a new
    clause next. LibreOffice makes one insertion of two by the same author that follow each other.
    """
    if not added:
        return place
    others_last = sorted(place.wanted, key=lambda each: each.authors != added[0].authors)
    return replace(place, wanted=tuple(others_last))


def _suppression(text: SourcedClause) -> Wanted:
    return Wanted("", text.suppressed_by, max((place.at for place in text.places), default=""))


def _place(place: SourcedPlace, says_sources: bool) -> Iterator[Node]:
    if not place.wanted:
        yield from _lines(place.base)
        return
    gone = Wanted("", place.against, place.at)
    yield from _lines(place.base, mark("deletion", gone))
    for each in place.wanted:
        yield from _lines(each.words, mark("insertion", each))
        if says_sources:
            yield words(_said_by(each))


def _new(added: Wanted, says_sources: bool) -> Node:
    content = list(_lines(added.words, mark("insertion", added)))
    if says_sources:
        content.append(words(_said_by(added)))
        return block("paragraph", content)
    return block("paragraph", content, change="inserted")


def _said_by(wanted: Wanted) -> str:
    names = ", ".join(wanted.authors)
    return f" ({names}) " if wanted.words else f" (– {names}) "


def _lines(said: str, *marks: Node) -> Iterator[Node]:
    """Yield the words, with a break for each end of a line."""
    for number, line in enumerate(said.split("\n")):
        if number:
            yield _with({"type": "hard_break"}, marks)
        if line:
            yield _marked(line, marks)


def _marked(said: str, marks: Sequence[Node]) -> Node:
    return _with(words(said), marks)


def _with(node: Node, marks: Sequence[Node]) -> Node:
    return {**node, "marks": list(marks)} if marks else node
