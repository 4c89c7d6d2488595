"""A paper with a picture, a footnote, an attached file and a language version, its files in a store that speaks S3."""

import io
import re

import pytest
from sqlalchemy import select

from tests.contributions.conftest import status
from tests.contributions.test_pictures import png, send
from tests.contributions.test_translations import issued, translation
from tests.redaction.test_redaction import MARK, NAME, SAID, ask, redact, where
from wgcop import files, paper
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.documents.pictures import PaperPicture
from wgcop.redaction.marking import Marker, texts_in
from wgcop.redaction.passage import SoughtPassage

__all__ = ["issued", "translation"]


@pytest.fixture
def settings(s3_server):
    return {"FILES_URL": s3_server.new()}


def tree(file):
    """A paragraph with words, a footnote, and a picture that somebody described."""
    note = {"type": "footnote", "content": [{"type": "text", "text": f"Told by {NAME}."}]}
    image = {"type": "image", "attrs": {"file": file, "alt": f"{NAME} at the hotline"}}
    words = [{"type": "text", "text": "Radio reaches parents."}, note, image]
    attrs = {"id": paper.tree.new_id(), "dir": "ltr"}
    return {"type": "doc", "content": [{"type": "paragraph", "attrs": attrs, "content": words}]}


def test_one_passage_goes_from_footnotes_and_from_what_is_said_of_pictures():
    marked = Marker("[gone]", SoughtPassage(NAME)).in_paper(tree("0" * 64))
    assert list(texts_in(marked)) == [
        "Radio reaches parents.",
        "Told by [gone].",
        "[gone] at the hotline",
    ]


@pytest.mark.rest
def test_a_passage_and_then_the_picture_go_from_every_language_and_from_the_store(
    app, world, http, draft, issued
):
    amina, ines, caio = (http(each) for each in (world.amina, world.ines, world.caio))
    address = draft(world.amina)
    key = int(address.rpartition("/")[2])
    picture = send(amina, address, png()).json
    upload = {"files": (io.BytesIO(f"{SAID}\n".encode()), "case.txt")}
    assert amina.post(f"{address}/files", data=upload).status_code == 303
    with app.app_context():
        contribution = db.session.get(Contribution, key)
        contribution.draft.text = paper.validate(tree(picture["file"]))
        contribution.draft.plain = paper.plain(contribution.draft.text)
        attached = contribution.draft.enclosures[0].file
        db.session.commit()
    amina.post(f"{address}/submission")
    french = issued(world.ines, address, "fr", text=f"La radio.\n\n{SAID}")
    assert status(caio, picture["url"]) == 200 and NAME in caio.get(french).text

    _, form = ask(ines, "paper", str(key), passage=NAME)
    pictures = [part for part in form["parts"] if part.startswith("picture")]
    others = [part for part in form["parts"] if part not in pictures]
    redact(ines, "paper", str(key), passage=NAME, parts=others)
    assert where(app, NAME) == []
    assert MARK in caio.get(french).text and "La radio." in caio.get(french).text
    assert MARK in caio.get(address, follow_redirects=True).text
    assert not stored(app, attached) and stored(app, picture["file"])

    redact(ines, "paper", str(key), parts=pictures)
    assert status(caio, picture["url"]) == 404
    assert not stored(app, picture["file"])
    page = caio.get(address, follow_redirects=True).text
    assert "<img" not in re.split(r"<main", page)[1] and "at the hotline" not in page
    with app.app_context():
        assert db.session.scalars(select(PaperPicture.id)).all() == []
        assert "at the hotline" not in db.session.get(Contribution, key).current.plain


def stored(app, sha):
    with app.app_context():
        try:
            return bool(files.read(sha))
        except FileNotFoundError:
            return False
