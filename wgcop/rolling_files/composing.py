"""The text of a cut: the bracketed text with sources and alternatives, and the list of proposals (pure).

The ids of its blocks come from the clauses and the proposals, so that a comparison with another cut
finds them again.
"""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from wgcop.i18n import comma
from wgcop.paper.blocks import block, heading, paragraph, table, words
from wgcop.paper.named_blocks import block_id, named
from wgcop.paper.schema import completed
from wgcop.paper.tree import Node
from wgcop.proposals.rolling import RollingChoice, RollingClause
from wgcop.proposals.weaving import WovenKind, WovenPart
from wgcop.rolling_files.filed import FiledClause, FiledSection, FiledText, ListedProposal
from wgcop.rolling_files.wording import said_beside, said_of_suppressed


def text_of_cut(text: FiledText) -> Node:
    """Return the text in the language that is set. The same proposals give the same text."""
    blocks = [
        _named(paragraph(_legend()), "legend"),
        _named(
            paragraph(
                ngettext("%(num)d place is open", "%(num)d places are open", text.open_places)
            ),
            "count",
        ),
        *(each for section in text.sections for each in _section(section)),
        *_list(text.listed),
    ]
    return completed({"type": "doc", "content": blocks})


def _legend() -> str:
    return _(
        "The text agreed so far, with all proposals that are not withdrawn. Words in square brackets are open: each wording is followed by its sources, and the one without sources stands if nothing else is agreed."
    )


def _section(section: FiledSection) -> Iterator[Node]:
    key = f"section-{section.kind}-{section.heading}"
    if section.heading:
        yield _named(block("heading", [words(section.heading, "em")], level=1), key)
    if section.intro:
        yield _named(block("paragraph", _lines(section.intro)), f"{key}-intro")
    for each, ended in section.in_order:
        yield from _clause(each)
        for one in ended:
            yield from _after(one.rolling)


def _clause(filed: FiledClause) -> Iterator[Node]:
    rolling, label = filed.rolling, filed.clause.label
    content = [words(f"{label} ")] if label else []
    content += [said_of_suppressed()] if filed.is_suppressed else []
    opening: list[Node] = []
    for part in rolling.bracketed:
        if part.kind == WovenKind.OPENS:
            opening += _sign("[")
            continue
        space = _space_before(part.choices) if part.kind == WovenKind.PLACE else ""
        content += [*_lines(space), *opening, *_part(part)]
        opening = []
    yield _named(block("paragraph", content), f"clause-{filed.clause.wid}")
    if filed.chairs:
        said = _("Chair’s text, not agreed: %(words)s", words=filed.chairs)
        yield _named(block("paragraph", _lines(said)), f"chairs-text-{filed.clause.wid}")
    yield from _beside(rolling)


def _beside(rolling: RollingClause) -> Iterator[Node]:
    """Yield the brackets whose words are not in the clause."""
    for bracket in rolling.brackets_on_table:
        said = _(
            "%(bracket)s stands in the chair’s text: %(words)s",
            bracket=bracket.title,
            words=f"[{bracket.inside}]",
        )
        yield _named(paragraph(" ".join(said.split())), f"bracket-{bracket.id}")
    for bracket in rolling.brackets_gone:
        said = _(
            "%(bracket)s is open, but its words are gone from the clause: %(words)s",
            bracket=bracket.title,
            words=f"[{bracket.inside}]",
        )
        yield _named(paragraph(" ".join(said.split())), f"bracket-{bracket.id}")


def _after(rolling: RollingClause) -> Iterator[Node]:
    """Yield the new clauses after a clause and its items."""
    for bracket in rolling.brackets_after:
        content = [*_sign("["), words("ADD "), *_choices(bracket.choices), *_sign("]")]
        yield _named(block("paragraph", content), f"bracket-{bracket.id}")
    for each in rolling.added_outside:
        content = [
            *_sign("["),
            *_lines(f"ADD {each.words}"),
            words(f" ({', '.join(each.sources)})"),
            *_sign("]"),
        ]
        yield _named(block("paragraph", content), f"proposal-{each.proposal}")


def _part(part: WovenPart) -> list[Node]:
    """Return words, a place with its choices, or the end of a bracket."""
    match part.kind:
        case WovenKind.WORDS:
            return _lines(part.words)
        case WovenKind.CLOSES:
            others = part.choices
            return [*(_sign(" / ") if others else []), *_choices(others), *_sign("]")]
        case WovenKind.POINT:
            return [*_sign("["), *_choices(part.choices), *_sign("]"), words(" ")]
        case _:
            return [*_sign("["), *_choices(part.choices), *_sign("]")]


def _sign(sign: str) -> list[Node]:
    return [words(sign, "strong")]


def _choices(choices: Sequence[RollingChoice]) -> list[Node]:
    content: list[Node] = []
    for number, choice in enumerate(each for each in choices if each.words or not each.is_base):
        content += _sign(" / ") if number else []
        content += _choice(choice)
    return content


def _choice(choice: RollingChoice) -> list[Node]:
    said = _lines(choice.words.strip()) if choice.words.strip() else [words(_("nothing"), "em")]
    names = comma().join(choice.sources)
    return [*said, words(f" ({names})")] if names else said


def _space_before(choices: Sequence[RollingChoice]) -> str:
    """Return the space that stands before the brackets: that of the words within them."""
    return " " if any(each.words[:1].isspace() for each in choices) else ""


def _list(listed: Sequence[ListedProposal]) -> Iterator[Node]:
    if not listed:
        return
    yield _named(heading(1, _("Proposals")), "proposals")
    if rows := [each for each in listed if each.is_in_text]:
        yield _table(rows)
    for each in listed:
        if not each.is_in_text:
            yield _named(paragraph(said_beside(each)), f"earlier-{each.proposal.id}")


def _table(rows: Sequence[ListedProposal]) -> Node:
    """Return the table, each row of which has ids by its proposal."""
    made = table(
        [_("Proposal"), _("Source"), _("Reference"), _("Reasons")],
        [
            [
                each.name,
                each.proposal.source,
                each.proposal.reference,
                " ".join(each.proposal.reasons.split()),
            ]
            for each in rows
        ],
    )
    head, *others = made["content"]
    keys = (f"row-{each.proposal.id}" for each in rows)
    content = [
        _named(head, "row-head"),
        *(_named(row, key) for row, key in zip(others, keys, strict=True)),
    ]
    return {**made, "attrs": {**made["attrs"], "id": block_id("table")}, "content": content}


def _lines(said: str) -> list[Node]:
    content: list[Node] = []
    for number, line in enumerate(said.split("\n")):
        content += [{"type": "hard_break"}] if number else []
        content += [words(line)] if line else []
    return content


def _named(node: Node, key: str) -> Node:
    return named(node, f"rolling-{key}")
