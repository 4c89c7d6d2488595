"""The matrix of permissions knows every address: none of them gives words away that were taken out."""

from sqlalchemy import select

from tests.permissions import things
from tests.permissions.matrix import rows
from tests.redaction.test_attacks import CHILD, SAID, comment, words_in
from tests.redaction.test_redaction import redact, where
from wgcop import paper
from wgcop.contributions.revisions import Revision
from wgcop.db import db
from wgcop.search.indexer import drain_all


def test_no_address_of_the_workspace_holds_what_was_taken_out_of_a_comment_and_of_papers(
    world, http, app, clock
):
    """The matrix of permissions knows every address, so that a way that is new tomorrow is tried too."""
    named = things.prepare(app, world, http, clock)
    said = comment(http(world.amina), "two", SAID, wid=named["wid"])
    keys = [int(named[f"{name}_id"]) for name in ("paper", "late", "joint")]
    with app.app_context():
        for row in db.session.scalars(select(Revision).where(Revision.contribution_id.in_(keys))):
            row.title = f"Radio for {CHILD}"
            row.abstract = row.keywords = row.contact = row.action_required = SAID
            row.text = paper.from_text(f"# {CHILD}\n\n{SAID}")
            row.plain = paper.plain(row.text)
        db.session.commit()
        drain_all()
    ways = sorted({row.address for row in rows("routes.txt") if row.method == "GET"})

    def holding(asked):
        found = set()
        for way, reader in asked:
            with http(world[reader]).get(way.format(**named)) as answer:
                if answer.status_code == 200 and CHILD in words_in(answer):
                    found.add((way, reader))
        return found

    before = holding((way, reader) for way in ways for reader in ("amina", "ines"))
    held = {way for way, _reader in before}
    assert held >= {"{late}", "{document}", "{document}.docx", "/clauses/{wid}"}, sorted(held)
    redact(http(world.ines), "comment", said)
    for key in keys:
        redact(http(world.ines), "paper", str(key), passage=CHILD)
    with app.app_context():
        drain_all()
    assert holding(before) == set()
    assert where(app, CHILD) == []
