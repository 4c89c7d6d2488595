"""The conversation between the secretariat and the source of a paper that waits: asked, answered, changed, submitted again."""

import re

import pytest
from sqlalchemy import select

from tests.correspondence import mails
from wgcop import mail
from wgcop.accounts.models import Membership, Office, Person
from wgcop.accounts.roles import GroupRole
from wgcop.contributions.models import Contribution
from wgcop.contributions.paper_state import PaperState
from wgcop.correspondence.models import MailedDraft
from wgcop.correspondence.receiving import receive
from wgcop.database import db, writing
from wgcop.mail import Message
from wgcop.search import indexer
from wgcop.threads.models import Comment

JSON = {"Accept": "application/json"}


@pytest.fixture
def late(world, http, draft, meeting):
    """A paper of Kenya's by Wanjiru that came after the deadline."""
    meeting.before()
    address = draft(world.wanjiru)
    meeting.after()
    assert http(world.wanjiru).post(f"{address}/submission").status_code == 303

    class Paper:
        work = address
        id = int(address.rpartition("/")[2])
        topic = f"paper-conversation:{id}"
        page = f"{address}/conversation"

    return Paper


def ask(world, http, paper, words="Please shorten it to four pages."):
    answer = http(world.ines).post(
        f"{paper.work}/change-requests", data={"words": words, "key": words}
    )
    assert answer.status_code == 303, answer.text
    return answer


def say(visitor, paper, body, **fields):
    answer = visitor.post(
        f"/threads/{paper.topic}/comments", data={"body": body, "key": body, **fields}, headers=JSON
    )
    assert answer.status_code == 201, answer.text
    return answer.json


def edit(visitor, paper, typed, **changes):
    page = visitor.get(f"{paper.work}/edit")
    assert page.status_code == 200, page.status_code
    steps = re.search(r'name="steps" value="(\d*)"', page.text)[1]
    return visitor.post(paper.work, data=typed(steps=steps, **changes))


def letters(app, person):
    with app.app_context():
        query = select(Message).where(Message.recipient == person.email).order_by(Message.id)
        return [message.subject for message in db.session.scalars(query)]


def state(app, paper):
    with app.app_context():
        return db.session.get_one(Contribution, paper.id).state


def test_it_begins_with_what_happened_and_offers_what_can_be_done(world, http, late):
    page = http(world.ines).get(late.page).text

    assert "Submitted to the secretariat" in page
    assert world.wanjiru.name in page
    assert "Ask for a change" in page and "Accept" in page
    assert late.page in http(world.ines).get(late.work).text
    assert late.page in http(world.ines).get("/contributions/queue").text
    source = http(world.wanjiru).get(late.page).text
    assert "Ask for a change" not in source and "data-composer" in source


def test_a_reason_is_given_in_the_office_that_was_chosen_or_else_as_the_secretariat(
    world, http, app, late
):
    """Ines chairs the group too, and her first office is that; she also speaks for Kenya."""
    kenya = world.delegation("Kenya").id
    with app.app_context():
        ines = db.session.get_one(Person, world.ines.id)
        secretariat = next(each for each in ines.offices if each.role == GroupRole.SECRETARIAT)
        chair = Office(id=0, person=ines, group=secretariat.group, role=GroupRole.CHAIR)
        db.session.add_all([chair, Membership(person_id=ines.id, delegation_id=kenya)])
        offices = [f"office-{secretariat.id}", f"delegation-{kenya}", "office-0"]
        db.session.commit()
    visitor, spoke = http(world.ines), []
    asked = {"paper": late.id, "reason": "Too long.", "words": "Too long."}
    ways = (f"{late.work}/holding", f"{late.work}/change-requests", "/contributions/queue/returns")
    for way, office in zip(ways, offices, strict=True):
        assert visitor.post("/account/capacity", data={"capacity": office}).status_code == 303
        assert visitor.post(way, data=asked).status_code == 303
        with app.app_context():
            said = select(Comment).order_by(Comment.id.desc()).limit(1)
            spoke.append(db.session.scalar(said).capacity)
    assert spoke == ["Secretariat", "Secretariat", "Chair"]
    assert state(app, late) == PaperState.DRAFT, "each of the three was done"


def test_only_the_secretariat_the_drafters_and_the_heads_behind_it_read_it(
    app, world, http, late, listen
):
    comment = say(http(world.ines), late, "Quokka: is this within the mandate?")["id"]
    with app.app_context():
        indexer.drain_all()
    for reader in (world.ines, world.wanjiru, world.amina):
        assert "Quokka" in http(reader).get(late.page).text, reader.name
        assert listen(reader, late.topic).answer["ok"], reader.name
        assert http(reader).get("/api/v1/search?q=quokka").json["total"] == 0
    for outsider in (world.helena, world.salma, world.elke, world.caio, world.ruth, world.haruko):
        visitor = http(outsider)
        assert visitor.get(late.page).status_code == 404, outsider.name
        assert visitor.get(f"/threads/{late.topic}").status_code == 404
        assert visitor.get(f"/comments/{comment}").status_code == 404
        assert visitor.get(f"/live/{late.topic}").status_code == 404
        assert not listen(outsider, late.topic).answer["ok"]
        assert visitor.get("/api/v1/search?q=quokka").json["total"] == 0
        assert "Quokka" not in visitor.get("/").text
        posted = visitor.post(f"/threads/{late.topic}/comments", data={"body": "Me too."})
        assert posted.status_code == 404
    assert "/sign-in" in http().get(late.page).location


def test_what_is_said_arrives_in_open_pages_on_the_first_page_and_by_mail_once(
    app, world, http, late, listen
):
    open_page = listen(world.wanjiru, late.topic)
    before, to_ines = len(letters(app, world.wanjiru)), letters(app, world.ines)
    say(http(world.ines), late, "Which clause is this about?")
    say(http(world.ines), late, "And for which meeting?")

    assert "Which clause" in open_page()[0]["html"]
    assert "And for which meeting?" in http(world.wanjiru).get("/").text
    assert letters(app, world.wanjiru)[before:] == ["About your paper “Radio plays about the net”"]
    assert letters(app, world.amina)[-1:] == ["About your paper “Radio plays about the net”"]
    assert letters(app, world.ines) == to_ines
    say(http(world.wanjiru), late, "About invites Member States 2.")
    assert len(letters(app, world.ines)) == len(to_ines) + 1
    assert letters(app, world.helena) == []


def test_what_was_retracted_before_its_letter_left_is_not_sent_and_what_is_said_next_is(
    app, world, http, late
):
    ines, left = http(world.ines), []
    for number in range(3):
        told = say(ines, late, f"Is quokka {number} yours?")
        assert ines.post(f"/comments/{told['id']}/retraction").status_code == 303
        said = say(ines, late, f"And what of wombat {number}?")
        for reader in (world.wanjiru, world.amina):
            marked = {"topic": late.topic, "seq": said["seq"]}
            assert http(reader).post("/inbox/marks", data=marked).status_code == 303
    app.extensions["mail_carrier"] = left.append
    with app.app_context():
        while mail.send_waiting():
            pass
        assert not db.session.scalars(
            select(Message.id).where(Message.text.contains("quokka"))
        ).all()
    for reader in (world.wanjiru, world.amina):
        texts = "".join(each.text for each in left if each.recipient == reader.email)
        assert [f"wombat {number}" in texts for number in range(3)] == [True] * 3


@pytest.fixture
def leave(letters_leave):
    """Lets the letters that wait leave, and returns their texts for a reader."""

    def leave_():
        left = letters_leave()
        return lambda reader: "".join(each.text for each in left if each.recipient == reader.email)

    return leave_


def test_a_letter_tells_what_was_said_as_it_stands_when_it_leaves(world, http, late, leave):
    ines = http(world.ines)
    leave()
    for number in range(3):
        told = say(ines, late, f"Is quokka {number} yours?")
        for word in ("quoll", "numbat"):
            data = {"body": f"Is {word} {number} yours?"}
            assert ines.post(f"/comments/{told['id']}", data=data).status_code == 303
        text = leave()
        for reader in (world.wanjiru, world.amina):
            assert f"Is numbat {number} yours?" in text(reader)
            assert "writes about “Radio plays about the net”:" in text(reader)
            assert f"{late.page}\n" in text(reader) and "To stop them" in text(reader)
            assert "quokka" not in text(reader) and "quoll" not in text(reader)
            marked = {"topic": late.topic, "seq": told["seq"]}
            assert http(reader).post("/inbox/marks", data=marked).status_code == 303
        assert text(world.helena) == text(world.ines) == ""


def test_what_was_said_before_a_comment_was_retracted_is_told_in_the_place_of_it_once(
    world, http, late, leave
):
    ines = http(world.ines)
    leave()
    for number in range(3):
        first = say(ines, late, f"Is quokka {number} yours?")
        second = say(ines, late, f"And what of wombat {number}?")
        third = say(ines, late, f"Of numbat {number} too?")
        assert ines.post(f"/comments/{first['id']}/retraction").status_code == 303
        if number == 1:
            assert ines.post(f"/comments/{second['id']}/retraction").status_code == 303
        if number == 2:
            # It has a letter of its own, since nothing that stands is before it.
            assert ines.post(f"/comments/{second['id']}/retraction").status_code == 303
            assert ines.post(f"/comments/{third['id']}/retraction").status_code == 303
            third = say(ines, late, "Of the last numbat?")
        told = "wombat 0" if number == 0 else f"numbat {number}" if number == 1 else "last numbat"
        text = leave()
        for reader in (world.wanjiru, world.amina):
            assert text(reader).count(told) == 1 and text(reader).count("Dear ") == 1
            assert "quokka" not in text(reader)
            marked = {"topic": late.topic, "seq": third["seq"]}
            assert http(reader).post("/inbox/marks", data=marked).status_code == 303
    assert leave()(world.wanjiru) == ""


def test_a_change_is_asked_for_made_and_submitted_again(
    app, world, http, late, typed, listen, clock
):
    wanjiru, open_page = http(world.wanjiru), listen(world.wanjiru, late.topic)
    assert wanjiru.get(f"{late.work}/edit").status_code in (403, 409)
    clock.advance(minutes=1)
    ask(world, http, late)
    clock.advance(minutes=1)

    kinds = [entry["kind"] for entry in open_page()]
    assert kinds == ["contribution.change-asked", "comment.posted"]
    assert letters(app, world.wanjiru)[-1].startswith("A change is requested")
    page = wanjiru.get(late.page).text
    assert "Please shorten it to four pages." in page and "Change requested" in page
    assert "Submit again" in page
    assert edit(wanjiru, late, typed, text="Shorter now.").status_code == 303
    say(wanjiru, late, "Done; see section 1.")
    clock.advance(minutes=1)
    assert wanjiru.post(f"{late.work}/submission").status_code == 303
    assert state(app, late) == PaperState.SUBMITTED
    assert "Shorter now." in http(world.ines).get(late.work).text
    page = http(world.ines).get(late.page).text
    places = [
        page.index(words)
        for words in (
            "Submitted to the secretariat",
            "Change requested",
            "Please shorten",
            "Done; see section 1.",
        )
    ]
    assert places == sorted(places)
    assert page.count("Submitted to the secretariat") == 2


def test_while_its_source_changes_it_the_secretariat_does_not_read_it(
    app, world, http, late, typed
):
    ask(world, http, late)
    assert (
        edit(http(world.wanjiru), late, typed, text="Half a sentence about wombats").status_code
        == 303
    )
    with app.app_context():
        indexer.drain_all()
    ines = http(world.ines)

    assert "wombats" not in ines.get(late.work).text
    assert ines.get(late.page).status_code == 200
    assert "wombats" not in ines.get(late.page).text
    assert ines.get("/api/v1/search?q=wombats").json["total"] == 0
    guess = ines.post(
        f"/threads/{late.topic}/comments",
        data={"body": "Is it there?", "quote": "wombats"},
        headers=JSON,
    )
    assert guess.status_code == 422


def test_what_changed_on_request_is_for_the_conversation_alone(world, http, late, typed):
    ask(world, http, late)
    assert "What changed" not in http(world.wanjiru).get(f"{late.work}/edit").text
    edited = edit(http(world.wanjiru), late, typed, note="Left out the wombats.")
    assert edited.status_code == 303
    http(world.wanjiru).post(f"{late.work}/submission")
    document = http(world.ines).post(f"{late.work}/acceptance").location
    for reader in (world.caio, world.ines, world.wanjiru):
        assert "wombats" not in http(reader).get(document).text, reader.name
    http(world.wanjiru).post(f"{late.work}/revisions")
    assert "What changed" in http(world.wanjiru).get(f"{late.work}/edit").text


def test_its_history_and_its_cover_have_the_day_on_which_it_first_came(
    app, world, http, late, typed, clock
):
    with app.app_context():
        paper = db.session.get_one(Contribution, late.id)
        came, zone = paper.submitted_at, paper.meeting.time_zone
    ask(world, http, late)
    clock.advance(days=1)
    edit(http(world.wanjiru), late, typed, text="Shorter now.")
    assert http(world.wanjiru).post(f"{late.work}/submission").status_code == 303
    clock.advance(days=1)
    document = http(world.ines).post(f"{late.work}/acceptance").location
    page = http(world.caio).get(document).text
    told = page.partition("Submitted after the deadline")[2].partition("</li>")[0]

    assert came.isoformat()[:16] in told, told
    assert world.wanjiru.name in told
    with app.app_context():
        paper = db.session.get_one(Contribution, late.id)
        assert paper.current.submitted_on == came.astimezone(zone).date()


def test_after_acceptance_it_is_history_for_those_who_were_in_it(world, http, late):
    say(http(world.ines), late, "Thank you.")
    accepted = http(world.ines).post(f"{late.work}/acceptance")
    page = http(world.wanjiru).get(late.page).text

    assert "Thank you." in page and "Accepted" in page and "This conversation is over." in page
    assert "data-composer" not in page
    posted = http(world.wanjiru).post(f"/threads/{late.topic}/comments", data={"body": "More."})
    assert posted.status_code == 403
    for outsider in (world.helena, world.haruko, world.caio):
        assert http(outsider).get(late.page).status_code == 404
        assert "Thank you." not in http(outsider).get(accepted.location).text


def test_a_paper_that_was_never_late_has_no_conversation(world, http, document):
    work, _ = document(world.amina)

    assert http(world.amina).get(f"{work}/conversation").status_code == 404
    assert http(world.ines).get(f"{work}/conversation").status_code == 404


def test_one_asks_once_and_only_of_a_paper_that_waits(world, http, late):
    ask(world, http, late)
    again = http(world.ines).post(f"{late.work}/change-requests", data={"words": "Again."})

    assert again.status_code in (403, 404, 409)
    empty = http(world.helena).post(f"{late.work}/change-requests", data={"words": "Me."})
    assert empty.status_code in (403, 404)


@pytest.mark.settings(REPLY_ADDRESS="reply@cop.example")
def test_secretariat_and_source_answer_each_other_by_email_within_the_conversation(
    world, http, app, late
):
    """Each letter has the address of its reader, who confirms what came; nobody else reads any of it."""
    for number, (asks, answers) in enumerate((("ines", "wanjiru"), ("wanjiru", "ines")) * 3):
        http(world[answers]).post("/inbox/marks", data={"topic": late.topic, "seq": 10_000})
        say(http(world[asks]), late, f"Question {number}?")
        with app.app_context(), writing():
            to_them = select(Message).where(Message.recipient == world[answers].email)
            letter = db.session.scalars(to_them.order_by(Message.id.desc())).first()
            assert f"Question {number}?" in letter.text
            assert f"To answer by e-mail, write to: {letter.reply_to}" in letter.text
            data = mails.thunderbird(
                f"Answer {number}.",
                letter.reply_to,
                sender=world[answers].email,
                name=f"<{number}@x>",
            )
            assert [each.value for each in receive(data)] == ["draft"]
            draft = db.session.scalars(
                select(MailedDraft).where(MailedDraft.ended_at.is_(None))
            ).one()
            address = draft.url
            db.session.commit()
        page = http(world[answers]).get(address)
        capacity = re.search(r'name="capacity" value="([^"]+)"', page.text)[1]
        form = {
            "body": f"Answer {number}.",
            "capacity": capacity,
            "type": "substantive",
            "language": "",
        }
        assert http(world.haruko).post(f"{address}/comment", data=form).status_code == 404
        assert http(world[answers]).post(f"{address}/comment", data=form).status_code == 303
        assert f"Answer {number}." in http(world[asks]).get(late.page).text
    with app.app_context():
        said = select(Comment.audience).where(Comment.body.startswith("Answer ")).distinct()
        assert db.session.scalars(said).all() == [f"source:{late.id}"]
    assert http(world.haruko).get(late.page).status_code == 404


DECISIONS = (
    ("change-requests", {"words": "Shorten it, quetzal."}),
    ("holding", {"reason": "It came late, quetzal."}),
)


@pytest.mark.settings(REPLY_ADDRESS="reply@cop.example")
@pytest.mark.parametrize(("decision", "words"), DECISIONS)
def test_a_decision_with_a_reason_is_answered_by_email_in_the_conversation(
    world, http, app, late, decision, words
):
    decided = http(world.ines).post(f"{late.work}/{decision}", data={**words, "key": "k"})
    assert decided.status_code == 303, decided.text
    with app.app_context(), writing():
        letters = db.session.scalars(select(Message).where(Message.text.contains("quetzal"))).all()
        drafter = next(each for each in letters if each.recipient == world.wanjiru.email)
        assert f"To answer by e-mail, write to: {drafter.reply_to}" in drafter.text
        assert len({each.reply_to for each in letters}) == len(letters), "each has their own"
        data = mails.thunderbird(
            "We will.", drafter.reply_to, sender=drafter.recipient, name="<1@x>"
        )
        assert [each.value for each in receive(data)] == ["draft"]
        draft = db.session.scalars(select(MailedDraft)).one()
        assert draft.comment.audience == f"source:{late.id}"
        address = draft.url
        db.session.commit()
    page = http(world.wanjiru).get(address)
    capacity = re.search(r'name="capacity" value="([^"]+)"', page.text)[1]
    form = {"body": "We will.", "capacity": capacity, "type": "substantive", "language": ""}
    assert http(world.haruko).post(f"{address}/comment", data=form).status_code == 404
    assert http(world.wanjiru).post(f"{address}/comment", data=form).status_code == 303
    assert "We will." in http(world.ines).get(late.page).text
    assert http(world.haruko).get(late.page).status_code == 404


@pytest.mark.settings(REPLY_ADDRESS="reply@cop.example")
@pytest.mark.parametrize(
    ("address", "said"),
    [("{work}/acceptance", "was accepted"), ("/contributions/queue/returns", "gave")],
)
def test_a_decision_that_ends_the_conversation_has_no_address_for_answers(
    world, http, app, late, address, said
):
    data = {"paper": late.id, "reason": "Bring it elsewhere."}
    assert http(world.ines).post(address.format(work=late.work), data=data).status_code == 303
    with app.app_context():
        to_her = select(Message).where(Message.recipient == world.wanjiru.email)
        letter = db.session.scalars(to_her.order_by(Message.id.desc())).first()
        assert said in letter.text and letter.reply_to == ""
        assert "by e-mail" not in letter.text
