"""What other sites, other machines and caches in between may not do."""

import pytest
from sqlalchemy import select

from wgcop.db import db
from wgcop.priorwork.models import Document


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
