"""Comments of Word files: they come in with name, date and words, and go out only to those who may read them and ask for them."""

import io
import re
import zipfile
from itertools import count

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from sqlalchemy import select

from wgcop.contributions.models import Contribution
from wgcop.drafting.word_comments import say_word_comments
from wgcop.paper import plain
from wgcop.reading.papers import WordComment, read_paper
from wgcop.threads.models import Comment

JSON = {"Accept": "application/json"}
TEXT = "Radio reaches parents. Schools reach pupils."


def sent_in(visitor, file, **form):
    """Brought in and used; the address of the draft."""
    out = io.BytesIO()
    file.save(out)
    data = {"file": (io.BytesIO(out.getvalue()), "plays.docx"), **form}
    check = visitor.post("/contributions/word", data=data).location
    page = visitor.get(check).text
    used = visitor.post(f"{check.partition('?')[0]}/use").location
    return page, used.removesuffix("/edit")


def with_comments(*comments):
    """A file with a paragraph, and comments on words of it."""
    file = docx.Document()
    paragraph = file.add_paragraph()
    for words in re.findall(r"\w+|\W+", TEXT):
        paragraph.add_run(words)
    file.add_paragraph("Helplines answer.")
    runs = {run.text: run for run in paragraph.runs}
    for quoted, words, author in comments:
        file.add_comment(runs[quoted], text=words, author=author)
    return file


def taken_out(visitor, address, **asked):
    answer = visitor.get(f"{address}.docx", query_string=asked)
    assert answer.status_code == 200
    return read_paper(answer.data, "paper.docx")


def talk_of(address):
    return f"/threads/draft-talk:{address.rpartition('/')[2]}"


def test_each_comment_of_a_file_becomes_one_of_the_discussion_on_its_words(world, http, meeting):
    amina = http(world.amina)
    file = with_comments(
        ("parents", "All of them?", "Luc"),
        ("reach", "How?\nAnd when?", ""),
        ("Radio", "@Japan knows.", "Mai"),
    )
    page, address = sent_in(amina, file)
    assert "All of them?" in page and "Luc" in page and "Comments in the file" in page

    cards = amina.get(f"{talk_of(address)}/margin").json
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cards["cards"]))
    for words in ("parents", "All of them?", "How?", "And when?", "Radio"):
        assert words in said
    assert "Word comment by Luc, " in said and "Word comment by somebody, " in said
    assert sorted(cards["places"].values()) == [[1, 6], [15, 22], [32, 37]]
    for outsider in (world.caio, world.helena):
        assert http(outsider).get(f"{talk_of(address)}/margin").status_code == 404


def test_a_resolved_comment_comes_in_resolved_and_can_be_opened_also_if_its_words_are_nowhere(
    world, http, draft, session
):
    address = draft(world.amina, [world.wanjiru], text=TEXT)
    comments = [
        WordComment("Luc", "", "Found.", quoted="parents", is_resolved=True),
        WordComment("Mai", "", "Nowhere.", quoted="an older wording", is_resolved=True),
        WordComment("Luc", "", "Yes.", answers=1),
        WordComment("Mai", "", "Open.", quoted="another older wording"),
    ]
    say_word_comments(
        session.get_one(Contribution, int(address.rpartition("/")[2])),
        comments,
        key="k",
        capacity=world.amina.capacities[0],
        by=world.amina,
    )
    session.commit()
    amina, wanjiru = http(world.amina), http(world.wanjiru)

    def shown():
        page = amina.get(talk_of(address)).text
        return re.findall(r'data-resolvable="(\w*)"', page), page.count("Resolved by")

    assert shown() == (["resolved", "resolved"], 2)
    [name] = re.findall(
        r'id="comment-(\w+)"(?:(?!</article>).)*Nowhere\.',
        amina.get(talk_of(address)).text.replace("\n", " "),
    )
    assert "Reopen" in amina.get(f"/comments/{name}").text
    for _ in range(2):  # the second comes too late
        wanjiru.post(f"/comments/{name}/reopening", headers=JSON)
        assert shown() == (["resolved"], 1)


def test_a_file_that_replaces_a_draft_adds_its_comments_each_time_and_keeps_those_that_are_there(
    world, http, draft
):
    address = draft(world.amina, [world.wanjiru], text=TEXT)
    number = address.rpartition("/")[2]
    first = {"body": "Mine.", "key": "1", "quote": "parents"}
    http(world.wanjiru).post(f"{talk_of(address)}/comments", data=first, headers=JSON)
    for turn, who in enumerate((world.amina, world.wanjiru, world.amina), 1):
        file = with_comments(("Schools", f"Turn {turn}", "Luc"))
        _page, used = sent_in(http(who), file, contribution=number)
        assert used == address
        told = http(world.amina).get(f"{talk_of(address)}/margin").json
        assert len(told["places"]) == turn + 1 and "Mine." in told["cards"]
        assert [24, 31] in told["places"].values()


def test_a_comment_that_is_there_already_is_not_said_again(world, http, draft, session):
    def posted_at(name):
        return (
            session.scalars(select(Comment.posted_at).where(Comment.name == name)).one().isoformat()
        )

    def said_in(address, comments):
        paper = session.get_one(Contribution, int(address.rpartition("/")[2]))
        capacity = world.amina.capacities[0]
        new = say_word_comments(paper, comments, key=next(keys), capacity=capacity, by=world.amina)
        session.commit()
        return new

    keys = map(str, count())
    address = draft(world.amina, [world.wanjiru], text=TEXT)
    number = address.rpartition("/")[2]
    amina, wanjiru = http(world.amina), http(world.wanjiru)

    def shown():
        """How often each is said, among those that are open and those that are not."""
        cards = amina.get(f"{talk_of(address)}/margin").json["cards"]
        return [cards.count(words) for words in ("All of them?", "Yes.", "Mine.", "Later.")]

    # One file again and again, by either of them.
    file = with_comments(("parents", "All of them?", "Luc"), ("pupils", "Yes.", "Mai"))
    for visitor in (amina, wanjiru, amina):
        sent_in(visitor, file, contribution=number)
        assert shown() == [1, 1, 0, 0]
    page = amina.get(f"{address}/edit").text
    assert "2 comments from the file were there already." in page
    assert "are now in the drafters" not in page

    # What was taken out with its comments, and comes back.
    data = {"body": "Mine.", "key": "1", "quote": "Helplines"}
    posted = wanjiru.post(f"{talk_of(address)}/comments", data=data, headers=JSON)
    reply = {"body": "A reply.", "key": "2", "parent": posted.json["id"]}
    taken = [amina.get(f"{address}.docx?comments=1").data]
    wanjiru.post(f"{talk_of(address)}/comments", data=reply, headers=JSON)
    taken.append(amina.get(f"{address}.docx?comments=1").data)
    for data in (*taken, taken[0]):
        sent_in(wanjiru, docx.Document(io.BytesIO(data)), contribution=number)
        assert shown() == [1, 1, 1, 0]

    # What somebody answers in Word is a reply to it, once.
    answered = WordComment(
        "Wanjiru Tende (Kenya)", posted_at(posted.json["id"]), "Mine.", quoted="Helplines"
    )
    answer = WordComment("Luc", "", "An answer from Word.", answers=0)
    for new in (1, 0, 0):
        assert said_in(address, [answered, answer]) == new
    talk = amina.get(talk_of(address)).text
    assert talk.count("An answer from Word.") == 1 and shown() == [1, 1, 1, 0]

    # The same words on others are new, and so are others on the same.
    file = with_comments(("pupils", "Later.", "Mai"), ("Schools", "Yes.", "Mai"))
    for _ in range(2):
        sent_in(amina, file, contribution=number)
        assert shown() == [1, 2, 1, 1]


def test_open_comments_go_out_with_a_draft_for_those_who_read_them_and_ask(world, http, draft):
    address = draft(world.amina, [world.wanjiru], text=TEXT)
    amina, wanjiru = http(world.amina), http(world.wanjiru)

    def say(visitor, body, **fields):
        data = {"body": body, "key": body, **fields}
        answer = visitor.post(f"{talk_of(address)}/comments", data=data, headers=JSON)
        assert answer.status_code == 201, answer.text
        return answer.json["id"]

    name = say(wanjiru, "All of **them**?", quote="parents")
    say(amina, "Most.", parent=name)
    done = say(amina, "Typing error.", quote="pupils")
    amina.post(f"/comments/{done}/resolution")

    for visitor in (amina, wanjiru, amina):
        [comment] = taken_out(visitor, address, comments=1).comments
        assert comment.author == "Wanjiru Tende (Kenya)" and comment.quoted == "parents"
        assert comment.words.split("\n\n") == ["All of them?", "Amina Barasa (Kenya):", "Most."]
        with_them, without = taken_out(visitor, address, comments=1), taken_out(visitor, address)
        assert without.comments == [] and plain(with_them.tree) == plain(without.tree)
    plain_file = zipfile.ZipFile(io.BytesIO(amina.get(f"{address}.docx").data))
    assert "word/comments.xml" not in plain_file.namelist()


def test_a_numbered_paper_goes_out_with_what_each_reader_may_read(world, http, document):
    _work, address = document(world.amina, text=TEXT)
    talk = f"/threads/{_topic(http(world.amina), address)}"
    own = f"delegation:{world.delegation('Kenya').id}"
    for person, body, fields in (
        (world.caio, "For all.", {}),
        (world.amina, "Kenya alone.", {"audience": own}),
    ):
        data = {"body": body, "key": body, "quote": "parents", **fields}
        answer = http(person).post(f"{talk}/comments", data=data, headers=JSON)
        assert answer.status_code == 201, answer.text
    seen = {
        name: {each.words for each in taken_out(http(world[name]), address, comments=1).comments}
        for name in ("amina", "wanjiru", "caio", "helena")
    }
    both = {"For all.", "Only Kenya\n\nKenya alone."}
    assert seen == {"amina": both, "wanjiru": both, "caio": {"For all."}, "helena": {"For all."}}
    assert taken_out(http(world.amina), address).comments == []


def _topic(visitor, address):
    return re.search(r'data-paper="(document:\d+)"', visitor.get(address).text)[1]


def test_the_day_of_a_marked_change_is_isolated_in_a_paper_that_runs_the_other_way(
    world, http, meeting
):
    file = docx.Document()
    inserted = OxmlElement("w:ins")
    inserted.set(qn("w:author"), "Luc")
    inserted.set(qn("w:date"), "2026-11-20T10:00:00Z")
    paragraph = file.add_paragraph("Radio reaches parents.")
    run = paragraph.add_run(" Schools reach pupils.")
    paragraph._p.append(inserted)
    inserted.append(run._r)
    amina = http(world.amina)
    _page, address = sent_in(amina, file)
    for _ in range(3):
        page = amina.get(f"{address}?language=ar").text
        marked = page.partition('class="paper__marked')[2].partition("</ul>")[0]
        assert re.search(r'<bdi class="soft">20 \w+ 2026</bdi>', marked), marked
