"""Somebody answers a letter by e-mail, confirms what came on one page, and it is one comment for those who read the other."""

import re
from datetime import date

import pytest
from lxml import html
from sqlalchemy import select

from tests.correspondence import mails
from tests.correspondence.conftest import CLAUSE, WID, draft_in, field_in
from tests.proposals.acts import proposed
from tests.redaction.test_redaction import redact
from wgcop import mail
from wgcop.accounts.actions.people import deactivate, leave_delegation
from wgcop.chairing.actions import set_window
from wgcop.correspondence.models import MailedDraft, ReplyAddress
from wgcop.database import db, retention, writing
from wgcop.privacy.queries import handed_over
from wgcop.thread_news import jobs
from wgcop.threads.models import Comment

NOT_TAKEN = "WG-COP: An e-mail was not accepted"
WAITS = "WG-COP: Your e-mail waits for you to confirm it"


def post(browser, address, body=None, **changed):
    """Press the button as the page offers it, perhaps after changing the words."""
    page = browser.get(address)
    assert page.status_code == 200, page.text
    form = {
        "body": html.fromstring(page.text).xpath("//textarea[@name='body']")[0].text.strip(),
        "capacity": field_in(page, "capacity"),
        "type": "substantive",
        "language": "",
        **({"body": body} if body is not None else {}),
        **changed,
    }
    return browser.post(f"{address}/comment", data=form), form


def words_on(page):
    """Everything that a page says in the thread, without what differs by the minute."""
    found = html.fromstring(page.text).xpath("//article[starts-with(@id, 'comment-')]")
    return [re.sub(r"\s+", " ", each.text_content()).strip() for each in found]


def comments(app, *which):
    with app.app_context():
        return db.session.scalars(select(Comment).where(*which).order_by(Comment.position)).all()


def test_a_letter_about_one_comment_is_answered_at_an_address_for_its_reader_alone(
    app, world, call
):
    for who, by in (("amina", "haruko"), ("haruko", "amina"), ("amina", "haruko")):
        called = call(who, by)
        with app.app_context():
            email = mail.as_email(called.letter).as_bytes()
        assert re.fullmatch(r"reply\+\d+-[a-z2-7]{26}@cop\.example", called.to)
        assert called.letter.reply_to == called.to
        assert len(called.to.partition("@")[0]) <= 64
        assert f"\nReply-To: {called.to}\n".encode() in email
        assert b"\nAuto-Submitted: auto-generated\n" in email
        assert f"for everybody signed in: {called.to}" in called.letter.text
        with app.app_context():
            row = db.session.scalars(
                select(ReplyAddress).order_by(ReplyAddress.made_at.desc())
            ).first()
            assert (row.person_id, row.audience) == (world[who].id, "members")


def test_a_letter_of_several_comments_has_an_address_for_each_and_none_for_all(
    app, world, say, call, letters_to, clock
):
    first = call("amina")
    for number in range(3):
        say("haruko", f"@Amina Barasa, {number}?")
    clock.advance(minutes=9)
    with app.app_context():
        jobs.tell_mentioned()
    [letter] = letters_to("amina")
    found = re.findall(r"reply\+\S+@cop\.example", letter.text)
    assert len(set(found)) == 3 and first.to not in found
    assert letter.reply_to == ""


def test_letters_have_no_such_address_where_no_answers_are_taken(app, call):
    app.config["REPLY_ADDRESS"] = ""
    called = call("amina")
    assert called.letter.reply_to == called.to == "" and "by e-mail" not in called.letter.text


@pytest.mark.databases
def test_two_people_answer_three_times_and_each_answer_is_one_comment(
    app, world, http, call, send, sender, letters_to, listen
):
    readers = listen(world.elke, f"clause:{WID}")
    rounds = [("amina", "haruko"), ("haruko", "amina")] * 3
    for number, (who, by) in enumerate(rounds):
        called, browser = call(who, by), http(world[who])
        data = mails.gmail(
            f"Answer {number} of {who}.", called.to, sender=sender(who), name=f"<{number}@x>"
        )
        readers()
        before = comments(app)
        assert send(data) == ["draft"]
        assert len(comments(app)) == len(before) and readers() == []
        [letter] = letters_to(who)
        assert letter.subject == WAITS and letter.reply_to == "" and "Answer" not in letter.text
        address = draft_in(letter)
        others = [http(world[each]).get(address).status_code for each in (by, "ines", "helena")]
        assert others == [404, 404, 404]
        assert f"Answer {number}" in browser.get("/mail/drafts").text
        answer, form = post(browser, address)
        assert answer.status_code == 303, answer.text
        again = browser.post(f"{address}/comment", data=form)
        assert (again.status_code, again.location) == (303, answer.location)
        assert [entry["kind"] for entry in readers() if entry["kind"] == "comment.posted"] == [
            "comment.posted"
        ]
        [posted] = comments(app, Comment.body == f"Answer {number} of {who}.")
        with app.app_context():
            posted = db.session.get(Comment, posted.id)
            assert (posted.parent.name, posted.audience) == (called.name, "members")
            assert posted.person_id == world[who].id
        shown = words_on(browser.get(answer.location))
        assert shown == words_on(http(world[who]).get(CLAUSE))
        assert any(f"Answer {number} of {who}." in words for words in shown)
        assert browser.get(address).location == answer.location
        assert "Nothing waits here" in browser.get("/mail/drafts").text
        assert send(data) == ["again"]
    assert len(comments(app, Comment.body.startswith("Answer "))) == len(rounds)


def test_a_message_that_comes_twice_is_one_draft_and_one_to_two_addresses_is_two(
    app, http, world, call, send, sender
):
    first, second = call("amina"), call("amina")
    data = mails.thunderbird("Yes.", first.to, sender=sender("amina"))
    assert send(data) == ["draft"] and send(data) == ["again"]
    both = mails.thunderbird(
        "Both.", f"{first.to}, {second.to}", sender=sender("amina"), name="<2@x>"
    )
    assert send(both) == ["draft", "draft"]
    page = http(world.amina).get("/mail/drafts").text
    assert page.count('href="/mail/drafts/') == 3


def test_a_draft_can_be_changed_and_both_texts_are_there_if_it_is_posted_twice(
    http, world, call, send, sender, letters_to, app
):
    for who, by in (("amina", "haruko"), ("haruko", "amina"), ("amina", "haruko")):
        called, browser = call(who, by), http(world[who])
        send(
            mails.outlook(
                "First thought.", called.to, sender=sender(who), name=f"<{called.name}@x>"
            )
        )
        address = draft_in(letters_to(who)[0])
        answer, form = post(browser, address, "**Second** thought.")
        assert answer.status_code == 303
        other = browser.post(f"{address}/comment", data={**form, "body": "Third thought."})
        assert other.status_code == 409
        assert "Third thought." in other.text and answer.location in html.fromstring(
            other.text
        ).xpath("//a/@href")
        assert len(comments(app, Comment.body == "**Second** thought.")) >= 1
    assert comments(app, Comment.body.in_(["First thought.", "Third thought."])) == []


def test_words_that_are_empty_or_too_many_come_back_filled_in(
    http, world, call, send, sender, letters_to
):
    called, browser = call("amina"), http(world.amina)
    send(mails.apple_mail("long " * 2_500, called.to, sender=sender("amina")))
    address = draft_in(letters_to("amina")[0])
    answer, _form = post(browser, address)
    assert answer.status_code == 422 and "at most 10000 characters" in answer.text
    assert answer.text.count("long ") > 2_000
    assert post(browser, address, " ")[0].status_code == 422
    assert post(browser, address, "Short.", capacity="office-0")[0].status_code == 422
    assert post(browser, address, "Short.")[0].status_code == 303


def test_whoever_discards_what_they_have_posted_on_another_device_is_told_that_it_stands(
    http, world, call, send, sender, letters_to
):
    for who, by in (("amina", "haruko"), ("haruko", "amina"), ("amina", "haruko")):
        called, browser = call(who, by), http(world[who])
        send(mails.gmail("Quokka.", called.to, sender=sender(who), name=f"<{called.name}@x>"))
        address = draft_in(letters_to(who)[0])
        browser.get(address)
        posted, _form = post(browser, address, "Quokka.")
        answer = browser.post(f"{address}/deletion")
        assert answer.location == posted.location
        page = browser.get(answer.location)
        assert "was not discarded" in page.text and "The draft was discarded" not in page.text


def test_a_discarded_draft_leaves_no_words_and_no_comment(
    app, http, world, call, send, sender, letters_to
):
    for who, by in (("amina", "haruko"), ("haruko", "amina"), ("amina", "haruko")):
        called, browser = call(who, by), http(world[who])
        data = mails.gmail("Quokka.", called.to, sender=sender(who), name=f"<{called.name}@x>")
        send(data)
        address = draft_in(letters_to(who)[0])
        _page, form = (
            browser.get(address),
            {
                "body": "Quokka.",
                "capacity": f"delegation-{world[who].memberships[0].delegation_id}",
            },
        )
        assert http(world.elke).post(f"{address}/deletion").status_code == 404
        assert browser.post(f"{address}/deletion").status_code == 303
        assert browser.post(f"{address}/deletion").status_code == 303
        late = browser.post(
            f"{address}/comment", data={**form, "type": "substantive", "language": ""}
        )
        assert late.status_code == 409 and "Quokka." in late.text
        assert send(data) == ["again"]
    with app.app_context():
        assert {
            (each.words, each.left_out) for each in db.session.scalars(select(MailedDraft))
        } == {("", "")}
    assert comments(app, Comment.body == "Quokka.") == []


def test_files_are_not_taken_and_their_sender_is_told(http, world, call, send, sender, letters_to):
    called = call("amina")
    assert send(
        mails.apple_mail("See.\n\nThe map.", called.to, picture=True, sender=sender("amina"))
    ) == ["draft"]
    [letter] = letters_to("amina")
    assert "1 attached file was not accepted" in letter.text
    page = http(world.amina).get(draft_in(letter)).text
    assert "map of schools.png" in page and "See.\n\nThe map." in page


def test_what_was_left_out_can_be_read_beside_the_draft(
    http, world, call, send, sender, letters_to
):
    called = call("amina")
    send(
        mails.thunderbird("Yes.", called.to, signature="Director of radio", sender=sender("amina"))
    )
    page = html.fromstring(http(world.amina).get(draft_in(letters_to("amina")[0])).text)
    assert page.xpath("//textarea[@name='body']")[0].text.strip() == "Yes."
    assert "Director of radio" in page.xpath("//details")[-1].text_content()


# What is not taken


@pytest.mark.parametrize("make", [mails.vacation, mails.bounce])
def test_programs_get_no_answer(app, call, send, letters_to, make):
    called = call("amina")
    for _ in range(3):
        assert send(make(called.to)) == ["automatic"]
    assert letters_to("amina") == []
    with app.app_context():
        assert db.session.scalars(select(MailedDraft)).all() == []


def test_another_sender_is_not_answered_but_whose_address_it_is(app, call, send, letters_to, world):
    for who, by in (("amina", "haruko"), ("haruko", "amina"), ("amina", "haruko")):
        called = call(who, by)
        data = mails.gmail(
            "Quokka.", called.to, sender="Mallory <mallory@example.net>", name=f"<{called.name}@x>"
        )
        assert send(data) == ["other-sender"]
        [letter] = letters_to(who)
        assert letter.subject == NOT_TAKEN and "from another sender" in letter.text
        assert "Quokka" not in letter.text and "mallory" not in letter.text
    with app.app_context():
        recipients = set(db.session.scalars(select(mail.Message.recipient)))
        assert "mallory@example.net" not in recipients
        assert db.session.scalars(select(MailedDraft)).all() == []


def test_no_colleague_answers_at_somebody_elses_address(call, send, sender, letters_to):
    called = call("amina")
    letters_to("wanjiru")
    assert send(mails.gmail("Quokka.", called.to, sender=sender("wanjiru"))) == ["other-sender"]
    assert letters_to("wanjiru") == []


def forged(address):
    local, _at, domain = address.partition("@")
    return f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}"


def test_a_forged_address_takes_nothing_and_tells_no_stranger(app, call, send, sender, letters_to):
    called = call("amina")
    before = letters_to("amina")
    for number, to in enumerate(
        (forged(called.to), "reply@cop.example", "reply+9999999999-" + "a" * 26 + "@cop.example")
    ):
        name = f"<{number}@x>"
        assert send(mails.gmail("Quokka.", to, sender="m@example.net", name=name)) == ["unknown"]
        assert send(mails.gmail("Quokka.", to, sender=sender("amina"), name=name)) == ["unknown"]
    told = letters_to("amina")
    assert before == [] and {each.subject for each in told} == {NOT_TAKEN}
    assert not any("Quokka" in each.text for each in told)
    with app.app_context():
        assert "m@example.net" not in set(db.session.scalars(select(mail.Message.recipient)))


def test_an_address_takes_answers_for_a_month(app, call, send, sender, letters_to, clock):
    called = call("amina")
    clock.advance(days=29)
    assert send(mails.gmail("In time.", called.to, sender=sender("amina"))) == ["draft"]
    letters_to("amina")
    clock.advance(days=2)
    assert send(mails.gmail("Late.", called.to, sender=sender("amina"), name="<2@x>")) == [
        "expired"
    ]
    [letter] = letters_to("amina")
    assert "too old" in letter.text and "Late" not in letter.text
    clock.advance(days=61)
    with app.app_context():
        retention.end_what_is_over()
        assert db.session.scalars(select(ReplyAddress)).all() == []
        assert db.session.scalars(select(MailedDraft)).all() == []


def test_not_more_than_a_few_letters_a_day_tell_what_was_not_taken(call, send, letters_to, clock):
    called = call("amina")
    for number in range(9):
        assert send(mails.gmail("x", called.to, sender="m@example.net", name=f"<{number}@x>")) == [
            "other-sender"
        ]
    assert len(letters_to("amina")) == 5
    clock.advance(days=2)
    send(mails.gmail("x", called.to, sender="m@example.net", name="<last@x>"))
    assert len(letters_to("amina")) == 1


def test_whoever_sends_very_many_is_taken_in_later(call, send, sender, clock):
    called = call("amina")
    for number in range(20):
        assert send(mails.gmail("x", called.to, sender=sender("amina"), name=f"<{number}@x>")) == [
            "draft"
        ]
    with pytest.raises(Exception, match="tried again later"):
        send(mails.gmail("x", called.to, sender=sender("amina"), name="<20@x>"))
    clock.advance(minutes=61)
    assert send(mails.gmail("x", called.to, sender=sender("amina"), name="<20@x>")) == ["draft"]


def test_a_message_without_words_or_with_far_too_many_is_told(call, send, sender, letters_to):
    called = call("amina")
    assert send(mails.gmail("", called.to, sender=sender("amina"))) == ["no-words"]
    assert "no text above" in letters_to("amina")[0].text
    huge = mails.message("word " * 2_200_000, to=called.to, sender=sender("amina"), name="<2@x>")
    assert send(huge) == ["too-large"]
    assert "too large" in letters_to("amina")[0].text


# Who may


@pytest.mark.databases
@pytest.mark.parametrize("is_on_a_proposal", [False, True])
def test_an_answer_to_what_a_delegation_keeps_stays_within_it(
    app, world, http, call, send, sender, letters_to, is_on_a_proposal
):
    kenya, at = world.delegation("Kenya").audience, CLAUSE
    if is_on_a_proposal:  # one that the delegation has not released
        address = proposed(http(world.amina), change=("many", "all"))
        at = f"/threads/proposal:{address.rpartition('/')[2]}"
    for who, by in (("amina", "wanjiru"), ("wanjiru", "amina"), ("amina", "wanjiru")):
        called, browser = call(who, by, at=at, audience=kenya), http(world[who])
        assert f"within the delegation: {called.to}" in called.letter.text
        assert send(
            mails.gmail("Quokka within.", called.to, sender=sender(who), name=f"<{called.name}@x>")
        ) == ["draft"]
        address = draft_in(letters_to(who)[0])
        page = browser.get(address)
        assert "Who may read it: Only Kenya." in page.text
        # Whatever else the form says, the audience is that of the comment.
        answer, _form = post(browser, address, audience="members")
        assert answer.status_code == 303
    found = comments(app, Comment.body == "Quokka within.")
    assert [each.audience for each in found] == [kenya] * 3
    for outsider in ("haruko", "helena", "ines", "elke", "ruth"):
        visitor = http(world[outsider])
        for address in (CLAUSE, f"{CLAUSE}/thread", "/", "/inbox", "/mail/drafts"):
            assert "Quokka" not in visitor.get(address).text


def test_after_its_release_an_answer_to_the_original_still_stays_within(
    app, world, http, call, send, sender, letters_to
):
    kenya = world.delegation("Kenya").audience
    called = call("amina", "wanjiru", audience=kenya)
    assert http(world.amina).post(f"/comments/{called.name}/release").status_code == 303
    assert send(mails.gmail("Quokka within.", called.to, sender=sender("amina"))) == ["draft"]
    assert post(http(world.amina), draft_in(letters_to("amina")[0]))[0].status_code == 303
    [found] = comments(app, Comment.body == "Quokka within.")
    assert found.audience == kenya


def end(app, world, who, how):
    with app.app_context(), writing():
        person, ines = (db.session.merge(world[each]) for each in (who, "ines"))
        match how:
            case "deactivated":
                deactivate(person, by=ines)
            case "over":
                person.last_day = date(2020, 1, 1)
            case "left":
                leave_delegation(person.memberships[0], by=ines)
        db.session.commit()


@pytest.mark.parametrize(
    "how, outcome, told",
    [("deactivated", "unknown", 0), ("over", "no-account", 0), ("left", "may-not", 1)],
)
def test_whoever_left_writes_nothing_more_and_reads_nothing_more(
    app, world, http, call, send, sender, letters_to, how, outcome, told
):
    kenya = world.delegation("Kenya").audience
    called = call("wanjiru", "amina", audience=kenya)
    send(mails.gmail("Quokka before.", called.to, sender=sender("wanjiru")))
    address = draft_in(letters_to("wanjiru")[0])
    browser = http(world.wanjiru)
    end(app, world, "wanjiru", how)
    assert send(
        mails.gmail("Quokka after.", called.to, sender=sender("wanjiru"), name="<2@x>")
    ) == [outcome]
    letters = letters_to("wanjiru")
    assert len(letters) == told and not any("Resolution" in each.text for each in letters)
    form = {
        "body": "Quokka before.",
        "capacity": f"delegation-{world.delegation('Kenya').id}",
        "type": "substantive",
    }
    refused = browser.post(f"{address}/comment", data=form)
    assert refused.status_code == 404 or refused.location.startswith("/sign-in")
    assert comments(app, Comment.body.startswith("Quokka")) == []
    left = []
    app.extensions["mail_carrier"] = lambda message: left.append(message.subject)
    with app.app_context():
        mail.send_waiting()
    assert WAITS not in [subject for subject in left]


def test_what_somebody_answers_where_they_may_write_no_more_is_kept_for_them_alone(
    app, world, http, call, send, sender, letters_to
):
    called = call("wanjiru", "amina", audience=world.delegation("Kenya").audience)
    browser = http(world.wanjiru)
    end(app, world, "wanjiru", "left")
    for turn in range(3):
        words = f"Quokka {turn} & Co.\n\nA second paragraph."
        data = mails.gmail(words, called.to, sender=sender("wanjiru"), name=f"<{turn}@x>")
        assert send(data) == ["may-not"] and send(data) == ["again"]
        [letter] = letters_to("wanjiru")
        assert letter.subject == NOT_TAKEN
        assert "may no longer write in that discussion, so nothing was posted" in letter.text
        assert "They are deleted on" in letter.text
        assert letter.text.strip().endswith("https://cop.example/mail/drafts")
        assert not re.search("Quokka|Resolution|recognizing|sent messages", letter.text)
        [main] = html.fromstring(browser.get("/mail/drafts").text).xpath("//main")
        told = " ".join(main.text_content().split())
        assert told.count("You may no longer write in that discussion.") == turn + 1
        assert f"Quokka {turn} & Co." in told and "A second paragraph." in told
        assert not re.search("Resolution|recognizing|what do you say", told)
        for other in ("amina", "haruko", "ines"):
            assert "Quokka" not in http(world[other]).get("/mail/drafts").text
    addresses = main.xpath(".//form[contains(@action, '/deletion')]/@action")
    assert len(addresses) == 3
    for number, address in enumerate(addresses):
        for other in ("amina", "ines"):
            assert http(world[other]).post(address).status_code == 404
        assert browser.get(address.removesuffix("/deletion")).status_code == 404
        for _twice in range(2):
            assert browser.post(address).status_code == 303
        assert browser.get("/mail/drafts").text.count("Quokka") == 2 - number
    assert comments(app, Comment.body.startswith("Quokka")) == []


@pytest.mark.parametrize(
    "who, door, form",
    [
        ("amina", "/sign-out/everywhere", {}),
        ("ines", "/people/{amina}/deactivation", {}),
    ],
)
def test_addresses_end_with_the_sessions_of_their_person(
    http, world, call, send, sender, who, door, form
):
    amina, haruko = call("amina"), call("haruko", "amina")
    assert http(world[who]).post(door.format(amina=world.amina.id), data=form).status_code == 303
    assert send(mails.gmail("Quokka.", amina.to, sender=sender("amina"))) == ["unknown"]
    assert send(mails.gmail("Yes.", haruko.to, sender=sender("haruko"))) == ["draft"]


def window(app, world, **times):
    with app.app_context(), writing():
        helena = db.session.merge(world.helena)
        clause = (
            db.session.scalars(select(Comment).where(Comment.thread.has(name=f"clause:{WID}")))
            .first()
            .thread.clause
        )
        set_window(clause, opens_at=None, **times, by=helena, capacity=helena.capacities[0])
        db.session.commit()


def test_an_answer_to_a_closed_discussion_waits_until_it_is_open(
    app, world, http, call, send, sender, letters_to, clock
):
    called, browser = call("amina"), http(world.amina)
    window(app, world, closes_at=clock.advance(minutes=1))
    clock.advance(minutes=1)
    assert send(mails.gmail("Late.", called.to, sender=sender("amina"))) == ["draft"]
    [letter] = letters_to("amina")
    assert "accepts no comments at present" in letter.text
    answer, _form = post(browser, draft_in(letter))
    assert answer.status_code == 409 and "Late." in answer.text and "closed on" in answer.text
    window(app, world, closes_at=None)
    assert post(browser, draft_in(letter))[0].status_code == 303


def test_an_answer_to_a_retracted_comment_stands_by_itself(
    app, world, http, call, send, sender, letters_to
):
    called = call("amina")
    http(world.haruko).post(f"/comments/{called.name}/retraction")
    assert send(mails.gmail("Even so.", called.to, sender=sender("amina"))) == ["draft"]
    [letter] = letters_to("amina")
    assert "The comment that you answered is no longer shown." in letter.text
    address = draft_in(letter)
    assert "you are answering is no longer shown" in http(world.amina).get(address).text
    assert post(http(world.amina), address)[0].status_code == 303
    [found] = comments(app, Comment.body == "Even so.")
    assert found.parent_id is None


@pytest.mark.settings(REPLY_DIRECTLY=True)
def test_an_answer_to_redacted_words_waits_until_its_sender_knows(
    app, world, http, call, send, sender, letters_to
):
    for turn, (who, by) in enumerate((("amina", "haruko"), ("haruko", "amina")) * 2):
        called = call(who, by)
        redact(http(world.ines), "comment", called.name)
        data = mails.gmail(f"Quokka {turn}.", called.to, sender=sender(who), name=f"<{turn}@x>")
        assert send(data) == ["draft"] and send(data) == ["again"]
        [letter] = letters_to(who)
        assert letter.subject == WAITS
        assert "Words of the comment that you answered were redacted." in letter.text
        assert "what do you say" not in letter.text
        page = http(world[who]).get(draft_in(letter)).text
        assert "Words of the comment that you answer were redacted." in page
        assert comments(app, Comment.body == f"Quokka {turn}.") == []
        assert post(http(world[who]), draft_in(letter))[0].status_code == 303
        [found] = comments(app, Comment.body == f"Quokka {turn}.")
        assert found.parent_id is not None
    called = call("amina")
    assert send(mails.gmail("Quokka.", called.to, sender=sender("amina"))) == ["posted"]


# Directly


@pytest.mark.settings(REPLY_DIRECTLY=True)
def test_where_it_is_allowed_an_answer_becomes_a_comment_at_once(
    app, world, http, call, send, sender, letters_to, listen
):
    readers = listen(world.elke, f"clause:{WID}")
    for number, (who, by) in enumerate((("amina", "haruko"), ("haruko", "amina")) * 3):
        called = call(who, by)
        readers()
        data = mails.thunderbird(
            f"Direct {number}.", called.to, sender=sender(who), name=f"<{number}@x>"
        )
        assert send(data) == ["posted"] and send(data) == ["again"]
        assert [each["kind"] for each in readers() if each["kind"] == "comment.posted"] == [
            "comment.posted"
        ]
        assert letters_to(who) == []
        assert len(comments(app, Comment.body == f"Direct {number}.")) == 1
    assert "Direct 5." in http(world.ruth).get(CLAUSE).text


@pytest.mark.settings(REPLY_DIRECTLY=True)
def test_whatever_leaves_a_doubt_is_confirmed_even_there(
    app, world, call, send, sender, letters_to, clock
):
    called = call("amina")
    picture = mails.apple_mail("See.\n\nThe map.", called.to, picture=True, sender=sender("amina"))
    assert send(picture) == ["draft"]
    assert send(mails.gmail("long " * 2_500, called.to, sender=sender("amina"), name="<2@x>")) == [
        "draft"
    ]
    window(app, world, closes_at=clock.advance(minutes=1))
    clock.advance(minutes=1)
    assert send(mails.gmail("Late.", called.to, sender=sender("amina"), name="<3@x>")) == ["draft"]
    assert [each.subject for each in letters_to("amina")] == [WAITS] * 3


# Personal data


def test_a_person_takes_their_drafts_along_and_nobody_else_finds_them(
    app, world, http, call, send, sender
):
    called = call("amina")
    send(mails.gmail("Quokka in waiting.", called.to, sender=sender("amina")))
    data = http(world.amina).get("/account/data.zip").data
    assert data != http(world.haruko).get("/account/data.zip").data
    with app.app_context():
        taken = handed_over(db.session.merge(world.amina))["mailed draft"]
        assert [row["words"] for row in taken] == ["Quokka in waiting."]
    for who in ("haruko", "ines", "wanjiru"):
        assert "Quokka in waiting" not in http(world[who]).get("/search?q=waiting").text


@pytest.mark.settings(REPLY_DIRECTLY=True)
def test_whoever_still_lacks_a_second_factor_posts_nothing_at_once(app, call, send, sender):
    called = call("amina")
    app.config["SECOND_FACTOR"] = "everybody"
    assert send(mails.gmail("Quokka.", called.to, sender=sender("amina"))) == ["draft"]
    assert comments(app, Comment.body == "Quokka.") == []


def test_pages_of_drafts_ask_the_database_no_more_for_many_than_for_one(
    http, world, call, send, sender, letters_to, statements
):
    called, browser = call("amina"), http(world.amina)
    asked = []
    for number in range(4):
        words = f"Answer {number}."
        send(mails.gmail(words, called.to, sender=sender("amina"), name=f"<{number}@x>"))
        browser.get("/mail/drafts")
        with statements() as sent:
            assert words in browser.get("/mail/drafts").text
        asked.append(len(sent))
    assert len(set(asked)) == 1 and asked[0] < 12
    address = draft_in(letters_to("amina")[0])
    browser.get(address)
    with statements() as sent:
        browser.get(address)
    assert len(sent) < 16
