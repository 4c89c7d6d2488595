"""A paper as a Word file: its cover comes back as a cover, its text as the text."""

import io
import re
import zipfile

import docx

from tests.validators import faults_in_word
from wgcop.reading.papers import read_paper
from wgcop.reading.sandbox import read_in_sandbox


def in_word(client, address) -> bytes:
    answer = client.get(f"{address}.docx")
    assert answer.status_code == 200
    return answer.data


def test_the_cover_and_the_text_come_back_from_the_word_file(world, http, draft, typed):
    address = draft(
        world.amina,
        abstract="Radio reaches parents.",
        keywords="radio, helplines",
        contact="Amina Barasa, Kenya\namina@example.org",
    )
    data = in_word(http(world.amina), address)
    paper = read_paper(data, "paper.docx")
    assert paper.title == "Radio plays about the net"
    assert paper.cover["source"] == "Kenya"
    assert paper.cover["purpose"] == "action"
    assert paper.cover["abstract"] == "Radio reaches parents."
    assert paper.cover["keywords"] == "radio, helplines"
    assert paper.cover["action_required"] == "The group is invited to note the trial."
    assert paper.cover["contact"].replace("\n", "|") == "Amina Barasa, Kenya|amina@example.org"
    words = re.findall(r"\w+", str([b for b in paper.tree["content"]]))
    assert "Kenya" not in words, "the cover is no part of the text"
    assert paper.not_understood == []


def test_labels_of_the_cover_are_in_the_language_of_the_paper(world, http, draft):
    address = draft(world.amina, language="fr")
    data = in_word(http(world.amina), address)
    words = read_in_sandbox(data, "paper.docx").text
    assert "Pour suite à donner" in words and "Suite à donner" in words
    dates = re.search("Geneva and online</bdi>(, [^<]+)", http(world.amina).get(address).text)[1]
    assert f">{dates}</w:t>" in document_xml(data)
    paper = read_paper(data, "paper.docx")
    assert paper.cover["language"] == "fr"
    assert paper.cover["action_required"] == "The group is invited to note the trial."


def test_an_arabic_title_is_as_bold_and_large_as_any_other(world, http, draft):
    """Word takes the looks of Arabic words from settings of their own."""
    data = in_word(http(world.amina), draft(world.amina, language="ar", title="برامج إذاعية"))
    styles = zipfile.ZipFile(io.BytesIO(data)).read("word/styles.xml").decode()
    bold = [
        style
        for style in re.findall(r"<w:style .*?</w:style>", styles, re.DOTALL)
        if "<w:b/>" in style
    ]
    assert any("Title" in style for style in bold)
    for style in bold:
        assert "<w:bCs/>" in style, style
    for size in re.findall(r'<w:sz w:val="(\d+)"/>(.{1,30})', styles):
        assert f'<w:szCs w:val="{size[0]}"/>' in size[1]


def test_the_file_knows_its_title_its_source_and_its_symbol(world, http, document):
    _work, address = document(world.amina)
    file = docx.Document(io.BytesIO(in_word(http(world.caio), address)))
    symbol = address.removeprefix("/documents/")
    assert file.core_properties.title == f"{symbol}: Radio plays about the net"
    assert file.core_properties.author == "Kenya"
    assert file.sections[0].header.paragraphs[0].text == symbol


def test_a_comparison_leaves_as_tracked_changes(world, http, document, typed):
    work, _address = document(world.amina)
    client = http(world.amina)
    client.post(f"{work}/revisions")
    client.post(work, data=typed(text="Entirely other words.", version=1) | {"steps": ""})
    page = client.get(f"{work}/compare?from=original&to=draft").text
    assert "In Word, with tracked changes" in page
    assert "to the draft as it is now</h1>" in page
    file = client.get(f"{work}/compare.docx?from=original&to=draft")
    assert "Rev.1-changes.docx" in file.headers["Content-Disposition"], "not taken for the document"
    xml = document_xml(file.data)
    ids = re.findall(r'<w:(?:ins|del|bookmarkStart) w:id="(\d+)"', xml)
    assert "<w:ins " in xml and "<w:del " in xml and len(ids) == len(set(ids))
    marked = read_paper(file.data, "marked.docx").tree
    assert "deleted" in str(marked) or "deletion" in str(marked)
    assert "double lines" not in xml, "the paper marks nothing itself"
    pdf = client.get(f"{work}/compare.pdf?from=original&to=draft")
    assert pdf.data.startswith(b"%PDF-")
    assert http(world.caio).get(f"{work}/compare.docx?from=original&to=draft").status_code == 404


def test_what_a_paper_marks_itself_is_told_from_what_a_revision_changes(
    world, http, document, typed, tmp_path
):
    own = "It ran in {--2014--}{++2018++}."
    work, url = document(world.amina, text=own)
    client = http(world.amina)
    assert "<w:ins " in document_xml(in_word(client, url)), (
        "its own changes can be accepted in Word"
    )
    client.post(f"{work}/revisions")
    client.post(work, data=typed(text=f"{own} Again.", version=1) | {"steps": ""})
    data = client.get(f"{work}/compare.docx?from=original&to=draft").data
    xml = document_xml(data)
    of_text = re.findall(
        r'<w:(ins|del) w:id="\d{1,6}"', xml
    )  # those of the cover have higher numbers
    assert of_text == ["ins"]
    assert '<w:u w:val="double"/>' in xml and "<w:dstrike/>" in xml
    assert "Changes with double lines are marked in the paper itself.<" in xml
    assert faults_in_word(data, tmp_path) == []


def document_xml(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
