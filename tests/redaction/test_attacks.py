"""After a redaction nobody gets the words by any way out of the workspace, however they ask."""

import io
import re
import zipfile

import pypdfium2
import pytest

from tests.contributions.conftest import document
from tests.redaction.test_redaction import MARK, redact, where
from wgcop import mail
from wgcop.db import db
from wgcop.mail import Message
from wgcop.search.indexer import drain_all

__all__ = ["document"]
CHILD = "Quokkason"
SAID = f"The child Zuberi {CHILD} of Kisumu told the hotline what had happened to him."


def words_in(answer):
    """What a person reads of it, also where it is packed."""
    if answer.mimetype == "application/pdf":
        return words_of_pdf(answer.data)
    if answer.data[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(answer.data))
        return "\n".join(unpacked(archive.read(name)) for name in archive.namelist())
    return answer.text


def unpacked(data):
    if data[:5] == b"%PDF-":
        return words_of_pdf(data)
    if data[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(data))
        return "\n".join(unpacked(archive.read(name)) for name in archive.namelist())
    return data.decode("utf-8", "replace")


def words_of_pdf(data):
    pages = pypdfium2.PdfDocument(data)
    held = str(pages.get_metadata_dict())
    return held + "".join(page.get_textpage().get_text_range() for page in pages)


@pytest.fixture
def brought(world, http, app, document):
    """A paper of Kenya's with two wordings, each of which holds the words in its title, its cover and its text."""
    working, numbered = document(
        world.amina,
        title=f"Radio for {CHILD}",
        abstract=SAID,
        keywords=CHILD,
        contact=f"Ask {CHILD}",
        text=f"# Background\n\n{SAID}\n\nRadio reaches parents.",
    )
    amina = http(world.amina)
    amina.post(f"{working}/revisions")
    amina.post(f"{working}/submission")
    with app.app_context():
        drain_all()
    return working, numbered


def test_no_page_file_feed_or_answer_to_a_program_holds_what_was_taken_out_of_a_paper(
    world, http, app, brought, meeting
):
    working, numbered = brought
    luc = http(world.luc)
    saved = luc.post("/search/saved", data={"name": "Radio", "tell": "all", "q": CHILD})
    search = saved.location.rpartition("-")[2]
    feed = re.search(
        r"/search/feeds/[\w-]{40,}\.atom", luc.post(f"/search/saved/{search}/feed").text
    )[0]
    ways = {
        numbered: None,
        working: None,
        f"{working}/compare": None,
        f"{numbered}/changes": None,
        f"{numbered}.docx": None,
        f"{numbered}.pdf": None,
        f"/contributions/papers.zip?meeting={meeting.id}": None,
        "/contributions/": None,
        "/meetings/wg-cop-3": None,
        "/meetings/wg-cop-3/documents": None,
        "/meetings/wg-cop-3/documents.docx": None,
        "/meetings/wg-cop-3/material.zip": None,
        feed: None,
        "/search/suggestions?q=Quokka": None,
        **dict.fromkeys(
            f"/search{kind}?q=hotline+happened" for kind in ("", ".atom", ".csv", ".json")
        ),
        "/api/v1/search?q=hotline+happened": None,
        f"/search?q={CHILD}": None,
        "/": None,
    }
    readers = [world.luc, world.amina, world.helena, world.elke, world.ines]
    before = {
        way
        for way in ways
        for reader in readers
        if CHILD in words_in(http(reader).get(way)).replace(f'value="{CHILD}"', "")
    }
    shown = {numbered, f"{numbered}.docx", f"{numbered}.pdf", "/meetings/wg-cop-3/documents", feed}
    assert before >= shown, "where nothing stood nothing is proved"

    redact(http(world.ines), "paper", working.rpartition("/")[2], passage=CHILD, parts=[])
    with app.app_context():
        drain_all()
    assert where(app, CHILD) == ["saved_search.typed"], "what Luc typed is his"
    luc.post(f"/search/saved/{search}/deletion")
    still = [
        (way, reader.name if reader else "a guest")
        for way in ways
        for reader in [None, *readers, world.caio]
        if CHILD in re.sub(rf"(q=|value=\"|[“>]){CHILD}", "", words_in(http(reader).get(way)))
    ]
    assert still == []
    assert "[Redacted" in words_in(http(world.luc).get(f"{numbered}.docx"))
    assert MARK in http(world.luc).get(numbered).text


def test_who_comes_back_is_not_given_what_they_missed_before_it_was_redacted(world, http, listen):
    """Their page asks for all since it left: it gets the mark, and none of the entries from before with its words."""
    wid = "wtdc-67.recs_recognizing__rec_b"
    data = {"body": SAID, "audience": "members", "type": "substantive", "key": "one"}
    caio = listen(world.caio, f"clause:{wid}")
    said = http(world.amina).post(
        f"/clauses/{wid}/comments", data=data, headers={"Accept": "application/json"}
    )
    [heard] = caio()
    assert CHILD in str(heard)
    name = said.json["id"].removeprefix("comment-")
    redact(http(world.ines), "comment", name)
    assert CHILD not in str(caio())
    missed = http(world.luc).get(f"/live/clause:{wid}?after={heard['seq'] - 1}")
    assert missed.status_code == 200 and MARK in missed.text and CHILD not in missed.text


def test_letters_that_wait_leave_without_the_words_and_notices_do_not_hold_them(
    world, http, app, brought
):
    working, numbered = brought
    with app.app_context():
        mail.write("luc@example.org", f"Radio for {CHILD}", f"{SAID}\n{numbered}")
        mail.write("luc@example.org", "Something else", "Coffee is at ten.")
        db.session.commit()
    redact(http(world.ines), "paper", working.rpartition("/")[2], passage=SAID, parts=[])
    with app.app_context():
        letters = db.session.query(Message).filter(Message.recipient == "luc@example.org").all()
        assert not [each for each in letters if "of Kisumu" in each.text + each.subject]
        assert "Coffee is at ten." in [each.text for each in letters]
    for reader in (world.luc, world.amina, world.ines):
        for address in ("/", "/following"):
            assert "of Kisumu" not in http(reader).get(address).text
