"""A document in other languages: translated from one of its wordings, issued at its own address, flagged when the original moves on."""

import io
import re
import zipfile

import pytest
from sqlalchemy import select

from tests.contributions.conftest import capacity_key
from wgcop.bodies.models import Group
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.mail import Message
from wgcop.numbering.series import GroupNumbering
from wgcop.printing import shelf
from wgcop.reading.papers import read_paper
from wgcop.search import indexer
from wgcop.translations.models import Translation

FRENCH = {
    "title": "Pièces radiophoniques sur le net",
    "source": "Kenya",
    "abstract": "La radio atteint des parents que les affiches n’atteignent pas.",
    "action_required": "Le groupe est invité à prendre note de l’essai.",
    "keywords": "sensibilisation, radio",
    "text": "# Contexte\n\nUn essai dans quatre districts, avec un hippopotame.\n\na) enregistré\nb) diffusé",
}
ARABIC = {
    "title": "مسرحيات إذاعية عن الإنترنت",
    "source": "كينيا",
    "abstract": "تصل الإذاعة إلى الآباء.",
    "action_required": "يُدعى الفريق إلى الإحاطة علماً بالتجربة.",
    "keywords": "توعية، إذاعة",
    "text": "# الخلفية\n\nتجربة في أربع مناطق.",
}
FLAG = "The original was changed after this translation."


@pytest.fixture
def translation(http):
    """`translation(world.ines, work, "fr")`: begun and written, not issued. Gives the address of the work on it."""

    def begin(person, work, language, **changes):
        words = ARABIC if language == "ar" else FRENCH
        begun = http(person).post(f"{work}/translations", data={"language": language})
        assert begun.status_code == 303, begun.text
        form = http(person).get(begun.location).text
        version = re.search(r'name="version" value="(\d+)"', form)[1]
        address = begun.location.removesuffix("/edit")
        saved = http(person).post(address, data=words | {"version": version} | changes)
        assert saved.status_code == 303, saved.text
        return address

    return begin


@pytest.fixture
def issued(http, translation):
    """The same, and issued: gives the address at which readers get it."""

    def bring(person, work, language, status="translation", **changes):
        address = translation(person, work, language, **changes)
        answer = http(person).post(f"{address}/issue", data={"status": status})
        assert answer.status_code == 303, answer.text
        return answer.location

    return bring


@pytest.fixture
def revise(http, typed):
    """Amina issues the next revision with another text."""

    def go_on(world, work, text="Entirely other words."):
        amina = http(world.amina)
        assert amina.post(f"{work}/revisions").status_code == 303
        data = typed(text=text, version=1, capacity=capacity_key(world.amina))
        assert amina.post(work, data=data).status_code == 303
        answer = amina.post(f"{work}/submission")
        assert answer.status_code == 303, answer.text

    return go_on


def test_a_translation_is_read_at_the_address_of_its_language(world, http, document, issued):
    work, url = document(world.amina)
    french = issued(world.ines, work, "fr")
    assert french == f"{url}/F"
    page = http(world.caio).get(french).text
    assert "hippopotame" in page and '<article class="paper" lang="fr" dir="ltr">' in page
    assert "Pour suite à donner" in page and "Mots clés" in page
    assert "Original\u00a0: anglais" in page and "Traduction" in page
    assert FLAG not in page


def test_the_page_of_the_paper_leads_to_each_language_in_its_own_name(
    world, http, document, issued
):
    work, url = document(world.amina)
    assert "language-versions" not in http(world.caio).get(url).text
    offered = [
        name
        for name in ("caio", "amina", "ines")
        if ">Language versions</a>" in http(world[name]).get(url).text
    ]
    assert offered == ["amina", "ines"]
    issued(world.ines, work, "ar", "provisional")
    issued(world.ines, work, "fr")
    page = http(world.caio).get(url).text
    links = re.search(r'<nav class="revisions language-versions".*?</nav>', page, re.DOTALL)[0]
    assert '<bdi lang="ar" dir="rtl">العربية</bdi>' in links and "Provisional translation" in links
    assert '<bdi lang="fr" dir="ltr">Français</bdi>' in links
    assert re.findall(r'href="([^"]+)"', links) == [url, f"{url}/F", f"{url}/A"]
    assert re.search(r'aria-current="page"><bdi lang="en"', links)
    assert "In Français: Translation" in page, "its history tells of it"
    row = http(world.caio).get("/contributions/?meeting=wg-cop-3").text
    assert f'href="{url}/A"' in row and f'href="{url}/F"' in row


def test_arabic_runs_from_right_to_left_with_arabic_labels(world, http, document, issued):
    work, _ = document(world.amina)
    arabic = issued(world.ines, work, "ar", "provisional")
    page = http(world.caio).get(arabic).text
    assert '<article class="paper" lang="ar" dir="rtl">' in page
    assert "المصدر" in page and "لاتخاذ إجراء" in page and "ترجمة مؤقتة" in page
    assert "The secretariat has not checked this translation." in page
    file = http(world.caio).get(f"{arabic}.docx")
    xml = zipfile.ZipFile(io.BytesIO(file.data)).read("word/document.xml").decode()
    assert "<w:bidiVisual/>" in xml, "labels stand at the right"
    paper = read_paper(file.data, "arabic.docx")
    assert paper.cover["source"] == "كينيا" and paper.title == ARABIC["title"]
    assert paper.cover["language"] == "en", "the original is in English"
    assert re.search(r"WG-COP-3-\d+-A\.docx", file.headers["Content-Disposition"])
    assert http(world.caio).get(f"{arabic}.pdf").data.startswith(b"%PDF-")


def test_english_clauses_on_an_arabic_cover_stand_apart_from_each_other(http, world):
    page = http(world.caio).get("/documents/WG-COP/3/2/A").text
    cover = page.split('<dd lang="en">')[1].split("</dd>")[0]
    assert cover.count("<bdi><a ") == cover.count("<a ") == 2


def test_what_is_being_worked_on_is_seen_by_those_who_may_alone(
    app, world, http, document, translation
):
    work, url = document(world.amina)
    address = translation(world.ines, work, "fr")
    for reader, answer in ((world.ines, 200), (world.amina, 200), (world.caio, 403)):
        assert http(reader).get(address).status_code == answer, reader.name
    assert "hippopotame" not in http(world.caio).get(url).text
    assert "language-versions" not in http(world.caio).get(url).text
    answer = http(world.caio).get(f"{url}/F")
    assert answer.location == url, "as if there were none"
    with app.app_context():
        indexer.drain_all()
    for reader in (world.caio, world.ines):
        found = http(reader).get("/search", query_string={"q": "hippopotame"}).text
        assert f"{url}/F" not in found


def test_search_finds_the_words_of_a_translation(app, world, http, document, issued):
    work, _ = document(world.amina)
    french = issued(world.ines, work, "fr")
    with app.app_context():
        indexer.drain_all()
    found = http(world.caio).get("/search", query_string={"q": "hippopotames"}).text
    assert f'href="{french}' in found and "Language version" in found
    assert french not in http().get("/search", query_string={"q": "hippopotame"}).text


@pytest.mark.parametrize("written", ["{symbol}-F", "{symbol} F", "{symbol}/F", "{symbol} (F)", "Document {symbol}-f"])  # fmt: skip
def test_a_language_version_is_found_however_its_symbol_is_written(
    world, http, document, issued, written
):
    work, url = document(world.amina)
    french = issued(world.ines, work, "fr")
    symbol = url.removeprefix("/documents/")
    search = http(world.caio).get("/search", query_string={"q": written.format(symbol=symbol)})
    assert search.location == french
    assert http(world.caio).get(f"{url}-F").location == french
    assert http(world.caio).get(f"{url}-S").location == url, "there is no Spanish version"


def test_where_the_series_writes_the_language_the_address_does_too(
    world, http, document, issued, app
):
    with app.app_context():
        group = db.session.scalars(select(Group).where(Group.code == "WG-COP")).one()
        db.session.add(
            GroupNumbering(
                group_id=group.id,
                patterns={"contribution": "CWG-COP-{meeting}/{number}-{language}"},
            )
        )
        db.session.commit()
    work, url = document(world.amina)
    french = issued(world.ines, work, "fr")
    assert url == "/documents/CWG-COP-3/1" and french == "/documents/CWG-COP-3/1-F"
    page = http(world.caio).get(french).text
    assert '<span class="symbol">CWG-COP-3/1-F</span>' in page
    assert http(world.caio).get("/documents/CWG-COP-3/1-E").location == url


def test_the_flag_is_raised_by_a_revision_and_lowered_by_confirming(
    world, http, document, issued, revise
):
    work, url = document(world.amina)
    french = issued(world.ines, work, "fr")
    revise(world, work)
    page = http(world.caio).get(french).text
    assert FLAG in page and f'href="{url}/changes?from=original"' in page
    assert http(world.caio).get(f"{url}/changes?from=original").status_code == 200
    assert FLAG in http(world.caio).get(url).text
    assert "It still fits" not in page and "It still fits" in http(world.ines).get(french).text

    confirm = f"{work}/translations/fr/confirmation"
    assert http(world.ines).post(confirm, data={"revision": 0}).status_code == 409, "of an old page"
    assert http(world.ines).post(confirm, data={"revision": 1}).status_code == 303
    page = http(world.caio).get(french).text
    assert FLAG not in page and "hippopotame" in page
    assert "Français confirmed for Rev.1" in http(world.caio).get(url).text
    assert http(world.ines).post(confirm, data={"revision": 1}).status_code == 409


def test_of_a_withdrawn_document_no_version_is_confirmed(world, http, document, issued, revise):
    work, _url = document(world.amina)
    issued(world.ines, work, "fr")
    revise(world, work)
    assert http(world.amina).post(f"{work}/withdrawal").status_code == 303
    answer = http(world.ines).post(f"{work}/translations/fr/confirmation", data={"revision": 1})
    assert answer.status_code == 409
    assert "Only an accepted document can have language versions." in answer.text


def test_a_paper_without_a_number_has_no_page_of_languages(world, http, draft):
    assert http(world.amina).get(f"{draft(world.amina)}/translations").status_code == 404


def test_the_flag_is_lowered_by_revising_and_the_earlier_wording_stays(
    world, http, document, issued, revise
):
    work, url = document(world.amina)
    french = issued(world.ines, work, "fr")
    revise(world, work)
    issued(world.ines, work, "fr", text="De tout autres mots, traduits.", made_from=1)
    page = http(world.caio).get(french).text
    assert FLAG not in page and "De tout autres mots" in page
    old = http(world.caio).get(f"{url}/original/F").text
    assert "hippopotame" in old and "You are reading an older wording." not in page
    assert FLAG in old


def test_a_version_issued_of_an_old_wording_says_so_at_once(
    world, http, document, translation, revise
):
    work, url = document(world.amina)
    address = translation(world.ines, work, "fr")
    revise(world, work)
    assert "The original has changed" in http(world.ines).get(address).text
    assert "Translated from" in http(world.ines).get(f"{address}/edit").text
    http(world.ines).post(f"{address}/issue", data={"status": "translation"})
    assert FLAG in http(world.caio).get(f"{url}/F").text


def chosen_status(client, address) -> str:
    choices = re.findall(r'<input [^>]*name="status"[^>]*>', client.get(address).text)
    (status,) = [re.search(r'value="(\w+)"', each)[1] for each in choices if "checked" in each]
    return status


def test_drafters_bring_a_provisional_version_and_the_secretariat_settles_it(
    world, http, document, issued, translation
):
    work, url = document(world.amina)
    address = translation(world.amina, work, "fr")
    assert chosen_status(http(world.amina), address) == "provisional"
    assert chosen_status(http(world.ines), address) == "translation", "she has checked it"
    refused = http(world.amina).post(f"{address}/issue", data={"status": "translation"})
    assert refused.status_code == 422
    assert http(world.amina).post(f"{address}/issue", data={"status": "provisional"}).status_code == 303  # fmt: skip
    assert "Provisional translation" in http(world.caio).get(f"{url}/F").text
    issued(world.ines, work, "fr")
    again = http(world.amina).post(f"{work}/translations", data={"language": "fr"})
    assert again.status_code == 403, "it is the secretariat's now"
    assert http(world.caio).post(f"{work}/translations", data={"language": "es"}).status_code == 403


def test_what_is_not_translated_is_not_issued(world, http, document):
    work, _ = document(world.amina)
    begun = http(world.ines).post(f"{work}/translations", data={"language": "fr"}).location
    address = begun.removesuffix("/edit")
    page = http(world.ines).get(begun).text
    assert "A trial in four districts." in page, "it begins with the words of the original"
    answer = http(world.ines).post(f"{address}/issue", data={"status": "translation"})
    assert answer.status_code == 409 and "still the text of the original" in answer.text
    emptied = http(world.ines).post(address, data=FRENCH | {"title": "", "version": 1})
    assert emptied.status_code == 422 and "Enter the title." in emptied.text
    assert "hippopotame" in emptied.text, "the form comes back filled in"


def test_the_language_of_the_original_and_a_paper_in_one_language_are_refused(
    world, http, document
):
    work, _ = document(world.amina)
    answer = http(world.ines).post(f"{work}/translations", data={"language": "en"})
    assert answer.status_code == 409 and "the language of the original" in answer.text
    only, _ = document(world.amina, title="In English only", sole_language="y")
    answer = http(world.ines).post(f"{only}/translations", data={"language": "fr"})
    assert answer.status_code == 409 and "original language only" in answer.text
    answer = http(world.ines).post(f"{work}/translations", data={"language": "tlh"})
    assert answer.status_code == 422


def test_two_translators_do_not_overwrite_each_other(world, http, document, translation):
    work, _ = document(world.amina)
    address = translation(world.ines, work, "fr")
    late = http(world.amina).post(address, data=FRENCH | {"title": "Autre titre", "version": 1})
    assert late.status_code == 409
    assert "Somebody else saved this version" in late.text
    assert "Autre titre" in late.text and FRENCH["title"] in late.text
    version = re.search(r'name="version" value="(\d+)"', late.text)[1]
    again = http(world.amina).post(address, data=FRENCH | {"title": "Autre titre", "version": version})  # fmt: skip
    assert again.status_code == 303


@pytest.mark.parametrize("act", ["issue", "removal"])
def test_whoever_writes_in_a_version_that_has_ended_reads_what_they_typed(
    world, http, document, translation, act
):
    work, _ = document(world.amina)
    address = translation(world.ines, work, "fr")
    http(world.ines).post(f"{address}/{act}", data={"status": "translation"})
    for title in ("Un", "Deux"):
        late = http(world.amina).post(address, data=FRENCH | {"title": title, "version": 2})
        assert late.status_code == 409
        assert "issued or discarded while you were writing" in late.text
        assert title in late.text and "hippopotame" in late.text and FRENCH["abstract"] in late.text
    assert http(world.farid).post(address, data=FRENCH).status_code == 403


def test_a_version_that_is_withdrawn_leads_to_the_original(app, world, http, document, issued):
    work, url = document(world.amina)
    french = issued(world.ines, work, "fr")
    withdrawal = f"{work}/translations/fr/withdrawal"
    assert http(world.amina).post(withdrawal).status_code == 403
    assert http(world.ines).post(withdrawal).status_code == 303
    assert http(world.caio).get(french).location == url
    assert http(world.caio).get(f"{url}/original/F").location == f"{url}/original"
    with app.app_context():
        indexer.drain_all()
    assert french not in http(world.caio).get("/search", query_string={"q": "hippopotame"}).text


def test_discarding_a_draft_leaves_readers_what_they_had(
    world, http, document, issued, translation
):
    work, _ = document(world.amina)
    french = issued(world.ines, work, "fr")
    address = translation(world.ines, work, "fr", text="Brouillon.")
    assert "hippopotame" in http(world.caio).get(french).text
    assert http(world.ines).post(f"{address}/removal").status_code == 303
    assert http(world.ines).get(address).status_code == 404
    assert "hippopotame" in http(world.caio).get(french).text


def test_readers_of_the_document_hear_of_it_and_its_source_gets_a_letter(
    app, world, http, listen, document, issued
):
    work, url = document(world.amina)
    number = work.rpartition("/")[2]
    heard = listen(world.caio, f"document:{number}")
    issued(world.ines, work, "fr")
    assert [entry["kind"] for entry in heard()] == ["contribution.translated"]
    with app.app_context():
        letters = db.session.scalars(select(Message).where(Message.recipient == world.amina.email))
        assert any("Français" in letter.subject and f"{url}/F" in letter.text for letter in letters)


def test_a_revision_in_the_language_of_a_translation_takes_its_place(
    app, world, http, document, issued, typed
):
    work, url = document(world.amina)
    french = issued(world.ines, work, "fr")
    amina = http(world.amina)
    amina.post(f"{work}/revisions")
    data = typed(text="Désormais en français.", language="fr", version=1)
    amina.post(work, data=data | {"capacity": capacity_key(world.amina)})
    assert amina.post(f"{work}/submission").status_code == 303
    assert http(world.caio).get(french).location == url
    assert "language-versions" not in http(world.caio).get(url).text
    with app.app_context():
        indexer.drain_all()
    assert french not in http(world.caio).get("/search", query_string={"q": "hippopotame"}).text


def test_languages_cost_one_statement_on_the_page_and_one_in_the_list(
    world, http, document, issued, statements
):
    work, url = document(world.amina)
    reader = http(world.caio)
    reader.get(url)
    counts = {}
    for address in (url, "/contributions/?meeting=wg-cop-3"):
        with statements() as sent:
            reader.get(address)
        counts[address] = len(sent)
    issued(world.ines, work, "fr")
    issued(world.ines, work, "ar", "provisional")
    for address, before in counts.items():
        with statements() as sent:
            reader.get(address)
        assert len(sent) <= before + (1 if address == url else 0), "who issued it is loaded with it"


def test_the_zip_of_a_meeting_has_each_language_that_readers_get(
    world, http, document, issued, translation, statements, monkeypatch
):
    monkeypatch.setattr(shelf, "print_page", lambda html, _pictures: html.encode())
    (work, url), counts = document(world.amina), []
    for language in ("fr", "ar"):
        issued(world.ines, work, language)
        with statements() as sent:
            answer = http(world.caio).get("/contributions/papers.zip?meeting=wg-cop-3")
            archive = zipfile.ZipFile(io.BytesIO(answer.data))
        counts.append(len(sent))
    start = url.removeprefix("/documents/").replace("/", "-")
    names = {each for each in archive.namelist() if each.startswith(start)}
    french, arabic = (f"{start}-F - {FRENCH['title']}", f"{start}-A - {ARABIC['title']}")
    assert names == {
        f"{name}.{ending}"
        for name in (f"{start} - Radio plays about the net", french, arabic)
        for ending in ("docx", "pdf")
    }
    assert "hippopotame" in archive.read(f"{french}.pdf").decode()
    text = zipfile.ZipFile(io.BytesIO(archive.read(f"{french}.docx"))).read("word/document.xml")
    assert "hippopotame" in text.decode()
    index = archive.read("index.html").decode()
    assert FRENCH["title"] in index and ARABIC["title"] in index and "Français" in index
    assert counts[0] == counts[1]
    translation(world.ines, work, "es", title="Quagga que se traduce")
    answer = http(world.caio).get("/contributions/papers.zip?meeting=wg-cop-3")
    assert not any("Quagga" in each for each in zipfile.ZipFile(io.BytesIO(answer.data)).namelist())


def test_one_version_in_each_language_is_current(session, world, http, document, issued, revise):
    work, _ = document(world.amina)
    issued(world.ines, work, "fr")
    revise(world, work)
    issued(world.ines, work, "fr", text="Autre texte.", made_from=1)
    document_id = int(work.rpartition("/")[2])
    rows = session.scalars(
        select(Translation)
        .where(Translation.contribution_id == document_id)
        .order_by(Translation.number)
    ).all()
    assert [(row.number, row.is_current, row.made_from.number) for row in rows] == [
        (1, False, 0),
        (2, True, 1),
    ]
    assert session.get(Contribution, document_id).current.number == 1


def test_a_word_file_becomes_the_text_of_a_language_version(world, http, document, issued):
    work, _ = document(world.amina)
    begun = http(world.ines).post(f"{work}/translations", data={"language": "fr"}).location
    address = begun.removesuffix("/edit")
    other, _ = document(world.amina, title="Another", language="fr", text=FRENCH["text"])
    data = io.BytesIO(http(world.amina).get(f"{other}.docx").data)
    checking = http(world.ines).post(f"{address}/word", data={"file": (data, "fr.docx")}).location
    assert "hippopotame" in http(world.ines).get(checking).text
    assert http(world.amina).get(checking).status_code == 404, "it is hers until she uses it"
    used = http(world.ines).post(f"{checking}/use", data={"take": ["title"]})
    assert used.location == begun
    page = http(world.ines).get(address).text
    assert "hippopotame" in page and 'lang="fr"' in page and "Another" in page
    assert "A trial in four districts." not in page


def cell(page, symbol, language):
    """The address and the words of one cell of the table of languages."""
    row = next(each for each in page.split("<tr>") if f">{symbol}</a>" in each)
    words = re.search(rf'<td data-label="{language}">(.*?)</td>', row, re.DOTALL)[1]
    address = re.search(r'href="([^"]+)"', words)
    shown = re.sub(r'<span class="visually-hidden">.*?</span>|<[^>]+>', "", words)
    return (address[1] if address else ""), " ".join(shown.split())


def test_the_secretariat_sees_in_which_languages_documents_are_outdated_or_missing(
    app, world, http, document, issued, translation, statements
):
    table = "/meetings/wg-cop-3/languages"
    assert f'href="{table}"' in http(world.ines).get("/contributions/?meeting=wg-cop-3").text
    assert f'href="{table}"' not in http(world.amina).get("/contributions/?meeting=wg-cop-3").text
    with statements() as few:
        page = http(world.ines).get(table).text
    assert cell(page, "WG-COP/3/2 Rev.1", "العربية") == (
        "/documents/WG-COP/3/2/A",
        "Outdated 54 words",
    )
    assert cell(page, "WG-COP/3/2 Rev.1", "Français") == ("/documents/WG-COP/3/2/F", "Translation")
    assert cell(page, "WG-COP/3/2 Rev.1", "English") == ("/documents/WG-COP/3/2", "Original")

    work, url = document(world.amina)
    symbol = url.removeprefix("/documents/")
    issued(world.amina, work, "fr", "provisional")
    translation(world.ines, work, "ar")
    alone = document(world.amina, sole_language="y")[1].removeprefix("/documents/")
    with statements() as more:
        page = http(world.ines).get(table).text
    assert len(more) == len(few)
    assert cell(page, symbol, "Français") == (f"{url}/F", "Provisional")
    assert cell(page, symbol, "العربية") == (
        f"{work}/translations/ar/edit",
        "Missing being written",
    )
    begin, words = cell(page, symbol, "Español")
    assert words == "Missing"
    assert '<option selected value="es">' in http(world.ines).get(begin).text
    assert cell(page, alone, "Español") == ("", "Original only")

    outdated = http(world.ines).get(f"{table}?only=outdated").text
    assert "WG-COP/3/2 Rev.1" in outdated and f">{symbol}</a>" not in outdated


def words_in_table(page, symbol, language):
    """The number of words of a document, and of all words that are to be translated into a language."""
    row = next(each for each in page.split("<tr>") if f">{symbol}</a>" in each)
    foot = page.split('id="words-waiting"')[1]
    total = re.search(rf'<td data-label="{language}">([\d,]+)</td>', foot)[1]
    return int(re.search(r">([\d,]+) words</span>", row)[1].replace(",", "")), int(
        total.replace(",", "")
    )


def test_the_secretariat_sees_how_many_words_wait_for_translation(
    world, http, document, issued, revise
):
    table = "/meetings/wg-cop-3/languages"
    work, url = document(world.amina, text="# Background\n\nA trial in four districts.")
    symbol = url.removeprefix("/documents/")
    number, missing = words_in_table(http(world.ines).get(table).text, symbol, "Français")
    assert number == 6
    issued(world.ines, work, "fr")
    page = http(world.ines).get(table).text
    assert words_in_table(page, symbol, "Français") == (6, missing - 6)
    assert words_in_table(page, symbol, "English")[1] < missing, "it is the original"
    revise(world, work, text="Entirely other words.")
    page = http(world.ines).get(table).text
    assert words_in_table(page, f"{symbol} Rev.1", "Français") == (3, missing - 3)
    narrowed = http(world.ines).get(f"{table}?only=outdated").text
    assert words_in_table(narrowed, f"{symbol} Rev.1", "Español")[1] == 0, "it is missing there"
    assert 'id="words-waiting"' not in http(world.ines).get(f"{table}?only=provisional").text


def test_of_an_outdated_document_only_the_changed_passages_wait_for_translation(
    world, http, document, issued, revise
):
    table = "/meetings/wg-cop-3/languages"
    text = "# Background\n\nA trial in four districts.\n\nIt cost little."
    work, url = document(world.amina, text=text)
    symbol = url.removeprefix("/documents/")
    french = "# Contexte\n\nUn essai dans quatre districts.\n\nIl a peu coûté."
    before = words_in_table(http(world.ines).get(table).text, symbol, "Français")[1]
    issued(world.ines, work, "fr", text=french)
    revise(world, work, text=text.replace("four districts", "five of the districts"))
    for person in (world.ines, world.jonas, world.ines):
        page = http(person).get(table).text
        assert cell(page, f"{symbol} Rev.1", "Français")[1] == "Outdated 7 words"
        assert words_in_table(page, f"{symbol} Rev.1", "Français") == (11, before - 9 + 7)
        assert cell(page, f"{symbol} Rev.1", "Español")[1] == "Missing"
    assert http(world.amina).get(table).status_code == 403
