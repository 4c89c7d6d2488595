"""A paper in Word: its lists are counted by Word, with the labels that are stored."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from lxml import etree

from wgcop.paper import from_text, plain
from wgcop.paper.blocks import table
from wgcop.paper.comparison import accept, compare, reject, signed, told_apart
from wgcop.paper.comparison.marks import canonical
from wgcop.paper.tree import Node, children, walk
from wgcop.reading.sandbox import read_in_sandbox
from wgcop.word import write_tree
from wgcop.word.document import WordDocument, WordRun

TYPED = """# 1 Background

As *recalling a)* says, **so** [here](https://a.example).

a) recorded
b) broadcast
   (i) at noon
   (ii) at night
c) repeated

3. third
4. fourth

IV) four

y) ye
z) zed
aa) after the letters

(xviii) wide

| Year | Plays |
|---|---|
| 2025 | 9 |
"""


def written(typed: str) -> bytes:
    return written_tree(from_text(typed))


def written_tree(tree: Node) -> bytes:
    document = WordDocument(title="Plays", language="en", created=datetime.now(UTC))
    write_tree(document, tree, language="en")
    return document.bytes()


def xml(data: bytes, part: str) -> str:
    name = f"word/{part}.rels" if part.startswith("_rels/") else f"word/{part}.xml"
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


@pytest.mark.parametrize(
    "typed, form, text, start",
    [
        ("a) one", "lowerLetter", "%1)", "1"),
        ("(c) three", "lowerLetter", "(%1)", "3"),
        ("3. third", "decimal", "%1.", "3"),
        ("iv) four", "lowerRoman", "%1)", "4"),
        ("B) two", "upperLetter", "%1)", "2"),
    ],
)
def test_word_counts_as_the_paper_does(typed: str, form: str, text: str, start: str) -> None:
    data = written(typed)
    number = re.search(r'<w:numId w:val="(\d+)"/>', xml(data, "document"))[1]
    numbering = xml(data, "numbering")
    assert re.search(
        rf'<w:num w:numId="{number}"[^>]*><w:abstractNumId w:val="{number}"/>', numbering
    )
    level = re.search(rf'w:abstractNumId="{number}".*?</w:lvl>', numbering, re.DOTALL)[0]
    assert f'<w:numFmt w:val="{form}"/>' in level
    assert f'<w:lvlText w:val="{text}"/>' in level
    assert f'<w:start w:val="{start}"/>' in level


def test_what_word_would_count_otherwise_is_written_out() -> None:
    paragraphs = [
        p.text for p in docx.Document(io.BytesIO(written("z) zed\naa) after"))).paragraphs
    ]
    assert paragraphs == ["z)\tzed", "aa)\tafter"]


def test_read_again_it_has_the_same_labels() -> None:
    labels = re.compile(r"^\(?\w{1,5}[.)] ", re.MULTILINE)
    read = read_in_sandbox(written(TYPED), "plays.docx").text.replace("\t", " ")
    assert labels.findall(read) == labels.findall(plain(from_text(TYPED)))
    assert "recalling a)" in read


def test_tables_headings_and_marks_are_words_own() -> None:
    document = docx.Document(io.BytesIO(written(TYPED)))
    assert document.paragraphs[0].style.name == "Heading 1"
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["Year", "Plays"],
        ["2025", "9"],
    ]
    says = document.paragraphs[1]
    assert [run.text for run in says.runs if run.italic] == ["recalling a)"]


def test_a_link_in_a_footnote_belongs_to_the_footnotes() -> None:
    data = written("See [here](https://a.example).^[And [there](https://b.example).]")
    places = [xml(data, f"_rels/{part}.xml") for part in ("document", "footnotes")]
    assert ["https://a.example" in each for each in places] == [True, False]
    assert ["https://b.example" in each for each in places] == [False, True]


@pytest.mark.parametrize(
    ("words", "way", "flags"),
    [
        ("حماية الأطفال", None, [None]),
        ("حماية الأطفال", "rtl", [None]),
        ("حماية الأطفال", "ltr", ["0"]),
        ("Children", None, []),
        ("Children", "rtl", [None]),
    ],
)
def test_a_paragraph_runs_as_its_writer_says_or_else_as_its_words_do(
    words: str, way: str | None, flags: list[str | None]
) -> None:
    tree = from_text(words)
    children(tree)[0]["attrs"]["dir"] = way
    [paragraph] = etree.fromstring(xml(written_tree(tree), "document").encode()).iter(qn("w:p"))
    assert [each.get(qn("w:val")) for each in paragraph.iter(qn("w:bidi"))] == flags


def arabic() -> WordDocument:
    return WordDocument(title="خطة", language="ar", created=datetime.now(UTC))


def directed_runs(paragraph: Any) -> list[tuple[str, bool]]:
    """Return the runs of a paragraph, each with whether it runs from right to left."""
    return [(run.text, bool(run.font.rtl)) for run in paragraph.runs]


def turned(paragraph: Any) -> bool:
    return paragraph._p.pPr is not None and paragraph._p.pPr.find(qn("w:bidi")) is not None


def test_a_symbol_within_an_arabic_line_is_a_run_of_its_own() -> None:
    document = arabic()
    document.paragraph(WordRun("انظر WG-COP/3/2(Rev.1)، الصفحة 4", strong=True))
    [paragraph] = docx.Document(io.BytesIO(document.bytes())).paragraphs
    assert turned(paragraph)
    assert directed_runs(paragraph) == [
        ("انظر ", True),
        ("WG-COP/3/2(Rev.1)", False),
        ("، الصفحة 4", True),
    ]
    assert all(run.bold for run in paragraph.runs)
    languages = [each.attrib for each in paragraph._p.iter(qn("w:lang"))]
    assert languages == [{qn("w:bidi"): "ar"}, {qn("w:val"): "ar"}, {qn("w:bidi"): "ar"}]


def test_a_symbol_within_an_arabic_paper_is_a_run_of_its_own() -> None:
    document = arabic()
    write_tree(document, from_text("انظر **WG-COP/3/1 وغيرها**."), language="ar")
    [paragraph] = docx.Document(io.BytesIO(document.bytes())).paragraphs
    assert directed_runs(paragraph) == [
        ("انظر ", True),
        ("WG-COP/3/1", False),
        (" وغيرها", True),
        (".", False),
    ]


def test_lines_of_an_arabic_file_begin_at_the_right_whatever_their_letters() -> None:
    document = arabic()
    document.paragraph(WordRun("WG-COP/3/1 · "), WordRun("كينيا", language="ar"))
    document.paragraph(WordRun("Geneva and online."))
    document.paragraph(WordRun("26/11"))
    document.paragraph(WordRun("Opening hours.", language="en"))
    mixed, latin, number, quoted = docx.Document(io.BytesIO(document.bytes())).paragraphs
    assert [turned(each) for each in (mixed, latin, number, quoted)] == [True, False, True, False]
    # A line without Arabic letters would have its stop in front, if it ran from right to left.
    assert latin.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert quoted.alignment is None, "words in another language keep the side of their own"


def test_tables_and_page_numbers_of_an_arabic_file_run_from_right_to_left() -> None:
    document = arabic()
    document.cover_fields([("المصدر", [WordRun("Kenya")])])
    write_tree(document, from_text("| السنة | العدد |\n|---|---|\n| 2025 | 9 |"), language="ar")
    read = docx.Document(io.BytesIO(document.bytes()))
    assert [table._tblPr.find(qn("w:bidiVisual")) is not None for table in read.tables] == [
        True
    ] * 2
    [foot] = read.sections[0].footer.paragraphs
    assert turned(foot) and (" / ", True) in directed_runs(foot)
    english = docx.Document(io.BytesIO(written("| Year |\n|---|\n| 2025 |")))
    assert english.tables[0]._tblPr.find(qn("w:bidiVisual")) is None
    assert not turned(english.sections[0].footer.paragraphs[0])


def test_figures_alone_begin_where_an_arabic_file_does() -> None:
    tree = {
        "type": "doc",
        "content": [table(["المؤشر", "العدد"], [["الأدلة", "8"], ["كينيا", "a 9"]])],
    }
    document = arabic()
    write_tree(document, tree, language="ar")
    [read] = docx.Document(io.BytesIO(document.bytes())).tables
    ways = [turned(row.cells[1].paragraphs[0]) for row in read.rows]
    assert ways == [True, True, False]
    [again] = docx.Document(io.BytesIO(written_tree(tree))).tables
    assert not turned(again.rows[1].cells[1].paragraphs[0]), "an English file begins at the left"


def test_only_the_rows_on_top_are_repeated_on_each_page() -> None:
    tree = from_text("| Year | Plays |\n|---|---|\n| 2025 | 9 |\n| Sum | 9 |")
    for cell in children(children(children(tree)[0])[2]):
        cell["type"] = "table_header"
    rows = [*etree.fromstring(xml(written_tree(tree), "document").encode()).iter(qn("w:tr"))]
    assert [len([*row.iter(qn("w:tblHeader"))]) for row in rows] == [1, 0, 0]


def test_a_paragraph_stands_between_tables_that_different_items_hold() -> None:
    text = xml(written("- one\n\n  |a|\n  |---|\n\n|b|\n|---|"), "document")
    assert text.count("<w:tbl>") == 2
    assert "</w:tbl><w:tbl>" not in text


def test_what_a_comparison_found_is_signed_and_marks_of_the_paper_keep_their_own() -> None:
    old = from_text("In {++2018++} it ran.\n\nThis paragraph goes.\n\nEnd.")
    new = from_text("In {++2018++} it ran well.\n\nEnd.\n\n{++2020++} | 2021")
    for tree in (old, new):
        for node in walk(tree):
            for mark in node.get("marks", ()):
                mark["attrs"] = {"by": "Fiji", "at": "2019-01-02T00:00:00Z"}
    marked = signed(compare(old, new).marked, by="Kenya", at="2026-03-04T00:00:00Z")
    assert accept(marked) == canonical(new) and reject(marked) == canonical(old)
    document = WordDocument(title="Plays", language="en", created=datetime.now(UTC))
    write_tree(document, marked, language="en")
    changes = re.findall(
        r'<w:(ins|del) w:id="\d+" w:author="([^"]*)" w:date="([^"T]*)',
        xml(document.bytes(), "document"),
    )
    assert set(changes) == {
        ("ins", "Fiji", "2019-01-02"),
        ("ins", "Kenya", "2026-03-04"),
        ("del", "Kenya", "2026-03-04"),
    }
    assert [who for _kind, who, _at in changes].count("Fiji") == 2
    assert 'w:author=""' not in xml(document.bytes(), "document")


WITH_OWN_CHANGES = [
    "In {++2018++} it ran {--badly--}.\n\nAll of {++this goes++}.\n\nEnd {++of it++} {--all--} here.",
    "In {++2018++} it ran {--badly--} again.\n\nEnd of it  here, {++says Fiji++}.\n\n{--This came--} too.",
]


@pytest.mark.parametrize("texts", [WITH_OWN_CHANGES, WITH_OWN_CHANGES[::-1]])
@pytest.mark.parametrize("change", ["inserted", None])
def test_word_accepts_the_new_wording_and_rejects_to_the_old_one_with_the_marks_of_each(
    texts: list[str], change: str | None
) -> None:
    old, new = map(from_text, texts)
    for tree, way in ((old, change), (new, "deleted")):  # the paper marks whole blocks too
        children(tree)[-1]["attrs"]["change"] = way
    text = xml(written_tree(told_apart(compare(old, new).marked)), "document")
    assert settled(text, kept="ins", dropped="del") == shown(canonical(new))
    assert settled(text, kept="del", dropped="ins") == shown(canonical(old))


Line = list[tuple[str, str]]
"""Words, and whether they have double lines under or through them."""


def settled(text: str, *, kept: str, dropped: str) -> list[Line]:
    """The lines of a Word file in which all tracked changes were accepted, or rejected."""
    body = etree.fromstring(text.encode())
    for paragraph in list(body.iter(qn("w:p"))):
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn(f'w:{dropped}')}") is not None:
            assert all(
                run.getparent().tag == qn(f"w:{dropped}") for run in paragraph.iter(qn("w:r"))
            )
    for element in list(body.iter(qn(f"w:{dropped}"))):
        element.getparent().remove(element)
    lines = [
        [(words, look) for run in paragraph.iter(qn("w:r")) for words, look in _run(run, kept)]
        for paragraph in body.iter(qn("w:p"))
    ]
    return [_joined(line) for line in lines if line]


def _run(run: Any, kept: str) -> Iterator[tuple[str, str]]:
    looks = run.find(qn("w:rPr"))
    if looks is None:  # room behind the paper, none of its words
        return
    former = run.find(f"{qn('w:rPr')}/{qn('w:rPrChange')}/{qn('w:rPr')}")
    if kept == "del" and former is not None:
        looks = former
    underline = looks.find(qn("w:u"))
    under = underline is not None and underline.get(qn("w:val")) == "double"
    look = "under" if under else "through" if looks.find(qn("w:dstrike")) is not None else ""
    for words in run.iter(qn("w:t"), qn("w:delText")):
        yield words.text, look


def shown(tree: Node) -> list[Line]:
    lines = []
    for block in children(tree):
        whole = {"inserted": "under", "deleted": "through"}.get(block["attrs"].get("change"), "")
        own = {"insertion": "under", "deletion": "through"}
        line = [
            (piece["text"], next((own[mark["type"]] for mark in piece.get("marks", ())), whole))
            for piece in children(block)
        ]
        lines.append(_joined(line))
    return lines


def _joined(line: Line) -> Line:
    return [
        ("".join(words for words, _look in group), look)
        for look, group in groupby(line, key=lambda piece: piece[1])
    ]


def signed_marks(text: str, kind: str = "", by: str = "Kenya") -> Node:
    marks = [{"type": kind, "attrs": {"by": by, "at": None}}]
    return {"type": "text", "text": text, **({"marks": marks} if kind else {})}


def runs(tree: Node) -> list[tuple[str, str]]:
    """The first paragraph of a file as it stands there: each run with its change."""
    paragraph = docx.Document(io.BytesIO(written_tree(tree))).element.body.find(qn("w:p"))
    return [
        (
            each.tag.rpartition("}")[2],
            "".join(part.text for part in each.iter(qn("w:t"), qn("w:delText"))),
        )
        for each in paragraph
        if each.tag in (qn("w:r"), qn("w:ins"), qn("w:del"))
    ]


@pytest.mark.parametrize(
    "end, by, wanted",
    [
        (
            [("Radio reaches",), (" parents", "insertion")],
            "Kenya",
            [("r", "Radio "), ("ins", "reaches parents"), ("del", "reaches")],
        ),
        (
            [("Radio ",), ("reaches", "deletion"), ("finds", "insertion")],
            "Kenya",
            [("r", "Radio "), ("ins", "finds"), ("del", "reaches")],
        ),
        (
            [
                ("2 ", "deletion", "Brazil"),
                ("reaches", "deletion", "Kenya, Brazil"),
                ("finds", "insertion"),
            ],
            "Kenya",
            [("del", "2 "), ("ins", "finds"), ("del", "reaches")],
        ),
        (
            [("Radio reaches",), (" parents", "insertion")],
            "Brazil",
            [("r", "Radio reaches"), ("ins", " parents")],
        ),
    ],
)
def test_new_words_before_a_new_paragraph_of_the_same_person_are_no_end_of_theirs(
    end: Any, by: str, wanted: Any
) -> None:
    """LibreOffice would make one insertion of the two, and with it the break would go."""
    upper = {"type": "paragraph", "content": [signed_marks(*each) for each in end]}
    new = {
        "type": "paragraph",
        "attrs": {"change": "inserted"},
        "content": [signed_marks("New.", "insertion", by=by)],
    }
    last = {"type": "paragraph", "content": [signed_marks("The end.")]}
    assert runs({"type": "doc", "content": [upper, new, last]}) == wanted
    without = {"type": "doc", "content": [upper, last]}
    assert runs(without)[-1][0] == "ins", "nothing new follows"


def test_columns_are_equal_unless_a_word_would_break() -> None:
    even = xml(written("| one | two |\n|---|---|\n| three | four |"), "document")
    assert re.findall(r'<w:gridCol w:w="(\d+)"', even) == ["4706", "4706"]
    narrow = "| No. | " + " | ".join(["A"] * 9) + " |\n|" + "---|" * 10 + "\n| 1 |"
    wide = xml(written(narrow + " Internationalization |" + " b |" * 8), "document")
    first, second, *others = map(int, re.findall(r'<w:gridCol w:w="(\d+)"', wide))
    assert second > 20 * 100 and second > 2 * first and sum([first, second, *others]) <= 9412
    symbols = "| Number | Title | Source | Item | Kind |\n|" + "---|" * 5 + "\n| WG-COP/3/ADM/12 |"
    of_list = xml(
        written(symbols + " Telecommunication | Kenya | 2.1 | Contribution |"), "document"
    )
    number, *_ = map(int, re.findall(r'<w:gridCol w:w="(\d+)"', of_list))
    assert number > len("WG-COP/3/ADM/12") * 131 + 216, "a symbol stays in one line"


def test_heads_of_a_matrix_that_have_no_room_are_read_from_below() -> None:
    measures = [
        "Legislation",
        "Helplines",
        "Awareness",
        "Filtering",
        "Telecommunication",
        "Research",
        "Prevention",
    ] * 2
    matrix = (
        "| Group | " + " | ".join(measures) + " |\n|" + "---|" * 15 + "\n| Parents |" + " 3 |" * 14
    )
    document = xml(written(matrix), "document")
    assert document.count('w:textDirection w:val="btLr"') == len(measures)
    height = int(re.findall(r'<w:trHeight w:val="(\d+)"', document)[0])
    assert height > len("Telecommunication") * 100
    assert "textDirection" not in xml(written("| one | two |\n|---|---|\n| 1 | 2 |"), "document")


def test_what_xml_has_no_place_for_is_left_out_of_a_file():
    """As texts may hold that were stored before such characters were refused."""
    tree = from_text("**Filters** and slides")
    for node in walk(tree):
        if "text" in node:
            node["text"] += "\ufffe\x0b!"
    file = docx.Document(io.BytesIO(written_tree(tree)))
    assert [each.text for each in file.paragraphs if each.text] == ["Filters! and slides!"]


def test_a_row_and_a_break_say_who_changed_them_as_their_words_do() -> None:
    signature = {"by": "Amina Barasa", "at": "2026-11-20T09:30:00Z"}
    tree = from_text("New.\n\n| a | b |\n|---|---|\n| c | d |\n\nEnd.")
    paragraph, table, _end = tree["content"]
    for changed in (paragraph, table["content"][1]):
        changed["attrs"]["change"] = "inserted"
        for node in walk(changed):
            if node["type"] == "text":
                node["marks"] = [{"type": "insertion", "attrs": signature}]
    body = etree.fromstring(
        zipfile.ZipFile(io.BytesIO(written_tree(tree))).read("word/document.xml")
    )
    changes = [*body.iter(qn("w:ins"), qn("w:cellIns"))]
    assert {change.getparent().tag for change in changes} >= {qn("w:trPr"), qn("w:rPr")}
    assert {change.get(qn("w:author")) for change in changes} == {"Amina Barasa"}
    assert {change.get(qn("w:date")) for change in changes} == {signature["at"]}
