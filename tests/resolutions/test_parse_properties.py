"""Whatever is built like a resolution is read as it was built; whatever is damaged is read whole or refused."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import fill

from hypothesis import given
from hypothesis import strategies as st

import wgcop.resolutions
from wgcop.resolutions.parse import ParseError, parse
from wgcop.resolutions.tree import ParsedClause, ParsedResolution, to_json, words

SEED = (
    Path(wgcop.resolutions.__file__).parent / "texts" / "resolution-67-hyderabad-2010.txt"
).read_text(encoding="utf-8")

WORDS = [
    *("children", "networks", "offices", "reports", "guidance", "safety", "regions", "Resolution"),
    *("a", "the", "of", "with", "and", "for", "Union", "(ITU)", "2010", "45", "§", "No."),
    *("telecommunication/ICT", "*inter alia*", "well-known"),
]
PREAMBULAR = [
    "considering",
    "considering further",
    "recognizing",
    "recalling also",
    "noting with appreciation",
    "bearing in mind",
    "taking into account",
    "having examined",
    "mindful",
]
OPERATIVE = [
    "resolves",
    "decides",
    "resolves further",
    "instructs the Secretary-General",
    "instructs the Director of the Telecommunication Development Bureau",
    "invites Member States, Sector Members and Associates",
    "encourages administrations",
    "calls upon developing countries",
    "resolves to instruct the Directors of the Bureaux",
    "further invites the ITU Council",
]
BODIES = {
    "The World Telecommunication Development Conference (Kigali, 2022),": "wtdc",
    "The Plenipotentiary Conference of the International Telecommunication Union (Kigali, 2022),": "pp",
    "The World Telecommunication Standardization Assembly (Kigali, 2022),": "wtsa",
    "The ITU Council,": "council",
}


@dataclass(frozen=True)
class Item:
    label: str
    text: str
    children: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Built:
    """What went in; `layout` is how it is printed."""

    designation: str
    title: str
    formula: str
    sections: tuple[tuple[str, str, tuple[Item, ...]], ...]


@dataclass(frozen=True)
class Layout:
    italics: bool
    wrapped: bool
    gaps: bool
    bullets: bool

    def print(self, built: Built) -> str:
        blocks = [built.designation, built.title, built.formula]
        for _, heading, items in built.sections:
            blocks.append(f"*{heading}*" if self.italics else heading)
            lines = [line for item in items for line in self._lines(item, 0)]
            blocks.append(("\n\n" if self.gaps else "\n").join(lines))
        return "\n\n".join(blocks) + "\n"

    def _lines(self, item: Item, depth: int) -> list[str]:
        text = f"{item.label} {item.text}".strip()
        if self.wrapped:
            text = fill(text, 70, break_long_words=False, break_on_hyphens=False)
        if self.bullets and item.label and not depth:
            text = f"- {text}"
        indent = "    " * depth
        printed = "\n".join(indent + line for line in text.split("\n"))
        return [
            printed,
            *(line for child in item.children for line in self._lines(child, depth + 1)),
        ]


@st.composite
def sentences(draw: st.DrawFn, opening: str, end: str) -> str:
    chosen = draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=40))
    return f"{opening} {' '.join(chosen)} ends{end}"


@st.composite
def lists(draw: st.DrawFn, *, operative: bool, end: str) -> tuple[Item, ...]:
    opening = draw(st.sampled_from(["to act on", "that"] if operative else ["that", "the work of"]))
    if draw(st.booleans()):
        return (Item("", draw(sentences(opening, end))),)
    style = "{}" if operative else "{})"
    marks = [str(n) for n in range(1, 30)] if operative else list("abcdefghijklmnopqrstuvwxyz")
    count = draw(st.integers(2, 12))
    items = []
    for position, mark in enumerate(marks[:count]):
        closes = end if position == count - 1 else ";"
        children: tuple[Item, ...] = ()
        # An eighth letter with Roman numbers below it is ambiguous in print as well.
        if mark != "h" and draw(st.integers(0, 5)) == 0:
            romans = ["i)", "ii)", "iii)", "iv)"][: draw(st.integers(2, 4))]
            children = tuple(
                Item(roman, draw(sentences("which", ";" if roman != romans[-1] else closes)))
                for roman in romans
            )
            closes = ":"
        items.append(Item(style.format(mark), draw(sentences(opening, closes)), children))
    return tuple(items)


@st.composite
def resolutions(draw: st.DrawFn) -> Built:
    number = draw(st.integers(1, 1500))
    kind = draw(st.sampled_from(["RESOLUTION", "Resolution", "DECISION", "RECOMMENDATION"]))
    edition = draw(
        st.sampled_from(["(Kigali, 2022)", "(Rev. Kigali, 2022)", "(REV. KIGALI, 2022)"])
    )
    preamble = draw(st.lists(st.sampled_from(PREAMBULAR), max_size=4, unique=True))
    operative = draw(st.lists(st.sampled_from(OPERATIVE), min_size=1, max_size=5, unique=True))
    sections = []
    for position, heading in enumerate([*preamble, *operative], start=1):
        last = position == len(preamble) + len(operative)
        part = "operative" if heading in OPERATIVE else "preambular"
        items = draw(lists(operative=part == "operative", end="." if last else ","))
        sections.append((part, heading, items))
    title = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
    return Built(
        f"{kind} {number} {edition}",
        f"Work on {' '.join(title)} everywhere",
        draw(st.sampled_from(sorted(BODIES))),
        tuple(sections),
    )


layouts = st.builds(
    Layout, italics=st.booleans(), wrapped=st.booleans(), gaps=st.booleans(), bullets=st.booleans()
)


def as_built(clause: ParsedClause) -> Item:
    return Item(clause.label, clause.text, tuple(as_built(child) for child in clause.children))


def counted(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", re.sub(r"\[footnote", "[", text, flags=re.IGNORECASE)))


@given(resolutions(), layouts)
def test_what_is_built_like_a_resolution_is_read_as_it_was_built(built, layout):
    resolution = parse(layout.print(built))
    assert (resolution.designation, resolution.title, resolution.formula) == (
        built.designation,
        built.title,
        built.formula,
    )
    assert resolution.work.startswith(f"{BODIES[built.formula]}-")
    assert (resolution.place, resolution.year) == ("Kigali", 2022)
    assert (
        tuple(
            (section.kind, section.heading, tuple(as_built(clause) for clause in section.clauses))
            for section in resolution.sections
        )
        == built.sections
    )
    wids = [clause.wid for clause in resolution.clauses()]
    assert len(wids) == len(set(wids))
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", wid) for wid in wids)


@given(resolutions(), layouts)
def test_a_revision_that_adds_a_section_leaves_the_other_names_alone(built, layout):
    before = parse(layout.print(built))
    *sections, (part, heading, items) = built.sections
    last = Item("", "to begin with this,")
    longer = replace(
        built,
        sections=(*sections, ("operative", "urges everyone", (last,)), (part, heading, items)),
    )
    after = parse(replace(layout, italics=True).print(longer))
    assert {clause.wid for clause in before.clauses()} < {clause.wid for clause in after.clauses()}


FRAGMENTS = st.one_of(
    st.sampled_from(
        [
            "\n",
            "\n\n",
            "*",
            "**",
            "_",
            "[footnote] 1 See it.",
            "[footnote",
            "[footnote 2: See that.]",
            "_______ 3 See this. ",
            "*resolves*",
            "invites Member States",
            ", instructs the Director to act",
            ", recognizing also",
            "ANNEX TO RESOLUTION 67 (HYDERABAD, 2010) ",
            "\nANNEX 1\n",
            "\n\nDone at Geneva",
            "1 ",
            "2bis ",
            "i) ",
            "; 3 to act",
            "\x00",
            "\u2028",
            "\x0c",
        ]
    ),
    st.text(max_size=20),
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    text = draw(st.one_of(st.just(SEED), st.builds(Layout.print, layouts, resolutions())))
    for _ in range(draw(st.integers(1, 5))):
        lines = text.split("\n")
        at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        match draw(st.sampled_from(["drop", "repeat", "swap", "cut", "insert", "join", "end"])):
            case "drop":
                del lines[at]
            case "repeat":
                lines.insert(other, lines[at])
            case "swap":
                lines[at], lines[other] = lines[other], lines[at]
            case "join":
                lines[at : at + 2] = [" ".join(lines[at : at + 2])]
            case "end":
                lines = lines[: at + 1]
            case "cut":
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column]
            case _:
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + draw(FRAGMENTS) + lines[at][column:]
        text = "\n".join(lines) or "x"
    return text


def read_or_refused(text: str) -> ParsedResolution | ParseError:
    try:
        return parse(text)
    except ParseError as refused:
        return refused


@given(damaged())
def test_a_damaged_text_is_read_whole_or_refused_in_plain_words(text):
    resolution = read_or_refused(text)
    if isinstance(resolution, ParseError):
        assert 1 <= resolution.line_number <= text.count("\n") + text.count("\r") + 1
        assert str(resolution).startswith(f"Line {resolution.line_number}: expected ")
        return
    assert Counter(words(resolution)) == counted(text)
    tree = to_json(resolution)
    assert all(section["heading"] and section["clauses"] for section in tree["sections"])
    wids = [clause.wid for clause in resolution.clauses()]
    assert len(wids) == len(set(wids))
    assert all(re.fullmatch(r"[A-Za-z0-9._-]{1,250}", wid) for wid in wids)


@given(st.text())
def test_any_text_at_all_is_refused_in_plain_words(text):
    assert str(read_or_refused(text)).startswith("Line ")
