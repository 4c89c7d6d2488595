"""The matrix of permissions knows every address: none gives away words that were taken out, or names somebody who was erased.

A way that is new tomorrow is tried too. Pages that are kept for many were made before, with the words and with the name.
"""

import pytest
from sqlalchemy import select

from tests.answers import words_in
from tests.permissions import things
from tests.permissions.matrix import rows
from tests.privacy.test_privacy import erase
from tests.redaction.test_attacks import CHILD, SAID, comment
from tests.redaction.test_redaction import redact, where
from wgcop import mail, paper
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.search.indexer import drain_all


@pytest.mark.rest
def test_no_address_of_the_workspace_holds_words_that_were_taken_out_or_names_wanjiru_once_she_is_erased(
    world, http, app, clock, listen
):
    named, her = things.prepare(app, world, http, clock), world.wanjiru
    said = comment(http(world.amina), "two", SAID, wid=named["wid"])
    kenya = world.delegation("Kenya").id
    for audience in ("members", f"delegation:{kenya}"):
        words = f"Radio reaches parents. ({audience})"
        comment(http(her), audience, words, audience, wid=named["wid"])
    juma = http(world.juma)
    invited = juma.post(f"{named['draft']}/drafters", data={"person": her.email})
    assert invited.status_code == 303
    saved = http(her).post(f"/meetings/{named['meeting']}/live/speakers")
    assert saved.status_code in (303, 409)
    late, *others = (int(named[f"{name}_id"]) for name in ("late", "paper", "joint"))
    with app.app_context():
        for row in texts_of(late, *others):
            row.title = f"Radio for {CHILD}"
            row.abstract = row.keywords = row.action_required = SAID
            row.contact = SAID if row.contribution_id == late else f"{her.name}, {her.email}"
            row.text = paper.from_text(f"# {CHILD}\n\n{SAID}")
            row.plain = paper.plain(row.text)
        mail.write(world.amina.email, f"{her.name} answered", f"{her.name} <{her.email}> wrote.")
        db.session.commit()
        drain_all()
    ways = {row.address for row in rows("routes.txt") if row.method == "GET"}
    ways |= {f"/people/{her.id}", f"/search?q={named['wid']}", "/people/?q=Kenya"}

    def holding(asked, *sought):
        """Which of them hold each of these words, as a set for each."""
        found = {each: set() for each in sought}
        for way, reader in sorted(asked):
            with http(world[reader]).get(way.format(**named)) as answer:
                read = words_in(answer) if answer.status_code == 200 else ""
            for each in sought:
                if each in read:
                    found[each].add((way, reader))
        return found

    before = holding(
        ((way, reader) for way in ways for reader in ("juma", "ines")), CHILD, her.name, her.email
    )
    shown = {way for way, _reader in before[CHILD]}
    assert shown >= {"{late}", "{document}", "{document}.docx", "/clauses/{wid}"}, sorted(shown)
    naming = before[her.name] | before[her.email]
    shown = {way for way, _reader in naming}
    assert shown >= {"/people/", "/clauses/{wid}", "{document}", "{document}.docx", "{draft}"}, (
        sorted(shown)
    )

    ines = http(world.ines)
    redact(ines, "comment", said)
    for key in (late, *others):
        redact(ines, "paper", str(key), passage=CHILD)
    with app.app_context():
        drain_all()
    assert holding(before[CHILD], CHILD) == {CHILD: set()}
    assert where(app, CHILD) == []

    topic = f"/live/clause:{named['wid']}?after="
    last = http(world.amina).get(f"{topic}0").json["seq"]
    assert erase(http, world, her).status_code == 303
    with app.app_context():
        drain_all()
    assert holding(naming, her.name, her.email) == {her.name: set(), her.email: set()}
    page = http(world.amina).get(f"/clauses/{named['wid']}").text
    assert "A delegate of Kenya" in page and page.count("Radio reaches parents.") >= 2
    assert "(delegation:" not in http(world.caio).get(f"/clauses/{named['wid']}").text
    missed = http(world.amina).get(f"{topic}{last - 1}").text
    assert her.name not in missed and her.email not in missed
    heard = str(listen(world.amina, f"clause:{named['wid']}").hear("presence"))
    assert her.name not in heard


def texts_of(*papers):
    return db.session.scalars(select(Revision).where(Revision.contribution_id.in_(papers)))
