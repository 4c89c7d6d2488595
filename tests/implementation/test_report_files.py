"""A report on implementation in Word, as tagged PDF and as a web page: the same words and figures, kept by other programs."""

import html
import io
import re
import subprocess
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import flask
import pytest
from sqlalchemy import select

from tests.conftest import program
from tests.contributions.test_print import printed, tool
from tests.live.room import wait_until
from tests.validators import faults_in_pdf, faults_in_word
from wgcop import drawing
from wgcop.database import db, writing
from wgcop.drawing import keeping
from wgcop.errors import Busy
from wgcop.implementation_reports import printed as printed_reports
from wgcop.implementation_reports.models import ImplementationReport
from wgcop.implementation_reports.printed import PrintedReport
from wgcop.processes import guests, shelf
from wgcop.reading.sandbox import read_in_sandbox


@pytest.fixture
def draft(app, world):
    with app.app_context():
        return (
            db.session.scalars(select(ImplementationReport).where(ImplementationReport.is_open))
            .one()
            .url
        )


@pytest.fixture
def adopted(app, world):
    with app.app_context():
        return (
            db.session.scalars(select(ImplementationReport).where(~ImplementationReport.is_open))
            .one()
            .url
        )


@pytest.fixture(scope="module")
def made():
    return {}


@pytest.fixture
def file_of(app, http, adopted, made, tmp_path):
    """`file_of("pdf")` is where the adopted copy lies as a file: it does not change, and is made once for all who look at it."""

    database = str(app.config["DATABASE_URL"]).partition(":")[0]

    def file(form):
        if (form, database) not in made:
            answer = http().get(f"{adopted}.{form}")
            assert answer.status_code == 200, answer.text
            made[form, database] = answer.data
        place = tmp_path / f"report.{form}"
        place.write_bytes(made[form, database])
        return place

    return file


def words(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def table(page):
    """The page from the table of figures on: before it stands what changed since the report before."""
    return page[page.index("Figure Number") :]


def figures(text, names):
    """What stands behind each name, in a table of the page or the file."""
    found = {}
    for name in names:
        match = re.search(rf"{re.escape(name)}[\s|]+(\d+)", text)
        found[name] = match[1] if match else None
    return found


NAMES = (
    "Operative clauses",
    "Clauses without evidence",
    "Actions",
    "Actions done",
    "Pieces of evidence",
    "Entries in the registry",
    "National initiatives",
    "Regional projects",
    "Partnerships",
)


def test_the_word_file_the_print_and_the_page_have_the_same_figures_and_headings(
    world, http, draft, tmp_path
):
    amina = http(world.amina)
    page = table(words(amina.get(f"{draft}/draft").text))
    word = read_in_sandbox(amina.get(f"{draft}.docx").data, "report.docx").text
    print_ = tool("pdftotext", "-layout", str(printed(amina, draft, tmp_path)), "-")
    expected = figures(page, NAMES)
    assert None not in expected.values(), expected
    assert expected["Entries in the registry"] != "0"
    assert figures(word, NAMES) == expected
    assert figures(print_, NAMES) == expected
    file = words(amina.get(f"{draft}.html").text)
    assert figures(file, NAMES) == expected
    for heading in (
        "Implementation by clause",
        "Regional projects and partnerships",
        "Annex: the registry by region",
    ):
        assert all(heading in text for text in (page, word, " ".join(print_.split()), file))


@pytest.mark.rest
def test_the_word_file_keeps_the_format_and_opens_in_libreoffice_with_all_its_words(
    http, adopted, file_of, tmp_path
):
    file = file_of("docx")
    assert faults_in_word(file.read_bytes(), tmp_path) == []
    soffice = program("soffice", of="LibreOffice")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [
            soffice,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(file),
        ],
        capture_output=True,
        check=True,
        timeout=200,
    )
    said = " ".join(tool("pdftotext", str(tmp_path / "report.pdf"), "-").split())
    page = http().get(adopted).text
    title = re.search(r"<h1[^>]*>([^<]+)", page)[1]
    for expected in (
        html.unescape(title),
        "Priority area",
        "Expected results",
        "Action required",
        "References",
        "Contact",
    ):
        assert expected in said
    [checksum] = set(re.findall(r"\b[0-9a-f]{64}\b", page))
    assert checksum in said.replace(" ", "")


def xml_of(word):
    return zipfile.ZipFile(word).read("word/document.xml").decode()


def test_tables_have_header_rows_in_word(file_of):
    xml = xml_of(file_of("docx"))
    tables = xml.count("<w:tbl>")
    assert tables > 5
    covers = len(re.findall(r"<w:tbl>(?:(?!</w:tbl>).)*?CoverLabel", xml))
    assert xml.count("<w:tblHeader/>") >= tables - max(covers, 3)
    assert 'w:val="Heading1"' in xml
    assert 'w:val="Heading2"' in xml


def test_the_print_keeps_the_rules_of_pdf_ua(file_of):
    place = file_of("pdf")
    assert faults_in_pdf(place) == []
    parts = re.findall(r"^ *(\w+)", tool("pdfinfo", "-struct", str(place)), re.MULTILINE)
    assert {"H1", "H2", "H3", "Table", "TH", "TD", "BlockQuote", "Link"} <= set(parts)
    assert re.search(r"Title:\s+Report on the implementation", tool("pdfinfo", str(place)))


PICTURES = ("Map of the world", "Regions and target groups", "Regions and measures")


def test_each_picture_has_words_for_who_cannot_see_it_and_a_table_wherever_it_stands(
    http, adopted, file_of
):
    page, file = http().get(adopted).text, file_of("html").read_text()
    for text in (page, file):
        drawn = re.findall(r'<svg[^>]* aria-labelledby="(picture-[\w-]+)"', text)
        assert len(drawn) >= len(PICTURES)
        for name in drawn:
            assert re.search(rf'id="{name}">[^<]*The table that follows has the same numbers', text)
    described = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', xml_of(file_of("docx")))
    assert [each.partition(".")[0] for each in described][: len(PICTURES)] == list(PICTURES)
    assert "Africa: " in described[0]
    shown = tool("pdfinfo", "-struct-text", str(file_of("pdf")))
    assert shown.count("Figure") >= len(PICTURES)


def test_the_numbers_beside_the_map_are_those_of_the_page_of_coverage(world, http, draft):
    coverage = words(http().get("/initiatives/coverage").text)
    report = words(http(world.amina).get(f"{draft}/draft").text)
    map_ = report[report.index("Boundaries, names and colours") :]
    for region in ("Africa", "Americas", "Arab States", "CIS", "Europe"):
        number = re.search(rf"{region} (\d+)", map_)[1]
        assert re.search(rf"{region}:? {number} ", coverage), (region, number)


def test_links_of_a_file_lead_to_the_workspace_and_those_of_a_page_stay_in_it(http, adopted):
    page, file = http().get(adopted).text, http().get(f"{adopted}.html").text
    assert "workspace.invalid" not in page + file
    assert re.search(r'href="/initiatives/[a-z]', page)
    assert re.search(r'href="https?://[^/"]+/initiatives/', file)
    assert "<script" not in file
    assert not re.search(r'(?:src|href)="(?!https?://|#|mailto:)', file), "nothing is fetched"


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh"])
def test_the_cover_speaks_the_language_of_the_report(app, world, http, draft, language):
    with app.app_context():
        report = db.session.scalars(
            select(ImplementationReport).where(ImplementationReport.is_open)
        ).one()
        report.language = language
        db.session.commit()
    page = http(world.amina).get(f"{draft}/draft").text
    labels = {
        "fr": ("Domaine prioritaire", "Résultats attendus", "Suite à donner", "Références"),
        "es": ("Área prioritaria", "Resultados previstos", "Acción solicitada", "Referencias"),
        "ru": ("Приоритетная область", "Ожидаемые результаты", "Требуемые меры"),
        "ar": ("مجال الأولوية", "النتائج المتوخاة", "الإجراء المطلوب", "المراجع"),
        "zh": ("优先领域", "预期结果", "要求采取的行动", "参考文件"),
    }
    for label in labels[language]:
        assert f"<dt>{label}</dt>" in page
    assert f'lang="{language}"' in page
    if language == "ar":
        assert '<article class="paper report" lang="ar" dir="rtl">' in page


def test_title_and_figures_of_an_arabic_report_begin_at_the_right_in_print(
    app, world, http, draft, tmp_path
):
    with app.app_context(), writing():
        db.session.scalars(
            select(ImplementationReport).where(ImplementationReport.is_open)
        ).one().language = "ar"
        db.session.commit()
    place = printed(http(world.amina), draft, tmp_path)
    lines = [
        (words(line), float(end))
        for end, line in re.findall(
            r'<line [^>]* xMax="([^"]*)" [^>]*>(.*?)</line>',
            tool("pdftotext", "-bbox-layout", "-l", "1", str(place), "-"),
            re.DOTALL,
        )
    ]
    title = [end for line, end in lines if "Report on the" in line or line.endswith(", 2026")]
    assert len(title) == 2
    assert title[0] == pytest.approx(title[1], abs=4), "both lines end at one margin"
    [head] = [end for line, end in lines if line in ("العدد", "العدد"[::-1])]
    figures = [end for line, end in lines if line.isdecimal()]
    assert len(figures) > 1 and figures == pytest.approx([head] * len(figures), abs=4)


def test_the_files_of_an_adopted_copy_are_made_once_for_all_guests(http, adopted, monkeypatch):
    made = []
    written_as = PrintedReport.written_as

    def counted(printed, form):
        made.append(form)
        return written_as(printed, form)

    monkeypatch.setattr(PrintedReport, "written_as", counted)
    files = [http().get(f"{adopted}.docx").data for _ in range(3)]
    assert len(set(files)) == 1 and made in (["docx"], [])


def test_of_thirty_guests_at_once_one_has_a_file_made_and_no_member_waits_for_them(
    http, world, adopted, monkeypatch, tmp_path
):
    """What a guest wants takes until a member has had a page and a file of their own."""
    kinds, made = ("docx", "html", "pdf"), []
    under_way, may_end = Event(), Event()

    def slowly(printed, form):
        made.append(form)
        if "_user_id" not in flask.session:
            under_way.set()
            assert may_end.wait(30)
        return f"The report as {form}.".encode()

    monkeypatch.setattr(PrintedReport, "written_as", slowly)
    monkeypatch.setattr(printed_reports, "shelf", lambda: tmp_path)
    monkeypatch.setattr(guests, "PATIENCE", 60)
    with ThreadPoolExecutor(30) as together:
        answers = [
            together.submit(http().get, f"{adopted}.{kinds[number % 3]}") for number in range(30)
        ]
        try:
            assert under_way.wait(30)
            refused = 30 - 1 - guests.MOST_WAITING
            wait_until(lambda: sum(each.done() for each in answers) == refused)
            assert len(made) == 1
            assert http(world.amina).get(adopted).status_code == 200
            own = kinds[made[0] == kinds[0]]
            assert (
                http(world.amina).get(f"{adopted}.{own}").data == f"The report as {own}.".encode()
            )
            assert sum(each.done() for each in answers) == refused
        finally:
            may_end.set()
        answers = [each.result(60) for each in answers]
    assert sorted(made) == list(kinds)
    assert Counter(each.status_code for each in answers) == {200: 30 - refused, 503: refused}
    assert {each.headers.get("Retry-After") for each in answers if each.status_code == 503} == {
        "30"
    }
    assert http().get(f"{adopted}.pdf").status_code == 200


def test_a_guest_waits_for_guests_no_longer_than_patience_lasts(
    http, world, adopted, monkeypatch, tmp_path
):
    monkeypatch.setattr(printed_reports, "shelf", lambda: tmp_path)
    monkeypatch.setattr(guests, "PATIENCE", 0.01)
    with http().application.test_request_context(), shelf.guests_turn(tmp_path):
        assert http().get(f"{adopted}.html").status_code == 503
        assert http(world.amina).get(f"{adopted}.docx").status_code == 200
        assert http().get(f"{adopted}.docx").status_code == 200, "It is there already."
    assert http().get(f"{adopted}.html").status_code == 200


def test_no_file_of_an_adopted_copy_is_kept_without_its_pictures(
    http, adopted, monkeypatch, tmp_path
):
    """Others have theirs drawn when the first reader asks for it."""

    def busy(*_svg, **_scale):
        raise Busy("Other pictures are being drawn.")

    monkeypatch.setattr(printed_reports, "shelf", lambda: tmp_path)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(drawing, "png", busy)
        for kind in ("docx", "pdf"):
            assert http().get(f"{adopted}.{kind}").status_code == 503
    word = http().get(f"{adopted}.docx").data
    names = zipfile.ZipFile(io.BytesIO(word)).namelist()
    assert any(name.startswith("word/media/") for name in names)


def test_pictures_that_guests_choose_are_drawn_for_one_after_the_other(
    http, world, monkeypatch, tmp_path
):
    """Each choice makes another picture, so that none is there already."""
    monkeypatch.setattr(drawing, "_kept_in", lambda: tmp_path)
    monkeypatch.setattr(guests, "PATIENCE", 0.01)
    drawn = []

    def draw(specs):
        drawn.append(len(specs))
        return ["<svg xmlns='http://www.w3.org/2000/svg'></svg>" for _ in specs]

    monkeypatch.setattr(keeping, "draw_charts", draw)
    page = "/initiatives/coverage?kind=guidelines"
    with http().application.test_request_context(), shelf.guests_turn(tmp_path):
        assert http().get(page).status_code == 200, "The tables are there."
        assert not drawn
        assert http(world.amina).get(page).status_code == 200
        assert len(drawn) == 1
        assert http().get(page).status_code == 200
    assert len(drawn) == 1
