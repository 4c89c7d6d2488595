"""A paper as PDF: tagged, with its cover, heads, page numbers and notes, in six scripts; read by poppler."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import program
from tests.contributions.test_enclosures import PDF, attach
from tests.contributions.test_word_out import document_xml, in_word
from tests.validators import faults_in_pdf, faults_in_word
from wgcop.bodies.models import Meeting
from wgcop.database import db
from wgcop.paper import plain
from wgcop.reading.papers import read_paper
from wgcop.reading.sandbox import read_in_sandbox

SCRIPTS = {
    "en": "The helplines answered every call",
    "fr": "Les lignes d’assistance ont répondu à chaque appel",
    "es": "Las líneas de ayuda respondieron a cada llamada",
    "ru": "Линии помощи ответили на каждый звонок",
    "ar": "أجابت خطوط المساعدة على كل مكالمة",
    "zh": "求助热线回答了每一个来电",
}


def printed(client, address: str, folder: Path) -> Path:
    answer = client.get(f"{address}.pdf")
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    place = folder / "paper.pdf"
    place.write_bytes(answer.data)
    return place


def tool(name: str, *arguments: str) -> str:
    command = [program(name, of="Poppler"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_paper_is_a_tagged_pdf_with_all_its_words(world, http, document, tmp_path):
    _work, address = document(
        world.amina, text="# Background\n\nCalls rose.^[By a third.]\n\na) one\nb) two"
    )
    place = printed(http(world.caio), address, tmp_path)
    symbol = address.removeprefix("/documents/")
    facts = tool("pdfinfo", str(place))
    assert re.search(r"Tagged:\s+yes", facts)
    assert re.search(rf"Title:\s+{symbol}: Radio plays about the net", facts)
    words = " ".join(tool("pdftotext", str(place), "-").split()).replace(" / ", "/")
    for expected in (
        symbol,
        "Source",
        "Kenya",
        "For action",
        "Background",
        "By a third.",
        "a) one",
        "1/1",
    ):
        assert expected in words
    assert place.read_bytes().find(b"pdfuaid") > 0 or "pdfuaid" in tool(
        "pdfinfo", "-meta", str(place)
    )


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("days", [((11, 30), (12, 2)), ((12, 31), (1, 2))], ids=["months", "years"])
def test_a_meeting_in_two_months_has_the_same_dates_on_the_page_and_in_its_files(
    language, days, app, world, http, draft, meeting, tmp_path
):
    """Thin spaces around the dash too. A PDF shows them; only what takes words out of it makes plain ones of them. It is made of the
    page, so that one in English is enough."""
    with app.app_context():
        third = db.session.get_one(Meeting, meeting.id)
        (first, last), year = days, meeting.year + 1
        third.starts_on, third.ends_on = date(year, *first), date(year + (last < first), *last)
        db.session.commit()
    address = draft(world.amina, language=language)
    amina = http(world.amina)
    dates = re.search("Geneva and online</bdi>(, [^<]+)", amina.get(address).text)[1]
    assert "\N{THIN SPACE}–\N{THIN SPACE}2 " in dates
    assert f">{dates}</w:t>" in document_xml(in_word(amina, address))
    if language == "en":
        words = tool("pdftotext", str(printed(amina, address, tmp_path)), "-")
        assert f"Geneva and online{' '.join(dates.split())}" in " ".join(words.split())


RICH = """### Calls

They rose, [as counted](https://a.example/).^[By a third.]

|Year|Calls|
|---|---|
|2025|twelve|

# Means

- one
  1. two

> quoted
"""


def test_a_paper_keeps_the_rules_of_pdf_ua(world, http, document, tmp_path):
    _work, address = document(world.amina, text=RICH)
    place = printed(http(world.caio), address, tmp_path)
    assert faults_in_pdf(place) == []
    parts = re.findall(r"^ *(\w+)", tool("pdfinfo", "-struct", str(place)), re.MULTILINE)
    assert [part for part in parts if re.fullmatch(r"H\d", part)] == ["H1", "H2", "H2"]
    assert {"Table", "TH", "TD", "L", "LI", "BlockQuote", "Link"} <= set(parts)


def test_the_cover_lists_the_files_that_go_with_the_paper(world, http, draft, tmp_path):
    address = draft(world.amina, language="fr")
    attach(http(world.amina), address, ("a_budget_2027.pdf", PDF), ("notes.txt", b"Words."))
    words = tool("pdftotext", str(printed(http(world.amina), address, tmp_path)), "-")
    data = http(world.amina).get(f"{address}.docx").data
    assert faults_in_word(data, tmp_path) == []
    for text in (words, read_in_sandbox(data, "paper.docx").text):
        assert re.search(r"Fichiers joints[\s|]+a_budget_2027\.pdf; notes\.txt", text)
    assert "Fichiers" not in plain(read_paper(data, "paper.docx").tree)


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_script_of_the_union_is_printed(language, world, http, draft, tmp_path):
    address = draft(world.amina, language=language, text=SCRIPTS[language])
    place = printed(http(world.amina), address, tmp_path)
    words = tool("pdftotext", str(place), "-")
    for word in SCRIPTS[language].split() if language != "zh" else SCRIPTS[language]:
        assert word in words or word in words[::-1]
    fonts = tool("pdffonts", str(place))
    assert "no" not in [line.split()[-5] for line in fonts.splitlines()[2:]], "each is embedded"


def test_heads_and_page_numbers_stand_on_the_pages_that_follow(world, http, document, tmp_path):
    _work, address = document(
        world.amina, text="\n\n".join(f"Paragraph {n} of many." * 9 for n in range(60))
    )
    place = printed(http(world.caio), address, tmp_path)
    second = tool("pdftotext", "-f", "2", "-l", "2", str(place), "-")
    assert address.removeprefix("/documents/") in second
    assert re.search(r"2 ?/ ?\d", second)


def test_print_explains_the_marks_of_a_paper_and_those_of_a_comparison(
    world, http, document, typed, tmp_path
):
    work, url = document(world.amina, text="It ran in {--2014--}{++2018++}.")
    client = http(world.amina)
    client.post(f"{work}/revisions")
    client.post(work, data=typed(text="It ran in {--2014--}{++2018++} again.", version=1))
    own, between = "Changes with double lines", "Inserted words are underlined"
    words = " ".join(tool("pdftotext", str(printed(client, url, tmp_path)), "-").split())
    assert between in words and own not in words
    compared = client.get(f"{work}/compare.pdf?from=original&to=draft")
    (tmp_path / "compared.pdf").write_bytes(compared.data)
    words = " ".join(tool("pdftotext", str(tmp_path / "compared.pdf"), "-").split())
    assert between in words and own in words


def test_the_pdf_of_a_draft_is_for_those_who_see_the_draft(world, http, draft):
    address = draft(world.amina)
    assert http(world.amina).get(f"{address}.pdf").status_code == 200
    for other in (world.wanjiru, world.caio, world.ines):
        assert http(other).get(f"{address}.pdf").status_code == 404
    assert http().get(f"{address}.pdf").status_code == 303


def test_a_paper_that_cannot_be_printed_is_answered_with_a_sentence(
    world, http, draft, monkeypatch
):
    monkeypatch.setattr("wgcop.printing.process._PRINTER", ("false",))
    answer = http(world.amina).get(f"{draft(world.amina)}.pdf")
    assert answer.status_code == 503
    assert "could not be printed here" in answer.text
