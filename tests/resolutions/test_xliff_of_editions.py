"""The text of a resolution in another language as XLIFF: taken out for translators' tools, brought in again, and nothing lost."""

import html
import io

from lxml import etree
from sqlalchemy import select

from tests.resolutions.test_side_by_side import (
    DUBAI,
    FRENCH,
    RECOGNIZING,
    WORDS,
    put,
    shown,
    words_at,
)
from wgcop.resolutions.actions import import_resolution
from wgcop.resolutions.models import Clause, Wording
from wgcop.resolutions.parse import parse
from wgcop.translations.views import xliff as views
from wgcop.translations.xliff import NAMESPACE

N = {"x": NAMESPACE}
NEW = {f"{RECOGNIZING}a": "qu'il faut agir d'urgence;", "title": "Protection en ligne"}


def taken(visitor, at=FRENCH):
    answer = visitor.get(f"{at}/text.xlf")
    assert answer.status_code == 200, answer.text
    return answer.data


def keys(data):
    return [
        unit.get("id").rpartition(".")[0] for unit in etree.fromstring(data).iter("{*}trans-unit")
    ]


def translated(data, words):
    """The file as a translator's tool saves it, with these words by the keys of the parts."""
    root, left = etree.fromstring(data), dict(words)
    for unit in root.iter("{*}trans-unit"):
        key = unit.get("id").rpartition(".")[0]
        if key in left:
            target = unit.find("x:target", N)
            if target is None:
                target = etree.Element(f"{{{NAMESPACE}}}target")
                unit.find("x:source", N).addnext(target)
            target.set("state", "translated")
            target.text = left.pop(key)
    assert not left
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def send(visitor, data, at=FRENCH):
    return visitor.post(f"{at}/xliff", data={"file": (io.BytesIO(data), "f.xlf")})


def save(visitor, page, at=FRENCH):
    """Send the form that the page shows, as a browser does."""
    form = etree.HTML(page).xpath(f'//form[@action="{at}/words"]')[0]
    data = {
        "seen": form.xpath('.//input[@name="seen"]/@value'),
        "key": form.xpath('.//input[@name="key"]/@value'),
        "words": [each.text or "" for each in form.xpath(".//textarea")],
        "unsure": form.xpath('.//input[@name="unsure"][@checked]/@value'),
    }
    return visitor.post(f"{at}/words", data=data)


def section(page, name):
    return html.unescape(page.split(f'id="{name}-title"')[1].split("</section>")[0])


def test_a_text_goes_out_and_comes_back_three_times_by_two_people(world, http):
    for again, person in enumerate((world.ines, world.jonas, world.ines)):
        visitor = http(person)
        data = taken(visitor)
        file = etree.fromstring(data).find("x:file", N)
        assert (file.get("source-language"), file.get("target-language")) == ("en", "fr")
        assert len(keys(data)) == len(set(keys(data))) > 20
        words = {key: f"{each} {again}" for key, each in NEW.items()}
        answer = send(visitor, translated(data, words))
        assert answer.status_code == 200, answer.text
        assert "2 parts of the text change" in answer.text
        assert f"{NEW['title']} {again}" not in shown(http()), "nothing is stored before"
        assert save(visitor, answer.text).status_code == 303
        for reader in (http(), http(world.amina), http(world.jonas)):
            assert f"d'urgence; {again}" in shown(reader)
        settled = taken(visitor)
        assert not set(NEW) & set(keys(settled)), "what is translated and checked does not go out"
        assert "The file changes nothing." in send(visitor, translated(data, words)).text
        put(visitor, {})


def test_what_is_outdated_goes_out_with_the_words_and_the_english_of_the_earlier_edition(
    world, http, session
):
    ines = http(world.ines)
    put(ines, WORDS)
    session.rollback()
    slug = import_resolution(parse(DUBAI % "that it is urgent,"), by=None).slug
    session.commit()
    at = f"/resolutions/{slug}/in/fr"
    root = etree.fromstring(taken(ines, at))
    unit = next(
        each for each in root.iter("{*}trans-unit") if each.get("id").startswith(f"{RECOGNIZING}b.")
    )
    assert unit.findtext("x:source", namespaces=N) == "that guidance exists in seven languages,"
    assert unit.find("x:target", N).get("state") == "needs-review-translation"
    assert "participeront" in unit.findtext("x:target", namespaces=N)
    assert "participeront" in unit.findtext("x:alt-trans/x:target", namespaces=N)
    assert "programmes" in unit.findtext("x:alt-trans/x:source", namespaces=N)


def test_what_the_file_cannot_place_is_told_part_by_part(world, http, session):
    ines = http(world.ines)
    data = translated(taken(ines), {**NEW, f"{RECOGNIZING}b": "que beaucoup y participent,"})
    strange = data.replace(f'"{RECOGNIZING}a.'.encode(), b'"wtdc-67.gone.')
    page = send(ines, strange).text
    assert NEW[f"{RECOGNIZING}a"] in section(page, "unknown")
    session.rollback()
    slug = import_resolution(parse(DUBAI % "that it is urgent,"), by=None).slug
    session.commit()
    at = f"/resolutions/{slug}/in/fr"
    page = send(ines, data, at).text
    listed = section(page, "english")
    assert "que beaucoup y participent," in listed and "seven languages" in listed
    assert words_at(ines, at)[f"{RECOGNIZING}b"] == ""
    assert "que beaucoup y participent," not in page.split("<textarea", 1)[1]


def test_what_somebody_wrote_meanwhile_stays_and_the_words_of_the_file_are_shown(world, http):
    ines, jonas = http(world.ines), http(world.jonas)
    data = translated(taken(ines), NEW)
    put(jonas, {"title": "La protection des enfants"})
    answer = send(ines, data)
    assert NEW["title"] in section(answer.text, "kept")
    assert save(ines, answer.text).status_code == 303
    page = shown(http())
    assert "La protection des enfants" in page and "d'urgence" in page
    assert NEW["title"] not in page


def test_translations_of_other_resolutions_stand_beside(world, http, session):
    words = session.scalar(
        select(Wording.text).join(Wording.clause).where(Clause.wid == f"{RECOGNIZING}a")
    )
    session.rollback()
    other = (DUBAI % words).replace("RESOLUTION 67", "RESOLUTION 179").replace("67", "179")
    slug = import_resolution(parse(other), by=None).slug
    session.commit()
    ines = http(world.ines)
    key = next(each for each in words_at(ines, f"/resolutions/{slug}/in/fr") if each.endswith("_a"))
    put(ines, {key: "qu'il est urgent d'agir,"}, at=f"/resolutions/{slug}/in/fr")
    root = etree.fromstring(taken(ines))
    unit = next(
        each for each in root.iter("{*}trans-unit") if each.get("id").startswith(f"{RECOGNIZING}a.")
    )
    match = unit.find("x:alt-trans", N)
    assert match.findtext("x:target", namespaces=N) == "qu'il est urgent d'agir,"
    assert match.get("origin") == "Resolution 179 (Rev. Dubai, 2014)"


def test_what_is_no_such_file_is_refused(world, http, monkeypatch):
    ines = http(world.ines)
    data = translated(taken(ines), NEW)
    at = FRENCH.replace("/fr", "/es")
    for sent, address in (
        (b"", FRENCH),
        (b"\x89PNG\r\n", FRENCH),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", FRENCH),
        (data.replace(b"wtdc-67/", b"wtdc-1/"), FRENCH),
        (data.replace(b"wgcop/resolutions/wtdc-67", b"wgcop/contributions/1"), FRENCH),
        (data, at),
        (taken(ines), FRENCH),
    ):
        answer = send(ines, sent, address)
        assert answer.status_code == 422, (sent[:80], answer.status_code)
    monkeypatch.setattr(views, "LARGEST", len(data) - 1)
    assert send(ines, data).status_code == 422
    assert "There is no text in this language yet" in shown(http())


def test_only_the_secretariat_takes_and_brings_files(world, http):
    data = translated(taken(http(world.ines)), NEW)
    for person in (world.amina, world.helena, world.ruth, world.wanjiru):
        visitor = http(person)
        assert visitor.get(f"{FRENCH}/text.xlf").status_code == 403
        assert visitor.get(f"{FRENCH}/xliff").status_code == 403
        assert send(visitor, data).status_code == 403
    assert http().get(f"{FRENCH}/text.xlf").status_code != 200
    assert "text.xlf" in http(world.ines).get(f"{FRENCH}/words").text
