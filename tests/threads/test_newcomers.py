"""A newcomer whom the head lets read only what is said after they join learns nothing of what was said
within the delegation before, by any way; until the head opens it.
"""

import io
import re
import zipfile
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import Table, delete, select, update

from tests.accounts.test_invitations import MIRA
from tests.architecture.reading import report
from tests.following.atom import read_atom
from tests.following.inboxes import emptied, things
from tests.positions.test_positions import hidden
from wgcop import clock as wgcop_clock
from wgcop import mail
from wgcop.accounts.models import Invitation, Person
from wgcop.audit.models import AuditRow
from wgcop.correspondence.actions import post_draft
from wgcop.correspondence.models import MailedDraft
from wgcop.correspondence.queries import readers_of
from wgcop.database import db
from wgcop.events.models import Entry
from wgcop.following.jobs import write_letters
from wgcop.following.models import Follow
from wgcop.search.records import load
from wgcop.thread_news import jobs
from wgcop.threads.actions.resolving import resolve
from wgcop.threads.models import Comment
from wgcop.upkeep.doctor import comment_counts as counts

WID = "wtdc-67.recs_recognizing__rec_b"
CLAUSE, TOPIC = f"/clauses/{WID}", f"clause:{WID}"
OTHER = "wtdc-67.recs_recalling__rec_a"
"""Another clause, on which nothing private is said after she joins."""
RESOLUTION = "/resolutions/67-hyderabad-2010"
JSON = {"Accept": "application/json"}
OLD, NEW = "quokka", "bandicoot"
FORMS = ("docx", "pdf", "xlsx", "json")


@pytest.fixture
def kenya(world):
    return world.delegation("Kenya")


@pytest.fixture
def whisper(world, http, kenya):
    keys = iter(range(1000))

    def post(who, body, wid=WID, **fields):
        person = world[who] if isinstance(who, str) else who
        data = {"body": body, "audience": kenya.audience, "key": f"key-{next(keys)}", **fields}
        answer = http(person).post(f"/clauses/{wid}/comments", data=data, headers=JSON)
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    return post


@pytest.fixture
def join(http, world, kenya):
    """`join("amina")`: whom Mira is invited by, and what she shall read. She is in the delegation then."""

    def invite(by="amina", reads="after", email="mira@example.org", name="Mira Okello"):
        data = {"email": email, "name": "", "reads": reads}
        page = http(world[by]).post("/delegation/people/invitations", data=data)
        assert page.status_code == 200, page.text
        link = re.search(r"/invitations/[\w-]+", page.text.split("data-invitation-link")[0][-300:])[
            0
        ]
        assert http().post(link, data=MIRA | {"name": name}).status_code == 303
        return world[email]

    return invite


@pytest.fixture
def joined(world, http, whisper, join, index, clock):
    """What Kenya said to itself before and after Mira joined, on two clauses: the comments by name."""
    said = {
        "before": whisper("amina", f"The {OLD} instructions, @Kenya."),
        "elsewhere": whisper("wanjiru", f"Another {OLD} of ours.", wid=OTHER),
        "answer": "",
    }
    said["answer"] = whisper("wanjiru", f"A {OLD} it is.", parent=said["before"])
    index()
    clock.advance(minutes=30)
    said["mira"] = join()
    said["after"] = whisper("wanjiru", f"The {NEW} instructions, @Kenya.")
    said["late answer"] = whisper("amina", f"Still the {OLD}, @Kenya.", parent=said["before"])
    index()
    return said


def words_of(answer):
    if not answer.data.startswith(b"PK"):
        return answer.data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        return " ".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


def addresses(kenya):
    since = (wgcop_clock.now() - timedelta(days=30)).date().isoformat()
    yield from (CLAUSE, f"{CLAUSE}/thread", f"/clauses/{OTHER}", f"{RESOLUTION}/discussion")
    yield from ("/", "/inbox", f"/catch-up?since={since}", "/delegation", "/delegation.docx")
    for word in (OLD, NEW):
        for search in ("/search?q=instructions&", "/api/v1/search?q=instructions&", "/search.csv?"):
            yield f"{search}q={word}"
    yield from ("/search.atom?q=instructions", "/search.json?q=instructions&kind=comment")
    yield f"/search/suggestions?q={OLD}"
    yield f"/live/{TOPIC}@{kenya.id}?after=0"
    yield f"/live/{TOPIC}@{kenya.id}.1?after=0"
    for of in (f"clause:{WID}", f"clause:{OTHER}", "resolution:67-hyderabad-2010"):
        yield from (f"/takeaway/file?of={of}&form={form}&private=yes" for form in FORMS)


def told(visitor, kenya):
    """The addresses at which somebody reads the old and the new word, but where they asked for it."""
    found = {OLD: set(), NEW: set()}
    for address in addresses(kenya):
        with visitor.get(address) as answer:
            assert answer.status_code in (200, 404), (address, answer.text)
            words = words_of(answer).casefold()
        for word, places in found.items():
            if word in words and f"={word}" not in address:
                places.add(address)
    return found[OLD], found[NEW]


@pytest.mark.databases
def test_nothing_from_before_is_told_to_a_newcomer_until_the_head_opens_it(
    http, world, joined, kenya
):
    old, new = told(http(joined["mira"]), kenya)
    report("These tell a newcomer of what was said before.", sorted(old))
    before, all_of_it = told(http(world.amina), kenya)
    assert {CLAUSE, f"{RESOLUTION}/discussion", "/delegation", "/delegation.docx"} <= new
    assert new == all_of_it
    assert told(http(world.caio), kenya) == (set(), set())
    assert before > {CLAUSE, f"/clauses/{OTHER}", "/delegation.docx"}

    page = http(world.amina).get("/delegation/people").text
    [address] = re.findall(r"/delegation/people/\d+/earlier", page)
    assert http(world.amina).post(address).status_code == 303
    opened, _new = told(http(world.person("mira")), kenya)
    assert before - opened <= {"/", "/inbox"}


def test_a_newcomer_asks_in_vain_for_each_thing_from_before(http, joined):
    mira = http(joined["mira"])
    for name in ("before", "elsewhere", "answer", "late answer"):
        comment = f"/comments/{joined[name]}"
        for path in ("", "/edit", "/replies"):
            assert mira.get(f"{comment}{path}").status_code == 404, (name, path)
        for path in ("", "/retraction", "/release", "/support", "/quote", "/resolution"):
            assert mira.post(f"{comment}{path}").status_code in (404, 405), (name, path)
        data = {"body": "Which?", "parent": joined[name], "key": f"to-{name}"}
        assert mira.post(f"{CLAUSE}/comments", data=data).status_code == 404
        assert joined[name] not in mira.get(f"{CLAUSE}?comment={joined[name]}").text
    assert mira.get(f"/comments/{joined['after']}").status_code == 200


def test_search_counts_and_suggests_nothing_from_before(http, world, joined):
    mira, wanjiru = http(joined["mira"]), http(world.wanjiru)
    for visitor, old, new in ((mira, 0, 1), (wanjiru, 4, 1), (http(world.caio), 0, 0)):
        assert visitor.get(f"/api/v1/search?q={OLD}").json["total"] == old
        assert visitor.get(f"/api/v1/search?q={NEW}").json["total"] == new


def test_before_the_index_has_followed_a_newcomer_finds_nothing_more(http, whisper, index, join):
    """The words are in the index before she joins, and nothing is indexed after that."""
    whisper("amina", f"The {OLD} instructions.")
    index()
    mira = http(join())
    assert mira.get(f"/api/v1/search?q={OLD}").json["total"] == 0
    assert OLD not in mira.get("/search?q=instructions").text


def test_search_reads_a_comment_and_the_chapter_in_which_it_is_at_once(app, whisper, statements):
    """Between two statements a chapter might end: the words would be indexed for those who join."""
    name = whisper("amina", f"The {OLD}.")
    with statements() as sent, app.app_context():
        [comment] = load(db.session, [f"comment:{name}"]).values()
        assert comment.found_by.startswith("chapter:")
    [sql] = [each for each in sent if "delegation_chapter" in str(each)]
    assert "FROM comment" in str(sql)


def test_what_is_resolved_while_somebody_joins_is_told_only_to_those_who_read_it(
    app, world, whisper, kenya
):
    name, earlier = whisper("amina", f"The {OLD}."), f"{kenya.audience}.1"
    with app.app_context():
        comment = db.session.scalars(select(Comment).where(Comment.name == name)).one()
        assert comment.audience == kenya.audience
        # So another transaction leaves the row for whose lock this one waits.
        row = update(cast(Table, Comment.__table__)).where(Comment.id == comment.id)
        db.session.connection().execute(row.values(audience=earlier))
        resolve(comment, by=db.session.get_one(Person, world.amina.id))
        [entry] = db.session.scalars(
            select(Entry).where(
                Entry.kind == "comment.resolved", Entry.target_id == str(comment.id)
            )
        )
        assert entry.topic.audience == earlier


def test_an_answer_by_mail_names_the_readers_of_an_earlier_discussion(app, world, joined):
    with app.test_request_context():
        comment = db.session.scalars(select(Comment).where(Comment.name == joined["before"])).one()
        wanjiru = db.session.get_one(Person, world.wanjiru.id)
        capacity = next(each for each in wanjiru.capacities if each.delegation)
        assert readers_of(comment, wanjiru, capacity) == "Only Kenya, earlier discussion"


def test_an_answer_by_mail_to_a_retracted_comment_stays_with_those_who_read_it_while_somebody_joins(
    app, world, whisper, http, kenya
):
    name, earlier = whisper("amina", f"The {OLD}."), f"{kenya.audience}.1"
    http(world.amina).post(f"/comments/{name}/retraction")
    with app.test_request_context():
        comment = db.session.scalars(select(Comment).where(Comment.name == name)).one()
        assert comment.audience == kenya.audience
        wanjiru = db.session.get_one(Person, world.wanjiru.id)
        draft = MailedDraft(
            person=wanjiru,
            comment=comment,
            message_key="m1",
            words=f"A {OLD}?",
            left_out="",
            files=[],
        )
        db.session.add(draft)
        db.session.flush()
        # So another transaction leaves the row for whose lock this one waits.
        row = update(cast(Table, Comment.__table__)).where(Comment.id == comment.id)
        db.session.connection().execute(row.values(audience=earlier))
        capacity = next(each for each in wanjiru.capacities if each.delegation)
        posted = post_draft(draft, draft.words, by=wanjiru, capacity=capacity)
        assert posted.audience == earlier and posted.parent is None


def test_counts_show_each_reader_what_they_read(http, world, joined):
    def count(person):
        return http(person).get(f"{RESOLUTION}/counts").json["comments"]

    mira, wanjiru, caio = count(joined["mira"]), count(world.wanjiru), count(world.caio)
    assert mira[TOPIC] == caio.get(TOPIC, 0) + 1
    assert wanjiru[TOPIC] == caio.get(TOPIC, 0) + 4
    other = f"clause:{OTHER}"
    assert mira.get(other, 0) == caio.get(other, 0) == wanjiru[other] - 1


def test_no_socket_lets_a_newcomer_hear_an_earlier_discussion(
    http, world, listen, joined, kenya, whisper
):
    earlier = f"{TOPIC}@{kenya.id}.1"
    spying, here = listen(joined["mira"], earlier), listen(joined["mira"], f"{TOPIC}@{kenya.id}")
    member = listen(world.wanjiru, earlier)
    assert spying.answer["ok"] is False and here.answer["ok"] and member.answer["ok"]
    for number in range(3):
        whisper("amina", f"Of the {OLD}, {number}.", parent=joined["before"])
        whisper("amina", f"Of the {NEW}, {number}.")
        assert OLD in member()[0]["html"].casefold()
        [heard] = here()
        assert NEW in heard["html"].casefold() and OLD not in heard["html"].casefold()
    data = {"body": f"No {OLD} any more."}
    assert http(world.amina).post(f"/comments/{joined['before']}", data=data).status_code == 303
    released = http(world.amina).post(f"/comments/{joined['answer']}/release")
    assert released.status_code == 303
    assert member() and here() == spying() == []
    assert spying.emit("typing", {"topic": earlier, "language": "en"})["ok"] is False


def test_a_page_that_was_open_when_somebody_joined_loads_the_thread_again_and_goes_on(
    http, world, listen, whisper, join, kenya
):
    whisper("amina", f"The {OLD}.")
    within = f"{TOPIC}@{kenya.id}"
    page = listen(world.wanjiru, within)
    join()
    assert not page.is_connected
    answer = http(world.wanjiru).get(f"/live/{within}?after={page.answer['seq']}").json
    assert answer["reload"] and answer["entries"] == []
    again = listen(world.wanjiru, within)
    assert again.answer["seq"] == answer["seq"]
    for number in range(3):
        whisper("amina", f"The {NEW}, {number}.")
        [entry] = again()
        assert entry["seq"] == answer["seq"] + number + 1
    missed = http(world.wanjiru).get(f"/live/{within}?after={answer['seq']}").json
    assert len(missed["entries"]) == 3 and not missed["reload"]


def test_letters_and_feeds_tell_a_newcomer_of_nothing_from_before(
    app, http, world, joined, clock, whisper
):
    mira = http(joined["mira"])
    feed = re.search(r"/inbox/feed/[\w-]+\.atom", mira.post("/inbox/feed").text)[0]
    form = {"mention_mail": "at-once", "reply_mail": "at-once", "digest": "daily"}
    assert mira.post("/account/letters", data=form).status_code == 303
    assert mira.post("/follows", data={"topic": TOPIC, "level": "everything"}).status_code == 204
    again = whisper("wanjiru", f"Once more the {OLD}, @Kenya.", parent=joined["before"])
    later = whisper("wanjiru", f"Once more the {NEW}, @Kenya.")
    clock.advance(minutes=9)
    with app.app_context():
        jobs.tell_mentioned()
    clock.advance(days=1, hours=12)
    with app.app_context():
        write_letters()
        letters = db.session.scalars(
            select(mail.Message).where(mail.Message.recipient == "mira@example.org")
        ).all()
        text = "\n".join(each.text for each in letters)
    _feed, entries = read_atom(http().get(feed).data)
    told_of = text + "".join(str(each) for each in entries) + mira.get("/inbox").text
    assert later in text and joined["after"] in text
    assert later in told_of
    for name in (again, joined["before"], joined["answer"], joined["late answer"]):
        assert name not in told_of


def test_a_newcomer_begins_with_nothing_unread_also_of_what_is_opened_later(
    http, world, whisper, join, kenya
):
    whisper("amina", f"The {OLD}, @Kenya.")
    mira = join()
    http(mira).post("/follows", data={"topic": TOPIC, "level": "everything"})
    assert http(mira).get("/inbox/count").json["count"] == ""
    [membership] = mira.memberships
    http(world.amina).post(f"/delegation/people/{membership.id}/earlier")
    assert http(mira).get("/inbox/count").json["count"] == ""
    assert "data-new" not in http(mira).get(f"{CLAUSE}/thread").text
    assert OLD in http(mira).get(f"{CLAUSE}/thread").text.casefold()


def test_whoever_took_part_or_follows_is_told_as_before(app, http, world, whisper, join, session):
    """The private layer is another topic now, but its followers need not notice."""
    session.execute(delete(Follow))
    session.commit()
    whisper("wanjiru", f"The {OLD}.")
    wanjiru = emptied(http(world.wanjiru))
    join()
    assert things(wanjiru) == {}
    for number in range(3):
        whisper("amina", f"The {NEW}, {number}.")
        [rows] = things(wanjiru).values()
        assert f"The {NEW}, {number}." in rows[-1] and len(rows) == number + 1


def test_a_reply_to_an_earlier_comment_stays_with_those_who_read_it(
    app, http, world, joined, kenya
):
    with app.app_context():
        audiences = {
            name: db.session.scalar(select(Comment.audience).where(Comment.name == joined[name]))
            for name in ("before", "answer", "late answer", "after")
        }
        assert counts.wrong(db.session) == {}
    earlier = f"delegation:{kenya.id}.1"
    assert audiences == {
        **dict.fromkeys(("before", "answer", "late answer"), earlier),
        "after": kenya.audience,
    }
    page = http(world.wanjiru).get(f"/comments/{joined['before']}").text
    assert "Only Kenya, earlier discussion" in page
    assert "earlier discussion" not in http(world.wanjiru).get(f"/comments/{joined['after']}").text
    form = {"body": "Forged.", "audience": earlier, "key": "forged"}
    answer = http(joined["mira"]).post(f"{CLAUSE}/comments", data=form, headers=JSON)
    assert "earlier" not in answer.text and "forged" in answer.text.casefold()


def test_names_are_suggested_to_an_earlier_discussion_only_of_those_who_read_it(
    http, world, joined, kenya
):
    def suggested(who, audience):
        query = {"q": "mira", "audience": audience}
        return http(who).get("/people/suggest", query_string=query).text

    earlier = f"delegation:{kenya.id}.1"
    assert "Mira" in suggested(world.wanjiru, kenya.audience)
    assert "Mira" not in suggested(world.wanjiru, earlier)


def test_everything_from_before_is_what_a_newcomer_reads_unless_the_head_says_otherwise(
    http, world, whisper, join
):
    whisper("amina", f"The {OLD}.")
    mira = join(reads="before")
    assert OLD in http(mira).get(CLAUSE).text.casefold()
    form = http(world.amina).get("/delegation/people").text
    assert re.search(r'<input checked[^>]*value="before"', form)


def test_two_newcomers_read_from_when_each_of_them_joined(http, world, whisper, join, clock, kenya):
    words, people = ("quokka", "bandicoot", "bilby"), []
    for number, word in enumerate(words):
        whisper("amina", f"The {word}.")
        clock.advance(days=1)
        people.append(join(email=f"new{number}@example.org", name=f"Newcomer {number}"))
    whisper("amina", "The dunnart.")
    everything = [*words, "dunnart"]
    for number, person in enumerate(people):
        page = http(person).get(CLAUSE).text
        assert [word for word in everything if word in page] == everything[number + 1 :]
    assert all(word in http(world.wanjiru).get(CLAUSE).text for word in everything)


def test_no_chapter_begins_where_nothing_was_said(app, http, world, join, kenya, session):
    session.execute(delete(Comment).where(Comment.audience == kenya.audience, Comment.id < 0))
    first = join(email="one@example.org", name="One")
    second = join(email="two@example.org", name="Two")
    chapters = {m.first_chapter for m in (*first.memberships, *second.memberships)}
    assert len(chapters) == 1


# Who decides


def test_the_head_opens_earlier_discussions_once_and_the_newcomer_is_told(
    app, http, world, joined, clock
):
    [membership] = joined["mira"].memberships
    address = f"/delegation/people/{membership.id}/earlier"
    assert (
        "You read what was said within Kenya since" in http(joined["mira"]).get("/delegation").text
    )
    assert http(joined["mira"]).post(address).status_code == 403
    assert http(world.wanjiru).post(address).status_code == 403
    assert http(world.caio).post(address).status_code in (403, 404)
    assert http(world.amina).post(address).status_code == 303
    assert http(world.amina).post(address).status_code == 403
    assert "You read what was said" not in http(joined["mira"]).get("/delegation").text
    with app.app_context():
        [letter] = db.session.scalars(
            select(mail.Message).where(
                mail.Message.recipient == "mira@example.org",
                mail.Message.subject.startswith("You may read earlier"),
            )
        )
        assert "within Kenya before you joined" in letter.text
        [row] = db.session.scalars(select(AuditRow).where(AuditRow.deed == "person.earlier-opened"))
        assert (row.person_id, row.detail) == (world.amina.id, "Kenya")
        rows = select(AuditRow).where(AuditRow.deed == "person.joined-delegation")
        assert "reads from now on" in db.session.scalars(rows).all()[-1].detail


def test_nobody_lets_others_read_more_than_they_read(http, world, joined, kenya, whisper, join):
    """A head who came late neither opens nor passes on what was said before."""
    mira = joined["mira"]
    ines = http(world.ines)
    data = {"delegation": kenya.id, "role": "head", "reads": "before"}
    assert ines.post(f"/people/{mira.id}/memberships", data=data).status_code == 303
    mira = world.mira
    assert mira.heads(kenya) and OLD not in http(mira).get(CLAUSE).text.casefold()
    [membership] = mira.memberships
    assert http(mira).post(f"/delegation/people/{membership.id}/earlier").status_code == 403
    nadia = join(by="mira", reads="before", email="nadia@example.org", name="Nadia Kamau")
    assert OLD not in http(nadia).get(CLAUSE).text.casefold()
    assert NEW in http(nadia).get(CLAUSE).text.casefold()
    [hers] = nadia.memberships
    assert http(mira).post(f"/delegation/people/{hers.id}/earlier").status_code == 403
    assert http(world.amina).post(f"/delegation/people/{hers.id}/earlier").status_code == 303
    assert OLD in http(nadia).get(CLAUSE).text.casefold()


def test_the_secretariat_chooses_for_whom_it_enters_and_opens_it_later(http, world, kenya, whisper):
    whisper("amina", f"The {OLD}.")
    ines, luc = http(world.ines), world.luc
    data = {"delegation": kenya.id, "role": "member", "reads": "after"}
    assert ines.post(f"/people/{luc.id}/memberships", data=data).status_code == 303
    assert OLD not in http(world.luc).get(CLAUSE).text.casefold()
    page = ines.get(f"/people/{luc.id}").text
    assert "reads private discussions since" in page
    [address] = re.findall(rf"/people/{luc.id}/memberships/\d+/earlier", page)
    assert http(world.amina).post(address).status_code == 403
    assert ines.post(address).status_code == 303
    assert OLD in http(world.luc).get(CLAUSE).text.casefold()
    assert OLD not in http(world.ines).get(CLAUSE).text.casefold()


def test_whoever_is_invited_is_told_what_they_will_read(app, http, world):
    data = {"email": "mira@example.org", "name": "", "reads": "after"}
    page = http(world.amina).post("/delegation/people/invitations", data=data).text
    link = re.search(r"/invitations/[\w-]{20,}", page)[0]
    assert "You will read what is said after you join." in http().get(link).text
    assert (
        "will read what is said after they join" in http(world.amina).get("/delegation/people").text
    )
    with app.app_context():
        [letter] = db.session.scalars(
            select(mail.Message).where(mail.Message.recipient == "mira@example.org")
        )
        assert "you would read what is said after you join" in letter.text
        assert db.session.scalars(select(Invitation.first_chapter)).all()[-1] == 0


def test_positions_and_red_lines_are_a_newcomers_in_full(http, world, whisper, join, kenya):
    """They are where the delegation stands, and no discussion."""
    whisper("amina", f"The {OLD}.")
    page, amina = f"{CLAUSE}/positions", http(world.amina)
    for layer in ("within", "red-line"):
        form = amina.get(page).text
        fields = {name: hidden(form, name) for name in ("seen", "words_seen", "speaking_as")}
        stance = {"stance": "objects", "layer": layer, "reason": f"The ibex, {layer}."}
        assert amina.post(page, data=stance | fields).status_code == 303
    mira = http(join())
    for address in (page, "/delegation", "/delegation.docx"):
        words = words_of(mira.get(address))
        assert "The ibex, within." in words and "The ibex, red-line." in words
        assert OLD not in words.casefold()


def test_the_choice_of_readers_names_each_chapter_apart(http, world, whisper, join):
    def names(person):
        page = http(person).get(f"{RESOLUTION}/discussion").text
        field = re.search(r'<select[^>]*name="layer".*?</select>', page, re.DOTALL)[0]
        return [each.strip() for each in re.findall(r">([^<>]*Kenya[^<>]*)</option>", field)]

    whisper("amina", f"The {OLD}.")
    assert names(world.amina) == ["Only Kenya"]
    join()
    whisper("amina", f"The {NEW}.")
    assert sorted(names(world.amina)) == ["Only Kenya", "Only Kenya, earlier discussion"]
    nadia = join(email="nadia@example.org", name="Nadia Otieno")
    whisper("amina", "The third.")
    assert sorted(names(world.amina)) == [
        "Only Kenya",
        "Only Kenya, earlier discussion 1",
        "Only Kenya, earlier discussion 2",
    ]
    assert names(nadia) == ["Only Kenya"]


def test_what_is_said_within_a_regional_group_is_a_newcomers_in_full(http, world, join, whisper):
    """It is the group's: the other Member States say it to all who speak for one of them."""
    whisper("amina", f"The {OLD}.")
    data = {"body": "The okapi, among us.", "audience": "regional:atu", "key": "okapi"}
    answer = http(world.farid).post(f"{CLAUSE}/comments", data=data, headers=JSON)
    assert answer.status_code == 201
    assert "within your regional groups" in http(world.amina).get("/delegation/people").text
    page = http(join()).get(CLAUSE).text
    assert "The okapi, among us." in page and OLD not in page.casefold()


def test_no_statement_is_added_for_each_chapter(http, world, whisper, join, statements):
    def cost(address):
        visitor = http(world.wanjiru)
        visitor.get(address)
        with statements() as sent:
            visitor.get(address)
        return len(sent)

    pages = (CLAUSE, "/delegation", "/inbox", f"{RESOLUTION}/discussion")
    whisper("amina", f"The {OLD}.")
    join(email="one@example.org", name="One")
    whisper("amina", f"The {OLD}.")
    at_first = [cost(page) for page in pages]
    for number in range(3):
        whisper("amina", f"The {NEW}, {number}.")
        join(email=f"two{number}@example.org", name=f"Two {number}")
    assert [cost(page) for page in pages] == at_first
