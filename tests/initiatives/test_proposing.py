"""Who proposes an entry, who reads it before it is accepted, and what becomes of it."""

import re

import pytest
from sqlalchemy import select

from tests.initiatives.registered import letters
from wgcop.database import db
from wgcop.errors import Refused
from wgcop.initiatives.kinds import EntryState
from wgcop.initiatives.models import EntryVersion, Initiative

pytestmark = pytest.mark.usefixtures("session")

TYPED = {
    "name": "Quokka talks",
    "kind": "campaign",
    "level": "national",
    "countries": ["KE"],
    "lead": "Teachers’ union",
    "scope": "Teachers talk with parents about quokkas and the net.",
    "source": "Plan of work.",
    "target_groups": ["parents-and-educators"],
    "measures": ["awareness"],
    "confidence": "sourced",
}


def entry_at(address: str) -> Initiative:
    db.session.expire_all()
    return db.session.scalars(
        select(Initiative).where(Initiative.slug == address.rpartition("/")[2])
    ).one()


@pytest.fixture
def proposed(world, http):
    """By Wanjiru, a delegate of Kenya."""
    answer = http(world.wanjiru).post("/initiatives/", data=TYPED)
    assert answer.status_code == 303, answer.text
    return answer.location


def version_on(page) -> str:
    return re.search(r'name="version" value="(\d+)"', page.text)[1]


def accept(world, http, address):
    ines = http(world.ines)
    version = version_on(ines.get(address))
    return ines.post(f"{address}/acceptance", data={"version": version})


def decline(world, http, address, reason):
    ines = http(world.ines)
    version = version_on(ines.get(f"{address}/declination"))
    return ines.post(f"{address}/declination", data={"version": version, "reason": reason})


def test_a_reason_that_is_too_long_comes_back_whole(world, http, proposed):
    reason = "Too much quokka. " * 200
    answer = decline(world, http, proposed, reason)
    assert answer.status_code == 422
    assert "A reason can have at most 2000 characters." in answer.text
    assert reason in answer.text
    assert decline(world, http, proposed, reason[:2000]).status_code == 303


def test_a_proposal_is_read_by_its_delegation_and_the_secretariat_alone(
    world, http, index, proposed
):
    index()
    readers = {world.wanjiru: 200, world.amina: 200, world.ines: 200, world.jonas: 200}
    others = dict.fromkeys((world.caio, world.ruth, world.helena, world.elke, None), 404)
    for reader, code in (readers | others).items():
        browser = http(reader)
        assert browser.get(proposed).status_code == code
        assert browser.get(f"{proposed}/edit").status_code == code
        sees = code == 200
        found = browser.get("/search?q=quokka").text
        assert (f'href="{proposed}"' in found) is sees
        feed = browser.get("/search.atom?q=quokka")
        assert ("Quokka talks" in feed.text) is sees
        beside = browser.post("/radar/beside", data={"name": "Talks, quokka"})
        assert ("Quokka talks" in beside.text) is sees
        assert "Quokka" not in browser.get("/initiatives/?words=quokka").text
        if reader:
            assert ("Quokka" in browser.get("/initiatives/proposed").text) is sees


def test_its_topic_is_open_to_those_who_read_it_and_then_to_everybody(
    world, http, listen, proposed
):
    topic = f"initiative:{entry_at(proposed).slug}"
    own, secretariat = listen(world.amina, topic), listen(world.jonas, topic)
    outside, guest = listen(world.caio, topic), listen(None, topic)
    assert own.answer["ok"]
    assert secretariat.answer["ok"]
    assert not outside.answer["ok"]
    assert not guest.answer["ok"]
    assert accept(world, http, proposed).status_code == 303
    assert listen(None, topic).answer["ok"]


def test_an_accepted_entry_has_the_next_number_and_its_proposers_are_told(
    session, world, http, proposed
):
    assert entry_at(proposed).number is None
    highest = max(filter(None, session.scalars(select(Initiative.number))))
    answer = accept(world, http, proposed)
    assert answer.location == proposed, "its address stays"
    entry = entry_at(proposed)
    assert (entry.number, entry.state) == (highest + 1, EntryState.ACCEPTED)
    assert entry.reference in http().get(proposed).text
    assert "Quokka talks" in http().get("/initiatives/?words=quokka").text
    for person in (world.wanjiru, world.amina):
        [letter] = letters(person)
        assert entry.reference in letter.subject and proposed in letter.text
    assert letters(world.caio) == letters(world.ines) == []
    again = http(world.ines).post(f"{proposed}/acceptance", data={"version": entry.version})
    assert again.status_code == 409


def test_what_was_changed_meanwhile_is_not_accepted_unread(world, http, proposed):
    ines, wanjiru = http(world.ines), http(world.wanjiru)
    version = version_on(ines.get(proposed))
    changed = TYPED | {"scope": "Something else.", "version": version}
    assert wanjiru.post(proposed, data=changed).status_code == 303
    late = ines.post(f"{proposed}/acceptance", data={"version": version})
    assert late.status_code == 409 and "changed after you opened it" in late.text
    assert entry_at(proposed).state == EntryState.PROPOSED


def test_a_declined_entry_is_changed_and_proposed_again(world, http, proposed):
    empty = decline(world, http, proposed, "  ")
    assert empty.status_code == 422 and "Enter a reason" in empty.text
    assert decline(world, http, proposed, "Which year?").status_code == 303
    [letter] = letters(world.wanjiru)
    assert "Which year?" in letter.text
    wanjiru = http(world.wanjiru)
    assert "Which year?" in wanjiru.get(proposed).text
    assert "Which year?" in wanjiru.get("/").text
    form = wanjiru.get(f"{proposed}/edit")
    assert "Propose it again" in form.text
    again = TYPED | {"started": "2026", "version": version_on(form)}
    assert wanjiru.post(proposed, data=again).status_code == 303
    entry = entry_at(proposed)
    assert (entry.state, entry.started, entry.decision_note) == (EntryState.PROPOSED, "2026", "")
    assert http(world.caio).get(proposed).status_code == 404
    dones = db.session.scalars(
        select(EntryVersion.done)
        .where(EntryVersion.initiative_id == entry.id)
        .order_by(EntryVersion.number)
    )
    assert list(dones) == ["proposed", "declined", "proposed"]


def test_what_waits_or_is_accepted_is_not_proposed_again(world, http, proposed):
    for becomes in (None, EntryState.ACCEPTED):
        if becomes:
            assert accept(world, http, proposed).status_code == 303
        with pytest.raises(Refused, match="already proposed"):
            entry_at(proposed).propose_again()


def test_a_proposal_is_withdrawn_by_its_own_delegation(world, http, proposed):
    assert http(world.caio).post(f"{proposed}/withdrawal").status_code == 404
    assert http(world.amina).post(f"{proposed}/withdrawal").status_code == 303
    assert entry_at(proposed).state == EntryState.WITHDRAWN
    assert http(world.amina).post(f"{proposed}/withdrawal").status_code == 409
    assert accept_unseen(world, http, proposed).status_code == 409


def accept_unseen(world, http, address):
    return http(world.ines).post(
        f"{address}/acceptance", data={"version": entry_at(address).version}
    )


def test_an_observer_proposes_for_the_organization_and_a_chair_for_the_secretariat(world, http):
    ruths = http(world.ruth).post("/initiatives/", data=TYPED).location
    assert entry_at(ruths).delegation.name == "Listening Line Network"
    kenya = str(world.delegation("Kenya").id)
    forged = http(world.ruth).post("/initiatives/", data=TYPED | {"name": "B", "owner": kenya})
    assert entry_at(forged.location).delegation.name == "Listening Line Network"
    helenas = http(world.helena).post("/initiatives/", data=TYPED | {"name": "Third quokka"})
    assert entry_at(helenas.location).delegation is None
    assert http(world.helena).get(helenas.location).status_code == 200
    assert http().post("/initiatives/", data=TYPED).location.startswith("/sign-in")


def test_whoever_speaks_for_two_chooses_who_answers_for_it(world, http):
    odile = http(world.odile)
    page = odile.get("/initiatives/new").text
    assert "Responsible for the entry" in page
    jura = world.delegation("Jura Institute of Communication Studies").id
    address = odile.post("/initiatives/", data=TYPED | {"owner": str(jura)}).location
    assert entry_at(address).delegation_id == jura


def test_the_owner_edits_an_accepted_entry_and_the_secretariat_is_told(world, http, proposed):
    accept(world, http, proposed)
    amina = http(world.amina)
    form = amina.get(f"{proposed}/edit")
    changed = TYPED | {"scope": "Now on Fridays.", "version": version_on(form)}
    assert amina.post(proposed, data=changed).status_code == 303
    assert "Now on Fridays." in http().get(proposed).text
    for person in (world.ines, world.jonas):
        [letter] = [each for each in letters(person) if "Changed" in each.subject]
        assert "Amina Barasa" in letter.text and f"{proposed}/history" in letter.text
    assert http(world.caio).get(f"{proposed}/edit").status_code == 403
    assert http(world.caio).post(proposed, data=changed).status_code == 403


def test_the_name_of_a_proposal_stays_unknown_to_others(world, http, proposed):
    answer = http(world.caio).post("/initiatives/", data=TYPED)
    assert answer.status_code == 303, "nothing tells him that Kenya proposed the same"
    ines = http(world.ines)
    asked = ines.post("/initiatives/", data=TYPED | {"name": "quokka talk"})
    assert asked.status_code == 422 and asked.text.count("Proposed</span>") == 2
    assert accept(world, http, proposed).status_code == 303
    refused = accept_unseen(world, http, answer.location)
    assert refused.status_code == 409 and "already has an entry with this name" in refused.text


def test_the_queue_counts_what_waits(world, http, statements, proposed):
    with statements() as few:
        page = http(world.ines).get("/initiatives/proposed").text
    assert "Quokka talks" in page and "Wanjiru Tende" in page
    for number in range(5):
        http(world.caio).post("/initiatives/", data=TYPED | {"name": f"Talk number {number}"})
    with statements() as many:
        page = http(world.ines).get("/initiatives/proposed").text
    assert len(few) == len(many)
    assert "8 proposed entries wait" in http(world.ines).get("/").text
    assert "proposed entries wait" not in http(world.caio).get("/").text


def test_followers_of_the_registry_and_of_an_entry_are_told(world, http, proposed):
    caio, luc = http(world.caio), http(world.luc)
    assert caio.post("/follows", data={"topic": "registry"}).status_code == 204
    accept(world, http, proposed)
    [letter] = letters(world.caio)
    assert "New in the registry" in letter.subject
    assert "Quokka talks" in caio.get("/").text
    slug = entry_at(proposed).slug
    assert luc.post("/follows", data={"topic": f"initiative:{slug}"}).status_code == 204
    form = http(world.amina).get(f"{proposed}/edit")
    changed = TYPED | {"scope": "Changed.", "version": version_on(form)}
    http(world.amina).post(proposed, data=changed)
    [letter] = letters(world.luc)
    assert "Changed in the registry" in letter.subject
    page = caio.get("/").text
    assert "New in the registry" in page
    marks = re.findall(r'name="(topic|seq)" value="([^"]+)"', page[page.index("registry-news") :])
    topics = [value for name, value in marks if name == "topic"]
    seqs = [value for name, value in marks if name == "seq"]
    caio.post("/read-marks", data={"topic": topics, "seq": seqs})
    assert "New in the registry" not in caio.get("/").text


def test_the_history_says_what_changed_and_keeps_the_proposal_to_its_side(world, http, proposed):
    decline(world, http, proposed, "Too short.")
    form = http(world.wanjiru).get(f"{proposed}/edit")
    again = TYPED | {
        "scope": "Teachers talk with parents about quokkas, the net and games.",
        "measures": ["awareness", "legal"],
        "version": version_on(form),
    }
    http(world.wanjiru).post(proposed, data=again)
    accept(world, http, proposed)
    own = http(world.amina).get(f"{proposed}/history").text
    assert "Too short." in own and "Wanjiru Tende" in own
    assert re.search(r"<ins>.*games", own, flags=re.S) and "Legal" in own
    others = http(world.caio).get(f"{proposed}/history").text
    assert "Accepted" in others and "Too short." not in others
    assert http().get(f"{proposed}/history").location.startswith("/sign-in")


def test_what_was_taken_out_of_the_registry_is_read_by_its_delegation_alone_and_keeps_its_number(
    world, http, proposed
):
    accept(world, http, proposed)
    number = entry_at(proposed).number
    entry_at(proposed).state = EntryState.PROPOSED  # as a table of the secretariat can say
    db.session.commit()
    readers = {world.wanjiru: 200, world.ines: 200, world.caio: 404, world.elke: 404, None: 404}
    for reader, code in readers.items():
        assert http(reader).get(proposed).status_code == code
    accept(world, http, proposed)
    assert http().get(proposed).status_code == 200
    assert entry_at(proposed).number == number
