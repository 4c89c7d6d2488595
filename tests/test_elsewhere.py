"""What other sites, other machines and caches in between may not do."""

import io
import re
import zipfile

import pytest
from sqlalchemy import select

from wgcop.database import db
from wgcop.priorwork.models import Document
from wgcop.search import indexer


@pytest.mark.parametrize(
    "origin, status", [("https://evil.example", 400), ("http://localhost", 200), (None, 200)]
)
def test_a_page_of_another_site_opens_no_live_connection(http, world, origin, status):
    headers = {"Origin": origin} if origin else {}
    answer = http(world.amina).get("/socket.io/?EIO=4&transport=polling", headers=headers)
    assert answer.status_code == status


def test_what_one_person_is_shown_no_cache_keeps_for_another(app, http, world):
    with app.app_context():
        document = db.session.scalars(select(Document.id)).first()
    for address in ("/", "/people/", f"/priorwork/{document}/file", "/api/v1/session", "/nowhere"):
        with http(world.amina).get(address) as answer:
            said = answer.headers["Cache-Control"]
        assert {"private", "no-cache"} <= set(said.split(", ")), address


@pytest.fixture
def feed(http, world):
    """The secret address of a feed of Amina's."""
    amina, kept = http(world.amina), {"name": "Helplines", "q": "helplines", "tell": "all"}
    saved = amina.post("/search/saved", data=kept).location.rpartition("-")[2]
    return re.search(r"/search/feeds/[\w-]+\.atom", amina.post(f"/search/saved/{saved}/feed").text)[
        0
    ]


def text_of(answer):
    if not answer.data.startswith(b"PK"):
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


@pytest.mark.parametrize("public", ["", "https://cop.example"])
def test_what_is_taken_away_leads_to_no_host_that_a_stranger_named(app, http, world, feed, public):
    """A shared cache, or whoever is sent the file, would follow the links."""
    with app.app_context():
        indexer.drain_all()
        number = db.session.scalars(select(Document.id)).first()
    app.config["PUBLIC_URL"] = public
    for address in (
        "/landscape.docx?q=helplines",
        "/search.csv?q=helplines",
        "/search.atom?q=helplines",
        feed,
        "/search?q=helplines",
        f"/priorwork/{number}",
    ):
        answer = http().get(address, headers={"Host": "evil.example"})
        assert answer.status_code == 200, address
        said = text_of(answer)
        assert "evil.example" not in said, address
        if address.startswith(("/landscape", "/search.", feed)):
            assert (public or "http://127.0.0.1:5000") in said, address
