"""Once somebody is erased no address of the workspace names them, also none that was asked for a moment before."""

from sqlalchemy import select

from tests.permissions import things
from tests.permissions.matrix import rows
from tests.privacy.test_privacy import WID, erase
from tests.redaction.test_attacks import words_in
from wgcop import mail
from wgcop.contributions.revisions import Revision
from wgcop.db import db
from wgcop.search.indexer import drain_all

FROM_A_SCRIPT = {"Accept": "application/json"}


def test_no_address_names_wanjiru_any_more_and_her_words_stand_under_kenya(
    world, http, app, clock, listen
):
    """Pages that are kept for many were made with her name; the matrix of permissions knows every address."""
    named, her = things.prepare(app, world, http, clock), world.wanjiru
    wanjiru = http(her)
    for audience in ("members", f"delegation:{world.delegation('Kenya').id}"):
        said = {
            "body": f"Radio reaches parents. ({audience})",
            "audience": audience,
            "key": audience,
        }
        posted = wanjiru.post(
            f"/clauses/{WID}/comments", data=said | {"type": "substantive"}, headers=FROM_A_SCRIPT
        )
        assert posted.status_code == 201
    invited = http(world.amina).post(f"{named['draft']}/drafters", data={"person": her.email})
    assert invited.status_code == 303
    saved = wanjiru.post(f"/meetings/{named['meeting']}/live/speakers")
    assert saved.status_code in (303, 409)
    keys = [int(named[f"{name}_id"]) for name in ("paper", "late", "joint")]
    with app.app_context():
        for row in db.session.scalars(select(Revision).where(Revision.contribution_id.in_(keys))):
            row.contact = f"{her.name}, {her.email}"
        mail.write(world.amina.email, f"{her.name} answered", f"{her.name} <{her.email}> wrote.")
        db.session.commit()
        drain_all()
    ways = sorted({row.address for row in rows("routes.txt") if row.method == "GET"})
    ways += [f"/people/{her.id}", f"/search?q={WID}", "/people/?q=Kenya"]

    def naming(asked):
        found = set()
        for way, reader in asked:
            with http(world[reader]).get(way.format(**named)) as answer:
                words = words_in(answer) if answer.status_code == 200 else ""
                if her.name in words or her.email in words:
                    found.add((way, reader))
        return found

    before = naming((way, reader) for way in ways for reader in ("amina", "ines"))
    held = {way for way, _reader in before}
    assert held >= {"/people/", "/clauses/{wid}", "{document}", "{document}.docx", "{draft}"}, (
        sorted(held)
    )
    after = http(world.amina).get(f"/live/clause:{WID}?after=0").json["seq"]
    assert erase(http, world, her).status_code == 303
    with app.app_context():
        drain_all()
    assert naming(before) == set()
    page = http(world.amina).get(f"/clauses/{WID}").text
    assert "A delegate of Kenya" in page and page.count("Radio reaches parents.") >= 2
    assert "(delegation:" not in http(world.caio).get(f"/clauses/{WID}").text
    missed = http(world.amina).get(f"/live/clause:{WID}?after={after - 1}").text
    assert her.name not in missed and her.email not in missed
    assert her.name not in str(listen(world.amina, f"clause:{WID}").hear("presence"))
