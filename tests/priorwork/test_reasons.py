"""What happened is kept, and told to everybody in their own language."""

import io

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from sqlalchemy import select

from wgcop.bodies.body import Body
from wgcop.priorwork.imports.jobs import bring_in_waiting
from wgcop.priorwork.imports.models import StoredReason

FRENCH = {
    "It is a picture, not a text.": "C’est une image, pas un texte.",
    "Line %(line)d: %(reason)s": "Ligne %(line)d : %(reason)s",
    "date: “%(value)s” is not a date like 2009, 2008-11 or 2007-05-17.": "date : « %(value)s » n’en est pas une.",
}


@pytest.fixture
def settings(tmp_path):
    catalogue = Catalog(locale="fr")
    for sentence, translated in FRENCH.items():
        catalogue.add(sentence, translated)
    target = tmp_path / "translations" / "fr" / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as handle:
        write_mo(handle, catalogue)
    return {
        "BABEL_TRANSLATION_DIRECTORIES": str(tmp_path / "translations"),
        "LANGUAGES": ["en", "fr"],
    }


def test_reasons_are_in_the_language_of_whoever_reads(session, http, world):
    body = session.scalar(select(Body.id).where(Body.code == "22-1/1"))
    sent = {
        "body": str(body),
        "files": [(io.BytesIO(b"\x89PNG\r\n"), "a.png"), (io.BytesIO(b"Words"), "b.txt")],
        "table": (io.BytesIO(b"file,date\nb.txt,100 % soon"), "facts.csv"),
    }
    where = http(world.ines).post("/priorwork/import", data=sent).location
    session.rollback()
    bring_in_waiting()
    english, french = http(world.ines), http(world.jonas)
    french.post("/language", data={"language": "fr"})
    assert "It is a picture, not a text." in english.get(where).text
    assert "Line 2: date: “100 % soon” is not a date" in english.get(where).text
    assert "C’est une image, pas un texte." in french.get(where).text
    assert "Ligne 2 : date : « 100 % soon » n’en est pas une." in french.get(where).text


def test_reasons_stored_as_plain_text_are_shown_unchanged():
    column = StoredReason()
    before = column.process_result_value("Damaged, all of 100 %.", None)
    assert str(before) == "Damaged, all of 100 %."
    assert column.process_result_value("", None) is None
