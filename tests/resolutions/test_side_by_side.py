"""The text of a resolution beside itself in another language, and how the secretariat brings it in."""

import html
import io
import re
from datetime import date

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from sqlalchemy import select

from tests.proposals.acts import RESOLUTION
from wgcop.audit.models import AuditRow
from wgcop.paper import from_text
from wgcop.resolutions.actions import import_resolution
from wgcop.resolutions.aligning import AlignedUnit, UnitKind
from wgcop.resolutions.language_texts import PartInLanguage, TextPart
from wgcop.resolutions.models import Clause, Edition, InstrumentKind, Resolution, Wording
from wgcop.resolutions.parse import parse
from wgcop.translations.overview import languages_by_edition
from wgcop.translations.units import number_of_words

FRENCH, ARABIC = f"{RESOLUTION}/in/fr", f"{RESOLUTION}/in/ar"
RECOGNIZING = "wtdc-67.recs_recognizing__rec_"
WORDS = {
    "heading:0": "reconnaissant",
    f"{RECOGNIZING}a": "qu'il est urgent de protéger les enfants;",
    f"{RECOGNIZING}b": "que beaucoup participeront aux programmes,",
}
PARAGRAPHS = """reconnaissant

a) qu'il est urgent de protéger les enfants;

b) que beaucoup participeront aux programmes,
"""

COUNTED = """<w:numbering {0}><w:abstractNum w:abstractNumId="70">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{1}"/><w:lvlText w:val="%1)"/></w:lvl>
</w:abstractNum><w:num w:numId="70"><w:abstractNumId w:val="70"/></w:num></w:numbering>"""


def seen(page):
    return re.search(r'name="seen" value="(\w+)"', page)[1]


def put(visitor, words, unsure=(), *, at=FRENCH, mark=None):
    data = {
        "seen": mark or seen(visitor.get(f"{at}/words").text),
        "key": list(words),
        "words": list(words.values()),
        "unsure": list(unsure),
    }
    return visitor.post(f"{at}/words", data=data)


def shown(visitor, at=FRENCH):
    """The words of the page, its own marks apart."""
    return html.unescape(re.sub(r"\s+", " ", visitor.get(at).text))


def deeds(session):
    session.rollback()
    found = select(AuditRow.deed).where(AuditRow.deed == "resolution.translated")
    return len(session.scalars(found).all())


def test_a_text_is_brought_in_corrected_and_taken_away_three_times_by_two_people(
    world, http, session
):
    ines, readers = http(world.ines), (http(world.ruth), http(world.amina), http())
    for again in range(3):
        assert put(ines, WORDS, [f"{RECOGNIZING}b"]).status_code == 303
        for reader in readers:
            page = shown(reader)
            assert all(words in page for words in WORDS.values())
            assert page.count("Not checked yet") == 1
        corrected = WORDS | {f"{RECOGNIZING}b": f"que beaucoup participeront {again} fois,"}
        assert put(http(world.ines), corrected).status_code == 303
        for reader in readers:
            page = shown(reader)
            assert f"participeront {again} fois," in page and "Not checked yet" not in page
        assert put(ines, {}).status_code == 303
        for reader in readers:
            assert "There is no text in this language yet" in shown(reader)
    assert deeds(session) == 9


def test_who_put_words_is_kept_when_they_are_sent_again(world, http, session):
    first = seen(http(world.ines).get(f"{FRENCH}/words").text)
    for _time in range(3):
        assert put(http(world.ines), WORDS, mark=first).status_code == 303
    assert deeds(session) == 1
    rows = session.scalars(select(PartInLanguage)).all()
    assert {row.key: row.words for row in rows} == WORDS
    assert all(row.put_by_id == world.ines.id and row.is_sure for row in rows)
    at = [row.put_at for row in rows]
    assert put(http(world.ines), WORDS | {"heading:0": "reconnaissant aussi"}).status_code == 303
    session.rollback()
    rows = session.scalars(select(PartInLanguage)).all()
    assert sum(row.put_at in at for row in rows) >= len(rows) - 1


def test_two_officers_at_once_see_what_the_other_has_saved(world, http):
    one, other = http(world.ines), http(world.ines)
    before = seen(other.get(f"{FRENCH}/words").text)
    assert put(one, WORDS).status_code == 303
    typed = {"heading:0": "sachant"}
    answer = put(other, typed, mark=before)
    assert answer.status_code == 409 and "sachant" in answer.text
    assert "reconnaissant" in shown(http())
    assert put(other, typed, mark=seen(answer.text)).status_code == 303
    assert "sachant" in shown(http()) and "participeront" not in shown(http())


def test_paragraphs_are_placed_and_what_is_not_sure_is_marked(world, http, session):
    ines = http(world.ines)
    for sent in (
        {"text": PARAGRAPHS},
        {"file": (io.BytesIO(PARAGRAPHS.encode()), "texte.txt")},
    ):
        answer = ines.post(f"{FRENCH}/alignment", data=sent)
        assert answer.status_code == 200
        page = html.unescape(answer.text)
        for key, words in WORDS.items():
            assert re.search(
                rf'value="{key}">\s*<textarea[^>]*>{re.escape(words)}</textarea>', page
            )
        # Most of the text is missing, so nothing of it is sure.
        assert f'name="unsure" value="{RECOGNIZING}a" checked' in page
    assert session.scalars(select(PartInLanguage)).all() == []


@pytest.mark.parametrize(
    ("at", "heading", "form", "labels"),
    [(FRENCH, "reconnaissant", "lowerLetter", "abc"), (ARABIC, "إذ يدرك", "arabicAbjad", "أبج")],
)
def test_a_word_file_brings_the_clauses_that_word_counts_and_the_rows_of_its_table(
    world, http, at, heading, form, labels
):
    clauses = ["النص 2010؛" * 9, "النص 2014؛" * 7, "النص 2018،" * 5]
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering[:] = parse_xml(COUNTED.format(nsdecls("w"), form))[:]
    document.add_paragraph(heading)
    for clause in clauses:
        properties = document.add_paragraph(clause)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="70"/></w:numPr>'))
    for cell, words in zip(document.add_table(1, 2).rows[0].cells, ("Nord", "5 678"), strict=True):
        cell.text = words
    file = io.BytesIO()
    document.save(file)
    typed = [heading, *(f"{label}) {words}" for label, words in zip(labels, clauses, strict=True))]
    ines = http(world.ines)
    from_file, from_text = (
        re.findall(
            r'value="([^"]*)">\s*<textarea[^>]*>(.*?)</textarea>.*?"unsure"[^>]*?( checked)?>',
            ines.post(f"{at}/alignment", data=data).text,
            re.DOTALL,
        )
        for data in (
            {"file": (io.BytesIO(file.getvalue()), "texte.docx")},
            {"text": "\n\n".join([*typed, "Nord | 5 678"])},
        )
    )
    assert from_file == from_text
    assert {*clauses, "Nord | 5 678"} <= {words for _key, words, _unsure in from_file}


def test_a_paragraph_without_a_place_is_shown(world, http):
    strange = PARAGRAPHS + "\n\n".join(f"\n9{at}) Une phrase étrangère." for at in range(40))
    page = http(world.ines).post(f"{FRENCH}/alignment", data={"text": strange}).text
    assert "Paragraphs without a place" in page


def test_nothing_and_what_is_no_text_is_refused(world, http):
    ines = http(world.ines)
    assert ines.post(f"{FRENCH}/alignment", data={"text": ""}).status_code == 422
    assert ines.post(f"{FRENCH}/alignment", data={"text": "a\x01b"}).status_code in (200, 422)
    picture = {"file": (io.BytesIO(b"\x89PNG\r\n\x1a\n"), "texte.docx")}
    assert ines.post(f"{FRENCH}/alignment", data=picture).status_code == 422


def test_only_the_secretariat_brings_texts_in(world, http, session):
    for person in (world.amina, world.helena, world.ruth, world.wanjiru):
        visitor = http(person)
        assert visitor.get(f"{FRENCH}/words").status_code == 403
        assert visitor.post(f"{FRENCH}/words", data={"key": "title"}).status_code == 403
        assert visitor.post(f"{FRENCH}/alignment", data={"text": "a"}).status_code == 403
        assert f"{FRENCH}/words" not in visitor.get(FRENCH).text
    assert http().post(f"{FRENCH}/words").status_code in (302, 303)
    assert session.scalars(select(PartInLanguage)).all() == []


def test_each_side_says_its_language_and_each_clause_leads_to_its_one_thread(world, http):
    put(http(world.ines), {f"{RECOGNIZING}a": "أن هناك حاجة ملحة؛"}, at=ARABIC)
    page = http().get(ARABIC).text
    assert re.search(
        r'class="pair__side prose prose--serif" lang="ar" dir="rtl".*?أن هناك', page, re.DOTALL
    )
    assert f'href="/clauses/{RECOGNIZING}a#recs_recognizing__rec_a"' in page
    assert "أن هناك" not in http().get(FRENCH).text


def test_a_language_is_one_of_the_union_and_not_that_of_the_text(http):
    for language in ("en", "de", "xx"):
        assert http().get(f"{RESOLUTION}/in/{language}").status_code == 404


def test_the_page_of_the_resolution_leads_there(world, http):
    for visitor in (http(), http(world.amina)):
        assert f'href="{FRENCH}"' in visitor.get(RESOLUTION).text


DUBAI = """RESOLUTION 67 (Rev. Dubai, 2014)

Child online protection

The World Telecommunication Development Conference (Dubai, 2014),

recognizing

a) %s

b) that guidance exists in seven languages,

resolves

to go on with the work.
"""


def test_a_clause_whose_english_changed_says_so_with_the_difference(world, http, session):
    first = session.scalar(
        select(Wording.text).join(Wording.clause).where(Clause.wid == f"{RECOGNIZING}a")
    )
    put(http(world.ines), WORDS)
    read = parse(DUBAI % first)
    session.rollback()
    edition = import_resolution(read, by=None)
    slug = edition.slug
    session.commit()
    at = f"/resolutions/{slug}/in/fr"
    for reader in (http(world.ruth), http()):
        page = shown(reader, at)
        assert "urgent de protéger" in page and "beaucoup participeront" in page
        assert page.count("English changed since") == 1
        assert re.search(r"<ins>.*?seven languages", page)
        # the edition that was translated is as it was
        assert "English changed since" not in shown(reader)
    form = http(world.ines).get(f"{at}/words").text
    assert f'value="{RECOGNIZING}b" checked' in form
    assert f'value="{RECOGNIZING}a" checked' not in form
    again = {f"{RECOGNIZING}b": "que des lignes directrices existent en sept langues,"}
    assert put(http(world.ines), again, at=at).status_code == 303
    page = shown(http(), at)
    assert "en sept langues" in page and "English changed since" not in page
    assert "beaucoup participeront" in shown(http())


def words_at(visitor, at):
    """What the form shows of each part, by its key."""
    form = visitor.get(f"{at}/words").text
    typed = r'name="key" value="([^"]+)".*?<textarea[^>]*>([^<]*)</textarea>'
    return {key: html.unescape(words) for key, words in re.findall(typed, form, re.DOTALL)}


def test_a_new_edition_has_the_title_and_headings_of_the_one_before(world, http, session):
    title, formula = "Protection en ligne des enfants", "La Conférence (Hyderabad, 2010),"
    put(http(world.ines), {"title": title, "formula": formula, **WORDS})
    session.rollback()
    shifted = DUBAI.replace("recognizing", "recalling\n\nits decisions,\n\nrecognizing")
    slug = import_resolution(parse(shifted % "that it is urgent,"), by=None).slug
    session.commit()
    at = f"/resolutions/{slug}/in/fr"
    for _time in range(3):
        parts = words_at(http(world.ines), at)
        assert (parts["title"], parts["formula"]) == (title, formula)
        assert (parts["heading:0"], parts["heading:1"]) == ("", "reconnaissant")
    page = shown(http(), at)
    assert re.search(r"<del>.*?Hyderabad.*?</del>", page), "the formula is of another place"
    assert page.count("English changed since") == 4  # title, formula, both clauses

    own = {**words_at(http(world.ines), at), "formula": "La Conférence (Dubaï, 2014),"}
    assert put(http(world.ines), own, at=at).status_code == 303
    assert "(Dubaï, 2014)" in shown(http(), at)
    assert words_at(http(world.ines), FRENCH)["formula"] == formula


def test_the_words_of_an_older_edition_that_came_later_stand_beside_the_newer_one(
    world, http, session
):
    first = session.scalar(
        select(Wording.text).join(Wording.clause).where(Clause.wid == f"{RECOGNIZING}a")
    )
    session.rollback()
    older = (
        (DUBAI % first)
        .replace("Rev. Dubai, 2014", "Doha, 2006")
        .replace("Dubai, 2014", "Doha, 2006")
    )
    edition = import_resolution(parse(older), by=None)
    slug = edition.slug
    session.commit()
    assert put(http(world.ines), WORDS, at=f"/resolutions/{slug}/in/fr").status_code == 303
    page = shown(http())
    assert "urgent de protéger" in page and page.count("English changed since") == 1


def test_search_finds_the_clause_in_each_language_until_its_words_are_taken_away(
    world, http, index
):
    ines, readers = http(world.ines), (http(world.amina), http(world.ruth), http())
    arabic = {f"{RECOGNIZING}a": "أن هناك حاجة ملحة إلى حماية الأطفال؛"}

    def found(reader, words):
        answer = reader.get("/api/v1/search", query_string={"q": words}).json
        return [hit["url"] for hit in answer["hits"] if hit["kind"] == "clause-version"]

    for again in range(3):
        assert (
            put(ines, WORDS | {f"{RECOGNIZING}b": f"que {again} phares participeront,"}).status_code
            == 303
        )
        assert put(ines, arabic, at=ARABIC).status_code == 303
        index()
        for reader in readers:
            for words, address in (
                ("phares participeront", f"{FRENCH}#recs_recognizing__rec_b"),
                ("حماية الأطفال", f"{ARABIC}#recs_recognizing__rec_a"),
            ):
                [url] = found(reader, words)
                assert url.endswith(address), url
        assert put(ines, {}).status_code == 303 and put(ines, {}, at=ARABIC).status_code == 303
        index()
        assert not any(found(reader, "phares participeront") for reader in readers)


LIST = "/meetings/wg-cop-3/languages"


def waiting(visitor, name, language, query=""):
    """The cell of a resolution in the list of translation work: its address, its words on the page, and
    all words that wait for translation into the language.
    """
    page = visitor.get(LIST + query).text
    row = next(each for each in page.split("<tr>") if f">{name}</a>" in each)
    said = re.search(rf'<td data-label="{language}">(.*?)</td>', row, re.DOTALL)[1]
    address = re.search(r'href="([^"]+)"', said)[1]
    words = re.sub(r'<span class="visually-hidden">.*?</span>|<[^>]+>', "", said)
    foot = page.split('id="words-waiting"')[1]
    total = re.search(rf'<td data-label="{language}">([\d,]+)</td>', foot)[1]
    return address, " ".join(words.split()), int(total.replace(",", ""))


def test_the_list_of_translation_work_has_resolutions_beside_papers(world, http, session):
    ines = http(world.ines)
    hyderabad = "Resolution 67 (Hyderabad, 2010)"
    russian = waiting(ines, hyderabad, "Русский")
    *cell, before = waiting(ines, hyderabad, "Français")
    assert cell == [f"{FRENCH}/words", "Missing"]
    put(ines, WORDS)
    *cell, then = waiting(ines, hyderabad, "Français")
    clause = session.scalar(
        select(Wording.text).join(Wording.clause).where(Clause.wid == f"{RECOGNIZING}a")
    )
    assert cell[1].startswith("Incomplete ") and cell[1].endswith(" words")
    assert before - then > number_of_words({}, from_text(clause)) > 0
    assert waiting(ines, hyderabad, "Русский") == russian, "the others wait as before"

    session.rollback()
    import_resolution(parse(DUBAI % clause), by=None)
    session.commit()
    dubai = "Resolution 67 (Rev. Dubai, 2014)"
    address, said, after = waiting(ines, dubai, "Français")
    assert address == "/resolutions/67-dubai-2014/in/fr/words"
    assert said.startswith("Outdated ")
    assert hyderabad not in ines.get(LIST).text, "the edition in force is translated"
    changed = waiting(ines, dubai, "Français", "?only=outdated&into=fr")
    assert changed[:2] == (address, said) and changed[2] < after
    put(ines, {f"{RECOGNIZING}b": "que des conseils existent,"}, at=address.removesuffix("/words"))
    _address, said, fewer = waiting(ines, dubai, "Français")
    assert said.startswith("Incomplete ") and fewer == after - 6, "six English words had changed"
    page = ines.get(f"{LIST}?only=outdated&into=ru").text
    assert dubai not in page
    assert 'data-label="Français"' not in ines.get(f"{LIST}?into=ru").text


def test_the_list_of_translation_work_costs_the_same_however_many_resolutions(
    world, http, session, statements
):
    ines = http(world.ines)
    ines.get(LIST)
    with statements() as few:
        ines.get(LIST)
    other = DUBAI.replace("RESOLUTION 67", "RESOLUTION 179").replace("67", "179")
    import_resolution(parse(other % "that it is urgent,"), by=None)
    session.commit()
    put(ines, WORDS)
    with statements() as more:
        page = ines.get(LIST).text
    assert "Resolution 179" in page and len(more) == len(few)


def test_whoever_may_not_bring_texts_in_is_led_to_the_text():
    edition = Edition(id=1, slug="67-doha-2006", place="Doha", year=2006, title="", language="en")
    edition.resolution = Resolution(kind=InstrumentKind.RESOLUTION, number="67")
    parts = {(1, "fr"): [TextPart(AlignedUnit("title", UnitKind.OTHER, "Child protection"))]}
    for may_write, address in (
        (False, "/resolutions/67-doha-2006/in/fr"),
        (True, "/resolutions/67-doha-2006/in/fr/words"),
    ):
        [text] = languages_by_edition([edition], parts, ["fr"], may_write=may_write)
        assert [(cell.url, cell.state, cell.words) for cell in text.cells] == [
            (address, "missing", 2)
        ]


def test_a_resolution_that_was_suppressed_is_no_work(world, http, session):
    ines = http(world.ines)
    assert "Resolution 67" in ines.get(LIST).text
    session.scalar(select(Resolution)).suppressed_on = date(2010, 6, 4)
    session.commit()
    assert "Resolution 67" not in ines.get(LIST).text
