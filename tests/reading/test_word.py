"""Word documents: what stands in them, and what hostile ones may not do."""

import io
import zipfile
from copy import copy
from datetime import UTC, datetime

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from wgcop.reading import Unreadable, read, word
from wgcop.reading.word_parts import inherited


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def report():
    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.language = "Hotlines in nine countries", "en-GB"
    properties.modified = datetime(2010, 5, 3, tzinfo=UTC)
    document.add_paragraph("Hotlines", style="Title")
    document.add_heading("1 Who answers", level=1)
    document.add_paragraph("Trained volunteers.", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Kenya", "116"
    document.add_heading("Наблюдение", level=2)
    return document


def test_headings_lists_and_tables_are_lines():
    reading = read(saved(report()), "hotlines.docx")

    assert (reading.title, reading.language) == ("Hotlines", "en")
    assert reading.dated == ""
    assert reading.text.split("\n") == [
        "Hotlines",
        "1 Who answers",
        "Trained volunteers.",
        "Kenya | 116",
        "Наблюдение",
    ]
    assert [(p.place, p.fragment) for p in reading.passages] == [
        ("1 Who answers", "s-1"),
        ("Наблюдение", "h-2"),
    ]


def test_a_title_in_capitals_goes_on_in_the_next_paragraph_and_ends_at_a_heading():
    document = docx.Document()
    document.add_paragraph("COMPENDIUM OF EUROPEAN")
    document.add_paragraph("LAWS ON CHILDREN ONLINE")
    document.add_heading("FIRST PART", level=1)
    document.add_paragraph("Nine countries answered.")
    assert read(saved(document), "a.docx").title == "COMPENDIUM OF EUROPEAN LAWS ON CHILDREN ONLINE"


def test_a_table_within_a_cell_appears_once():
    document = docx.Document()
    row = document.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text = "Kenya"
    row.cells[1].add_table(rows=1, cols=1).rows[0].cells[0].text = "116"

    assert read(saved(document), "a.docx").text == "Kenya | 116"


def test_an_outline_level_makes_a_heading_without_a_style():
    document = docx.Document()
    paragraph = document.add_paragraph("التوصيات")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>'))
    document.add_paragraph("تلتزم الدول بحماية الأطفال.")

    reading = read(saved(document), "a.docx")

    assert reading.passages[0].place == "التوصيات" and reading.language == "ar"


def test_a_style_or_paragraph_that_declares_itself_body_text_is_no_heading():
    document = docx.Document()
    document.add_heading("Findings", level=1)
    body_text = f'<w:outlineLvl {nsdecls("w")} w:val="9"/>'
    style = document.styles.add_style("Lead", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Heading 1"]
    style.element.get_or_add_pPr().append(parse_xml(body_text))
    document.add_paragraph("Nine countries answered.", style="Lead")
    paragraph = document.add_paragraph("Two did not.", style="Heading 1")
    paragraph._p.get_or_add_pPr().append(parse_xml(body_text))

    assert [each.place for each in read(saved(document), "a.docx").passages] == ["Findings"]


NUMBERING = f"""<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="70">
<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading1"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading2"/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum><w:num w:numId="70"><w:abstractNumId w:val="70"/></w:num></w:numbering>"""


def test_numbers_that_word_counts_are_counted():
    document = docx.Document()
    listed = parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="70"/></w:numPr>')
    for level in (1, 2):
        properties = document.styles[f"Heading {level}"].element.get_or_add_pPr()
        properties.append(copy(listed))
    numbering = document.part.numbering_part.element
    numbering[:] = parse_xml(NUMBERING)[:]
    for level, title in ((1, "Scope"), (1, "Findings"), (2, "Helplines"), (2, "Hotlines")):
        document.add_heading(title, level=level)
    reading = read(saved(document), "a.docx")

    assert [(p.place, p.fragment) for p in reading.passages] == [
        ("1 Scope", "s-1"),
        ("2 Findings", "s-2"),
        ("2.1 Helplines", "s-2-1"),
        ("2.2 Hotlines", "s-2-2"),
    ]


@pytest.mark.parametrize(
    ("form", "labels"),
    [("lowerLetter", "a b c"), ("arabicAbjad", "أ ب ج"), ("arabicAlpha", "أ ب ت"), ("bullet", "")],
)
def test_letters_that_word_counts_are_counted_in_arabic_too(form, labels):
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering[:] = parse_xml(NUMBERING.replace("decimal", form))[:]
    for title in "xyz":
        properties = document.add_paragraph(title)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="70"/></w:numPr>'))
    counted = [f"{label}. " for label in labels.split()] or [""] * 3
    said = [f"{label}{title}" for label, title in zip(counted, "xyz", strict=True)]
    assert read(saved(document), "a.docx").text.split("\n") == said


def test_deleted_text_is_left_out_and_inserted_text_is_read():
    document = docx.Document()
    paragraph = document.add_paragraph("Countries ")
    for change in (
        '<w:del {0} w:id="1" w:author="a"><w:r><w:delText>should </w:delText></w:r></w:del>',
        '<w:ins {0} w:id="2" w:author="a"><w:r><w:t xml:space="preserve">shall </w:t></w:r></w:ins>',
        '<w:moveFrom {0} w:id="3" w:author="a"><w:r><w:t>never </w:t></w:r></w:moveFrom>',
        "<w:r {0}><w:t>help.</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(change.format(nsdecls("w"))))

    assert read(saved(document), "a.docx").text == "Countries shall help."


def test_footnotes_follow_the_paragraph_that_refers_to_them():
    document = docx.Document()
    paragraph = document.add_paragraph("Nine have a hotline.")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    document.add_paragraph("Four have none.")
    data = with_part(
        saved(document),
        "word/footnotes.xml",
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>As of May 2010.</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>",
        kind="footnotes",
    )

    assert read(data, "a.docx").text.split("\n") == [
        "Nine have a hotline.",
        "As of May 2010.",
        "Four have none.",
    ]


def with_part(data: bytes, name: str, content: str, *, kind: str) -> bytes:
    out = io.BytesIO()
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            if part == "word/_rels/document.xml.rels":
                added = f'<Relationship Id="rX" Type="{base}/{kind}" Target="{name[5:]}"/></Relationships>'
                text = text.replace(b"</Relationships>", added.encode())
            if part == "[Content_Types].xml":
                mime = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
                added = f'<Override PartName="/{name}" ContentType="{mime}"/></Types>'
                text = text.replace(b"</Types>", added.encode())
            new.writestr(part, text)
        new.writestr(name, content)
    return out.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def test_an_archive_that_would_unpack_to_too_much_is_refused():
    bomb = archive({"word/document.xml": b" " * (word.LARGEST_PART + 1)})

    with pytest.raises(Unreadable, match="too large once it is unpacked"):
        read(bomb, "a.docx")


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"readme.txt": b"x"}, "an archive, not a Word document"),
        ({"word/document.xml": b"<w"}, "damaged"),
    ],
)
def test_other_archives_are_named_as_such(parts, reason):
    with pytest.raises(Unreadable, match=reason):
        read(archive(parts), "a.docx")


def test_chains_of_styles_are_walked_once():
    """Thousands in a chain and a paragraph in the last of them cost half a minute, when each was walked anew."""

    class Counting(dict):
        asked = 0

        def get(self, *key):
            Counting.asked += 1
            return super().get(*key)

    names = [f"s{n}" for n in range(3000)]
    based_on = Counting(zip(names[1:], names, strict=False))
    values = inherited(dict.fromkeys(names, 0) | {"s0": 2}, based_on, 0)
    assert {values[name] for name in names} == {2}
    assert Counting.asked <= 2 * len(names)
    assert inherited({"a": 0, "b": 0}, {"a": "b", "b": "a"}, 0) == {"": 0, "a": 0, "b": 0}
