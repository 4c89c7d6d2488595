"""The secretariat brings a resolution in from a page: read, confirmed beside the text, stored."""

import io
import re

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from sqlalchemy import func, select

from tests.architecture.reading import ROOT
from wgcop.reading import sandbox as reading
from wgcop.resolutions.models import Clause, Edition

DUBAI = """RESOLUTION 67 (Rev. Dubai, 2014)

Child online protection in the regions

The World Telecommunication Development Conference (Dubai, 2014),

recognizing

a) that children go online younger than before;

b) that guidance exists in six languages,

resolves to instruct the Director of the Telecommunication Development Bureau

1 to go on with the work on child online protection;

2 to report to the next conference.
"""
TEXT = (ROOT / "wgcop/resolutions/texts/resolution-67-hyderabad-2010.txt").read_text()


@pytest.fixture
def post(http, world):
    def send(path, by="ines", **data):
        return http(by and world.person(by)).post(path, data=data)

    return send


def typed(page):
    """What stands in the field of the text."""
    return re.search(r"<textarea[^>]*>\r?\n?(.*?)</textarea>", page.text, re.DOTALL)[1]


def confirmed(page):
    return re.search(r'name="confirmed"[^>]*value="(\w+)"', page.text)[1]


def editions(session):
    session.rollback()
    return session.scalars(select(Edition.slug).order_by(Edition.slug)).all()


def test_a_pasted_text_is_stored_once_its_clauses_were_confirmed(session, post, http, world):
    before = session.scalar(select(func.count(Clause.id)))
    page = post("/resolutions/import", text=DUBAI)
    assert page.status_code == 200
    assert "4 clauses: 2 continue the discussion of an earlier edition, 2 are new" in page.text
    assert "that children go online younger than before;" in page.text.partition("</textarea>")[2]
    assert editions(session) == ["67-hyderabad-2010"]

    stored = post("/resolutions/", text=typed(page), confirmed=confirmed(page))
    assert stored.location == "/resolutions/67-dubai-2014"
    assert "younger than before" in http().get(stored.location).text
    assert "67 (Rev. Dubai, 2014)" in http().get("/resolutions/").text
    assert session.scalar(select(func.count(Clause.id))) == before + 2


def test_what_was_not_confirmed_is_shown_again(session, post):
    page = post("/resolutions/import", text=DUBAI)
    changed = DUBAI.replace("six languages", "seven languages")
    again = post("/resolutions/", text=changed, confirmed=confirmed(page))
    assert again.status_code == 409
    assert again.text.count("seven languages") == 2
    assert post("/resolutions/", text=DUBAI).status_code == 409
    assert editions(session) == ["67-hyderabad-2010"]


def test_an_edition_that_is_there_is_not_offered_again(session, post):
    page = post("/resolutions/import", text=TEXT)
    assert page.status_code == 409
    assert "is already in the workspace" in page.text
    assert 'href="/resolutions/67-hyderabad-2010"' in page.text
    assert "Import as shown" not in page.text
    forced = post("/resolutions/", text=typed(page), confirmed=confirmed(page))
    assert forced.status_code == 409
    assert editions(session) == ["67-hyderabad-2010"]


@pytest.mark.parametrize(
    "text, reason",
    [
        ("", "Paste the text of the resolution, or choose its file."),
        ("Dear colleagues,\n\nWe met in Geneva.", "Line 1: expected"),
        (DUBAI.replace("resolves to instruct", "The Director <b>"), "Line "),
    ],
)
def test_nothing_typed_is_lost_by_an_error(session, post, text, reason):
    page = post("/resolutions/import", text=text)
    assert page.status_code == 422
    assert reason in page.text
    assert typed(page).replace("&lt;", "<").replace("&gt;", ">").strip() == text.strip()
    assert editions(session) == ["67-hyderabad-2010"]


def test_the_line_that_cannot_be_read_is_shown_among_its_neighbours(post):
    page = post("/resolutions/import", text="\n".join(["Dear colleagues,", "we met.", "Bye"]))
    assert '<li value="1"><mark>Dear colleagues,</mark></li>' in page.text
    assert '<li value="2">we met.</li>' in page.text


def test_a_word_file_comes_with_the_labels_that_word_counts(session, post):
    page = post("/resolutions/import", text="", file=(io.BytesIO(word(DUBAI)), "67.docx"))
    assert page.status_code == 200
    assert "b) that guidance exists" in typed(page)
    assert "4 clauses" in page.text
    stored = post("/resolutions/", text=typed(page), confirmed=confirmed(page))
    assert stored.status_code == 303


@pytest.mark.parametrize(
    "content, name, reason",
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "scan.txt", "It is a picture, not a text."),
        (b"PK\x03\x04nonsense", "67.docx", "The Word document is damaged."),
        (b"", "67.txt", "It is empty."),
    ],
)
def test_a_file_that_cannot_be_read_leaves_the_text_as_it_was(post, content, name, reason):
    page = post("/resolutions/import", text=DUBAI, file=(io.BytesIO(content), name))
    assert page.status_code == 422
    assert f"{name}: {reason}" in page.text
    assert typed(page).strip() == DUBAI.strip()


def test_when_all_who_read_files_are_busy_nobody_waits_and_the_text_stays(post):
    for _ in range(reading.MOST_AT_ONCE):
        reading._free.acquire()
    try:
        file = (io.BytesIO(word(DUBAI)), "67.docx")
        page = post("/resolutions/import", text=DUBAI, file=file)
    finally:
        for _ in range(reading.MOST_AT_ONCE):
            reading._free.release()
    assert page.status_code == 503
    assert "Other files are being read at the moment" in page.text
    assert typed(page).strip() == DUBAI.strip()


def test_the_secretariat_alone_imports(post, http, world):
    for person in (world.amina, world.farid, None):
        assert "/resolutions/import" not in http(person).get("/resolutions/").text
        assert http(person).get("/resolutions/import").status_code in (303, 403)
    assert "/resolutions/import" in http(world.ines).get("/resolutions/").text
    for path in ("/resolutions/import", "/resolutions/"):
        assert post(path, by="amina", text=DUBAI).status_code == 403
        assert post(path, by=None, text=DUBAI).location.startswith("/sign-in")


def word(text):
    """A document in which Word counts `a)` and `1`, one list to each heading."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    formats = {"a": ("lowerLetter", "%1)"), "1": ("decimal", "%1")}
    for number, (form, shown) in enumerate(formats.values(), start=90):
        for xml in (
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:lvl w:ilvl="0">'
            f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{shown}"/></w:lvl></w:abstractNum>',
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>',
        ):
            numbering.append(parse_xml(xml))
    for line in filter(None, text.split("\n")):
        label = re.match(r"([ab1-9])\)? ", line)
        paragraph = document.add_paragraph(line[label.end() :] if label else line)
        if label:
            number = 90 if label[1].isalpha() else 91
            paragraph._p.get_or_add_pPr().append(
                parse_xml(
                    f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
                )
            )
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
