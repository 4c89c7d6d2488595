"""Language versions as XLIFF: taken out for translators' tools, brought in again, and nothing lost that was written meanwhile."""

import io
import re

import pytest
from lxml import etree

from tests.contributions.test_translations import FRENCH, revise, translation  # noqa: F401
from wgcop.translations.xliff import NAMESPACE

N = {"x": NAMESPACE}
TEXT = "# Background\n\nA trial in **four** districts.^[Of Nairobi.]\n\n| Place | Plays |\n|---|---|\n| Kibera | 12 |"


def taken(http, person, address):
    answer = http(person).get(f"{address}/text.xlf")
    assert answer.status_code == 200, answer.text
    return etree.fromstring(answer.data)


def units(root):
    return {
        "".join(unit.find("x:source", N).itertext()): unit
        for unit in root.iterfind(".//x:trans-unit", N)
    }


def translate(root, **words):
    """Write the French of the units whose source begins like the name."""
    for source, unit in units(root).items():
        for start, french in words.items():
            if source.startswith(start):
                target = unit.find("x:target", N)
                if target is None:
                    target = etree.SubElement(unit, f"{{{NAMESPACE}}}target")
                markup = f'<t xmlns="{NAMESPACE}">{french}</t>'
                target.clear()
                filled = etree.fromstring(markup)
                target.text = filled.text
                target.extend(filled)


def send(http, person, address, root):
    data = etree.tostring(root) if not isinstance(root, bytes) else root
    return http(person).post(f"{address}/xliff", data={"file": (io.BytesIO(data), "f.xlf")})


def form_of(page):
    """What the form of the version holds, as a browser sends it."""
    fields = etree.HTML(page).xpath('//form[@id="translation"]//*[@name]')
    return {
        each.get("name"): each.get("value") or (each.text or "").removeprefix("\n")
        for each in fields
        if each.tag != "button" and (each.get("type") != "radio" or each.get("checked") is not None)
    }


@pytest.fixture
def begun(http, document):
    def begin(world, **changes):
        work, _ = document(world.amina, text=TEXT, **changes)
        assert (
            http(world.ines).post(f"{work}/translations", data={"language": "fr"}).status_code
            == 303
        )
        return work, f"{work}/translations/fr"

    return begin


def test_a_paper_comes_as_units_and_goes_back_as_its_french(world, http, begun):
    _, address = begun(world)
    root = taken(http, world.ines, address)
    file = root.find("x:file", N)
    assert (file.get("source-language"), file.get("target-language")) == ("en", "fr")
    assert not root.findall(".//x:target", N), "the text of the original is no translation"
    found = units(root)
    assert {
        "Radio plays about the net",
        "Background",
        "A trial in four districts.",
        "Of Nairobi.",
        "Kibera",
    } <= set(found)
    assert found["A trial in four districts."].find("x:source/x:g", N).text == "four"
    translate(
        root,
        Radio_="",
        Background="Contexte",
        A='Un essai dans <g id="1">quatre</g> districts.<x id="s1"/>',
        Of="De Nairobi.",
        Kibera="Kibéra",
    )
    page = send(http, world.ines, address, root)
    assert page.status_code == 200, page.text
    assert "4 parts of the text change" in page.text and "Nothing is saved yet." in page.text
    assert "Kibéra" not in http(world.ines).get(address).text, "nothing is stored before"
    form = form_of(page.text)
    assert "Un essai dans **quatre** districts.^[De Nairobi.]" in form["text"]
    assert "| Kibéra | 12 |" in form["text"].replace("  ", " ")
    saved = http(world.ines).post(address, data=form)
    assert saved.status_code == 303, saved.text
    shown = http(world.ines).get(address).text
    assert "<strong>quatre</strong>" in shown and "De Nairobi." in shown and "Kibéra" in shown
    again = units(taken(http, world.ines, address))
    target = again["A trial in four districts."].find("x:target", N)
    assert target.get("state") == "translated" and target.find("x:g", N).text == "quatre"
    assert again["Plays"].find("x:target", N) is None


def test_what_somebody_wrote_meanwhile_stays_and_the_words_of_the_file_are_shown(
    world, http, begun
):
    _, address = begun(world)
    root = taken(http, world.ines, address)
    form = form_of(http(world.amina).get(f"{address}/edit").text)
    form["text"] = form["text"].replace("Background", "Le contexte")
    assert http(world.amina).post(address, data=form).status_code == 303
    translate(root, Background="Contexte", Kibera="Kibéra")
    page = send(http, world.ines, address, root).text
    text = form_of(page)["text"]
    assert "# Le contexte" in text and "Kibéra" in text and "Contexte" not in text
    kept = page.split('id="kept-title"')[1].split("</section>")[0]
    assert ">Contexte</p>" in kept and "Kibéra" not in kept


def test_a_file_taken_before_the_original_changed_is_refused_with_its_words(
    world,
    http,
    begun,
    revise,  # noqa: F811
):
    work, address = begun(world)
    root = taken(http, world.ines, address)
    translate(root, A="Un essai.", Background="Contexte")
    revise(world, work, text=TEXT.replace("**four**", "**five**"))
    answer = send(http, world.ines, address, root)
    assert answer.status_code == 409
    assert "The original was changed after the file was taken." in answer.text
    listed = answer.text.split('id="changed-title"')[1]
    assert "A trial in five districts." in listed and "Un essai." in listed
    assert "Contexte" not in listed, "Background did not change"
    newer = taken(http, world.ines, address)
    translate(newer, Background="Contexte")
    page = send(http, world.ines, address, newer)
    assert "five" in form_of(page.text)["text"] and form_of(page.text)["made_from"] == "1"


def test_a_translation_of_an_earlier_wording_says_which_of_its_units_are_outdated(
    world,
    http,
    begun,
    revise,  # noqa: F811
):
    work, address = begun(world)
    form = form_of(http(world.ines).get(f"{address}/edit").text)
    form["text"] = (
        form["text"].replace("Background", "Contexte").replace("A trial in", "Un essai en")
    )
    assert http(world.ines).post(address, data=form).status_code == 303
    issued = http(world.ines).post(f"{address}/issue", data={"status": "translation"})
    assert issued.status_code == 303, issued.text
    revise(world, work, text=TEXT.replace("**four**", "**five**") + "\n\nA new paragraph.")
    found = units(taken(http, world.ines, address))
    states = {
        source: None if (target := unit.find("x:target", N)) is None else target.get("state")
        for source, unit in found.items()
    }
    assert states["Background"] == "translated"
    assert states["A trial in five districts."] == "needs-review-translation"
    assert states["A new paragraph."] is None
    assert http(world.amina).get(f"{address}/text.xlf").status_code == 403, (
        "it is the secretariat's"
    )


def test_a_note_that_the_file_lacks_follows_its_words(world, http, begun):
    _, address = begun(world)
    root = taken(http, world.ines, address)
    translate(root, A="Un essai.")
    page = send(http, world.ines, address, root).text
    assert "Un essai.^[Of Nairobi.]" in form_of(page)["text"]
    assert "Un essai." in page.split('id="completed-title"')[1].split("</section>")[0]


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">&a;</xliff>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 no XML", "This is no XLIFF file that was taken from here."),
        (BOMB, "This is no XLIFF file that was taken from here."),
        (b"<html/>", "This is no XLIFF file that was taken from here."),
        (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', "Save it as XLIFF 1.2."),
    ],
)
def test_other_files_are_refused_in_plain_words(world, http, begun, data, words):
    _, address = begun(world)
    answer = send(http, world.ines, address, data)
    assert answer.status_code == 422 and words in answer.text


def test_a_file_that_is_too_large_is_refused(world, http, begun):
    _, address = begun(world)
    head = b'Content-Disposition: form-data; name="file"; filename="a.xlf"'
    large = b"x" * (8 * 1024 * 1024 + 1)
    answer = http(world.ines).post(
        f"{address}/xliff",
        data=b"\r\n".join([b"--part", head, b"", large, b"--part--", b""]),
        content_type="multipart/form-data; boundary=part",
    )
    assert answer.status_code == 422 and "It is larger than 8 MB." in answer.text


def test_files_of_another_document_or_language_or_without_words_are_refused(world, http, begun):
    _, address = begun(world)
    root = taken(http, world.ines, address)
    assert "There is no translation in this file yet." in send(http, world.ines, address, root).text
    translate(root, A="Un essai.")
    other = etree.tostring(root).replace(b'target-language="fr"', b'target-language="es"')
    words = "another document or another language"
    assert words in send(http, world.ines, address, other).text
    other = re.sub(rb"contributions/\d+", b"contributions/1", etree.tostring(root))
    assert words in send(http, world.ines, address, other).text


def test_nobody_else_takes_a_version_in_preparation(world, http, begun):
    _, address = begun(world)
    for name in ("caio", "elke"):
        assert http(world[name]).get(f"{address}/text.xlf").status_code == 403
        assert http(world[name]).get(f"{address}/xliff").status_code == 403
    assert http().get(f"{address}/text.xlf").status_code in (302, 303)


def test_checked_translations_of_the_same_words_stand_beside_with_their_source(
    world, http, document, begun
):
    earlier, document_url = document(world.amina, text="# Background\n\nA trial in all districts.")
    address = f"{earlier}/translations/fr"
    http(world.ines).post(f"{earlier}/translations", data={"language": "fr"})
    form = form_of(http(world.ines).get(f"{address}/edit").text)
    form["text"] = "# Contexte\n\nUn essai dans tous les districts."
    assert http(world.ines).post(address, data=form).status_code == 303
    _, other = begun(world)

    def beside():
        page = http(world.ines).get(f"{other}/edit").text
        return (
            page.split('id="remembered"')[1].split("</details>")[0] if "remembered" in page else ""
        )

    assert "Contexte" not in beside(), "nobody reads it yet"
    assert (
        http(world.ines).post(f"{address}/issue", data={"status": "provisional"}).status_code == 303
    )
    assert "Contexte" not in beside(), "the secretariat has not checked it"
    http(world.ines).post(f"{earlier}/translations", data={"language": "fr"})
    assert (
        http(world.ines).post(f"{address}/issue", data={"status": "translation"}).status_code == 303
    )
    shown = beside()
    assert "Contexte" in shown and "Un essai dans tous les districts." in shown
    assert "Nearly the same:" in shown and f'href="{document_url}/F"' in shown
    match = units(taken(http, world.ines, other))["Background"].find("x:alt-trans", N)
    assert (
        match.findtext("x:target", None, N) == "Contexte" and match.get("match-quality") == "100%"
    )
    assert http(world.ines).post(f"{address}/withdrawal").status_code == 303
    assert "Contexte" not in beside()
