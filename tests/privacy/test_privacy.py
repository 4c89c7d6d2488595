"""What is kept of a person is shown to them, handed to them, and erased; their words stay under the delegation."""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Text, cast, select

from tests.architecture.reading import report
from tests.initiatives.registered import RADIO
from wgcop import clock, mail
from wgcop.accounts.actions.invitations import invite
from wgcop.accounts.models import Invitation, Person
from wgcop.audit.models import AuditRow
from wgcop.audit.verifying import verify
from wgcop.database import Base, db
from wgcop.implementation_reports.frozen import checksum, thaw, with_contact
from wgcop.implementation_reports.models import AdoptedCopy
from wgcop.initiatives.actions import add_initiative, edit_initiative
from wgcop.initiatives.models import EntryVersion, Initiative
from wgcop.mail import Message
from wgcop.privacy.holdings import Holding, by_table, places

WID = "wtdc-67.recs_recognizing__rec_b"
JSON = {"Accept": "application/json"}
WORDS = "Radio reaches parents whom posters do not."


@pytest.fixture
def said(world, http):
    """Wanjiru said something to everybody, and something within Kenya."""
    wanjiru = http(world.wanjiru)
    for key, audience in (("open", "members"), ("closed", "delegation")):
        data = {"body": f"{WORDS} ({key})", "audience": audience, "type": "substantive", "key": key}
        assert wanjiru.post(f"/clauses/{WID}/comments", data=data, headers=JSON).status_code == 201
    return wanjiru


def erase(http, world, person):
    form = {"email": person.email}
    return http(world.ines).post(f"/people/{person.id}/erasure", data=form)


def test_wanjiru_reads_what_is_kept_of_her_and_takes_a_copy(world, http, said, statements):
    said.get("/account/data")
    with statements() as sent:
        page = said.get("/account/data")
    assert page.status_code == 200 and len(sent) <= 6
    archive = zipfile.ZipFile(io.BytesIO(said.get("/account/data.zip").data))
    kept = json.loads(archive.read("data.json"))
    assert kept["account"][0]["email"] == world.wanjiru.email
    assert {f"{WORDS} (open)", f"{WORDS} (closed)"} <= {each["words"] for each in kept["comments"]}
    joined_at = world.wanjiru.memberships[0].joined_at.isoformat()
    assert kept["delegations"] == [
        {"delegation": "Kenya", "role": "member", "joined_at": joined_at}
    ]
    assert WORDS in archive.read("index.html").decode()
    assert "argon2" not in archive.read("data.json").decode()


def test_a_copy_holds_nothing_that_others_said(world, http, said):
    archive = zipfile.ZipFile(io.BytesIO(http(world.luc).get("/account/data.zip").data))
    assert WORDS not in archive.read("data.json").decode()
    assert http().get("/account/data.zip").status_code == 303


def test_wanjiru_is_erased_and_her_words_stand_under_kenya(world, http, said, app, index):
    her = world.wanjiru
    with app.app_context():
        mail.write(her.email, "Minutes", "They are out.")
        db.session.commit()
    index()
    assert erase(http, world, her).status_code == 303
    index()
    amina = http(world.amina)
    page = amina.get(f"/clauses/{WID}").text
    assert f"{WORDS} (open)" in page and f"{WORDS} (closed)" in page
    assert "A delegate of Kenya" in page and her.name not in page
    for address in ("/people/", f"/search?q={her.name.split()[0]}", "/", f"/people/{her.id}"):
        assert her.name not in amina.get(address).text.replace(f"q={her.name.split()[0]}", "")
    with app.app_context():
        assert db.session.scalars(select(Message).where(Message.recipient == her.email)).all() == []
        row = db.session.get(Person, her.id)
        assert not row.active and row.password_hash == "" and row.memberships == []
        last = db.session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()
        assert (last.deed, last.of_id) == ("person.erased", str(her.id))
        assert list(verify(db.session)) == []
    assert said.get("/account").status_code == 303, "her session is over"


def test_neither_her_name_nor_her_address_is_anywhere_in_the_database(world, http, said, app):
    her = world.wanjiru
    assert erase(http, world, her).status_code == 303
    found = []
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                words = cast(column, Text)
                holds = words.contains(her.email, autoescape=True) | words.contains(
                    her.name, autoescape=True
                )
                if db.session.scalars(select(words).where(holds).limit(1)).first() is not None:
                    found.append(str(column))
    assert found == []


def test_as_a_contact_she_goes_from_every_version_and_nobody_with_a_longer_address_does(
    world, http, app
):
    her, longer = world.wanjiru, f"dr.{world.wanjiru.email}"
    with app.app_context():
        ines = db.session.get(Person, world.ines.id)
        facts = RADIO.but(contact_address=her.email, measures=())
        hers = add_initiative(facts, by=ines)
        edit_initiative(hers, facts.but(area="Kenya and Uganda"), by=ines)
        other = add_initiative(RADIO.but(name="Radio at school", contact_address=longer), by=ines)
        db.session.commit()
        keys = hers.id, other.id
    assert erase(http, world, her).status_code == 303
    with app.app_context():
        facts = db.session.scalars(
            select(EntryVersion.facts).where(EntryVersion.initiative_id == keys[0])
        ).all()
        assert len(facts) == 2 and her.email not in str(facts)
        assert db.session.get(Initiative, keys[0]).contact_address == ""
        assert db.session.get(Initiative, keys[1]).contact_address == longer
        kept = select(EntryVersion.facts).where(EntryVersion.initiative_id == keys[1])
        assert longer in str(db.session.scalars(kept).all())


@pytest.mark.parametrize("contact", ["Ask {email}, or {longer}.", "{name}"])
def test_she_goes_from_the_cover_of_an_adopted_report_and_its_checksum_holds(
    world, http, app, contact
):
    her, longer = world.wanjiru, f"dr.{world.wanjiru.email}"
    with app.app_context():
        copies = db.session.scalars(select(AdoptedCopy)).all()
        assert copies
        for each in copies:
            said = contact.format(email=her.email, longer=longer, name=her.name)
            each.content = with_contact(each.content, lambda _before, said=said: said)
            each.checksum = checksum(each.content)
        address = copies[0].report.url
        db.session.commit()
    assert her.email in http().get(f"{address}.html").text or contact == "{name}"
    assert erase(http, world, her).status_code == 303
    with app.app_context():
        for each in db.session.scalars(select(AdoptedCopy)):
            cover = thaw(each.content).cover
            assert cover.contact == ("" if contact == "{name}" else f"Ask , or {longer}.")
            assert checksum(each.content) == each.checksum
    for person in (None, world.amina, world.ines):
        page = http(person).get(f"{address}.html").text.replace(longer, "")
        assert her.email not in page and her.name not in page


def test_letters_to_others_name_her_no_more_and_papers_are_printed_anew(world, http, app):
    her = world.wanjiru
    printed = Path(app.config["DATA_DIR"]) / "printed" / "a-paper"
    printed.parent.mkdir(exist_ok=True)
    printed.write_bytes(b"A cover that names her.")
    os.utime(printed, (1, 1))
    with app.app_context():
        for sent_at in (None, clock.now()):
            letter = mail.write(
                world.amina.email,
                f"{her.name} spoke of the quokka",
                f"{her.name} <{her.email}> answered {her.name}son (dr.{her.email}).",
            )
            letter.sent_at = sent_at
        db.session.commit()
    assert erase(http, world, her).status_code == 303
    with app.app_context():
        letters = db.session.scalars(
            select(Message).where(Message.subject.endswith("of the quokka"))
        ).all()
        assert [each.subject for each in letters] == ["A delegate of Kenya spoke of the quokka"] * 2
        assert {each.text for each in letters} == {
            f"A delegate of Kenya <> answered {her.name}son (dr.{her.email})."
        }
    assert not printed.exists()


def test_a_letter_that_may_mean_somebody_else_of_that_name_stays(world, http, app):
    her = world.wanjiru
    with app.app_context():
        db.session.get_one(Person, world.luc.id).name = f"{her.name} Otieno"
        mail.write(world.amina.email, f"{her.name} Otieno answered", f"And {her.email} too.")
        db.session.commit()
    assert erase(http, world, her).status_code == 303
    with app.app_context():
        letter = db.session.scalars(select(Message).where(Message.subject.contains("Otieno"))).one()
        assert letter.subject == f"{her.name} Otieno answered" and her.email not in letter.text


def test_her_address_can_be_invited_anew(world, http, app):
    her = world.wanjiru
    erase(http, world, her)
    with app.app_context():
        invited = invite(her.email, by=None)
        db.session.commit()
        assert invited.link and invited.person is None
        assert (
            len(db.session.scalars(select(Invitation).where(Invitation.email == her.email)).all())
            == 1
        )


def test_nobody_is_erased_by_mistake_or_by_anybody_else(world, http):
    luc = world.luc
    address = f"/people/{luc.id}/erasure"
    form = {"email": luc.email}
    assert http(world.amina).post(address, data=form).status_code == 403
    assert http(world.helena).get(address).status_code == 403
    ines = http(world.ines)
    assert ines.get(address).status_code == 200
    wrong = ines.post(address, data={"email": "somebody@example.org"})
    assert wrong.status_code == 422 and "not the address" in wrong.text
    own = ines.post(f"/people/{world.ines.id}/erasure", data={"email": world.ines.email})
    assert own.status_code == 409 and "your own account" in own.text
    assert erase(http, world, luc).status_code == 303
    again = ines.post(address, data={"email": f"erased-{luc.id}@erased.invalid"})
    assert again.status_code == 409
    office = {"office": "chair"}
    membership = {"delegation": world.amina.memberships[0].delegation_id, "role": "member"}
    for what, sent in (
        ("reactivation", {}),
        ("last-day", {}),
        ("offices", office),
        ("memberships", membership),
    ):
        answer = ines.post(f"/people/{luc.id}/{what}", data=sent)
        assert (what, answer.status_code) == (what, 409) and "was erased" in answer.text


def test_every_column_that_names_a_person_stands_in_a_group(app):
    report(
        "Name the table in TABLES of wgcop.privacy.holdings, or let its rows be deleted with the person.",
        [str(place.column) for place in places() if place.holding is None],
    )
    assert {"membership", "office", "follow", "read_mark"} <= by_table(own=True).keys()
    assert {place.holding for place in places()} == set(Holding)
