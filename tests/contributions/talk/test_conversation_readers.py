"""Who reads a conversation about a paper in the name of several delegations: those who stood behind what was submitted."""

import pytest
from sqlalchemy import select

from tests.contributions.talk.conftest import WORDS
from wgcop.contributions.models import Contribution
from wgcop.database import db
from wgcop.mail import Message


@pytest.fixture
def reads(http, joint, listen):
    """Whether somebody reads the conversation, wherever it is offered."""

    def can(person):
        topic = f"paper-conversation:{joint.rpartition('/')[2]}"
        visitor = http(person)
        status = visitor.get(f"{joint}/conversation").status_code
        may = status == 200
        assert visitor.get(f"/live/{topic}").status_code == status, person.name
        assert listen(person, topic).answer["ok"] is may, person.name
        assert ("Sekrit" in visitor.get("/").text) <= may, person.name
        return may

    return can


@pytest.fixture
def letters(app):
    def sent_to(person):
        with app.app_context():
            query = select(Message.text).where(Message.recipient == person.email)
            return "\n".join(db.session.scalars(query))

    return sent_to


def test_who_joins_a_later_revision_does_not_read_what_was_said_before(
    world, http, joint, ask, decide, name_sources, consent, reads, keys
):
    ask()
    name_sources(keys["egypt"])
    consent(world.farid, joint)
    assert http(world.wanjiru).post(f"{joint}/submission").status_code == 303
    decide("acceptance")
    assert http(world.wanjiru).post(f"{joint}/revisions").status_code == 303
    name_sources(keys["egypt"], keys["brazil"], text="Words of the revision.")
    for step in ("is asked", "consents", "has issued it"):
        if step == "consents":
            consent(world.teresa, joint)
        if step == "has issued it":
            consent(world.farid, joint)
            assert http(world.wanjiru).post(f"{joint}/submission").status_code == 303
        assert not reads(world.teresa), step
        assert not reads(world.caio), step
        for reader in (world.farid, world.wanjiru, world.amina, world.ines):
            assert reads(reader), (reader.name, step)


def test_who_left_the_changed_wording_hears_no_more_once_that_is_submitted(
    world, http, joint, ask, name_sources, reads, listen
):
    ask()
    open_page = listen(world.farid, f"paper-conversation:{joint.rpartition('/')[2]}")
    name_sources(asks=False)
    assert reads(world.farid)
    assert http(world.wanjiru).post(f"{joint}/submission").status_code == 303
    assert not reads(world.farid)
    assert not open_page.is_connected


@pytest.mark.parametrize("was_asked", [False, True], ids=["waiting", "asked for a change"])
def test_who_joins_a_paper_that_was_given_back_does_not_read_why(
    app, world, http, joint, ask, give_back, name_sources, consent, reads, letters, keys, was_asked
):
    if was_asked:
        ask()
        name_sources(keys["brazil"], asks=False)
    give_back()
    name_sources(keys["brazil"])
    consent(world.teresa, joint)
    assert not reads(world.teresa)
    assert "Sekrit" not in http(world.teresa).get(joint).text
    assert "Sekrit" not in letters(world.teresa)
    assert "Sekrit" in letters(world.farid)
    for reader in (world.farid, world.wanjiru, world.amina, world.ines):
        assert reads(reader), reader.name
    if was_asked:
        return
    with app.app_context():  # as papers were given back once, without keeping what was submitted
        paper = db.session.get_one(Contribution, int(joint.rpartition("/")[2]))
        paper.revisions.remove(paper.submitted)
        db.session.commit()
    assert not reads(world.teresa)
    assert reads(world.wanjiru) and reads(world.ines)


def test_a_source_that_consented_stays_in_it_while_the_paper_is_changed_and_revised(
    world, http, joint, ask, decide, reads, consent
):
    ask()
    farid = http(world.farid)
    assert reads(world.farid) and not reads(world.salma)
    assert "Sekrit" in farid.get(f"{joint}/conversation").text
    for page in ("/", "/contributions/"):
        assert farid.get(page).text.count(f'href="{joint}"') == 1, page
    assert f'href="{joint}/conversation"' in farid.get(joint).text

    assert http(world.wanjiru).post(f"{joint}/consents").status_code == 303
    assert farid.get("/contributions/").text.count(f'href="{joint}"') == 1
    consent(world.farid, joint)
    assert farid.get("/contributions/").text.count(f'href="{joint}"') == 1
    assert http(world.wanjiru).get("/contributions/").text.count(f'href="{joint}"') == 1
    assert http(world.wanjiru).post(f"{joint}/submission").status_code == 303
    decide("acceptance")
    assert http(world.wanjiru).post(f"{joint}/revisions").status_code == 303
    assert reads(world.farid) and not reads(world.salma)


@pytest.mark.parametrize("step", ["asked for a change", "held", "given back"])
def test_the_words_of_the_secretariat_stand_only_before_those_who_read_the_conversation(
    app, world, http, joint, ask, decide, give_back, reads, letters, step
):
    if step == "asked for a change":
        ask()
    elif step == "held":
        decide("holding", reason=WORDS)
    else:
        give_back()
    for reader in (world.wanjiru, world.farid):
        assert "Sekrit" in http(reader).get(joint).text, reader.name
        assert "Sekrit" in letters(reader), reader.name
    outsiders = (
        world.helena, world.ruth, world.luc, world.salma, world.caio, world.teresa, world.haruko,
    )  # fmt: skip
    for outsider in outsiders:
        visitor = http(outsider)
        assert not reads(outsider), outsider.name
        for page in (joint, f"{joint}/submitted", "/", "/contributions/", "/contributions/queue"):
            assert "Sekrit" not in visitor.get(page).text, (outsider.name, page)
        found = visitor.get("/api/v1/search?q=sekrit").json
        is_of_another_word = bool(found["correction"])
        assert is_of_another_word or found["total"] == 0, outsider.name
        assert "Sekrit" not in str(found["hits"]), outsider.name
        assert "Sekrit" not in letters(outsider), outsider.name
    if step == "held":
        assert "Sekrit" in http(world.farid).get(f"{joint}/submitted").text
    else:
        assert "Sekrit" in http(world.ines).get(f"{joint}/conversation").text
