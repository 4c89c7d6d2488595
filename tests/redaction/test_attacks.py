"""After a redaction nobody gets the words by any way out of the workspace, however they ask."""

import re

import pytest

from tests.answers import words_in
from tests.contributions.conftest import document
from tests.contributions.test_writing import Writer, typed_at
from tests.redaction.test_redaction import FROM_A_SCRIPT, MARK, WID, ask, redact, where
from wgcop import mail, paper
from wgcop.database import db
from wgcop.mail import Message
from wgcop.redaction.marking import Marker
from wgcop.redaction.passage import SoughtPassage
from wgcop.search.indexer import drain_all

__all__ = ["document"]
CHILD = "Quokkason"
SAID = f"The child Zuberi {CHILD} of Kisumu told the hotline what had happened to him."


def entries(atom):
    return atom.partition("<entry>")[2]


@pytest.fixture
def brought(world, http, app, document, write):
    """A paper of Kenya's with two wordings, each of which holds the words in its title, its cover and its text.

    The second changes the sentence that holds them, so the summary of its changes repeats them.
    """
    working, numbered = document(
        world.amina,
        title=f"Radio for {CHILD}",
        abstract=SAID,
        keywords=CHILD,
        contact=f"Ask {CHILD}",
        text=f"# Background\n\n{SAID}\n\nRadio reaches parents.",
    )
    amina = http(world.amina)
    amina.post(f"{working}/revisions")
    write(working, f"{SAID} It is not known what {CHILD} said.")
    amina.post(f"{working}/submission")
    with app.app_context():
        drain_all()
    return working, numbered


def test_no_page_file_feed_or_answer_to_a_program_holds_what_was_taken_out_of_a_paper(
    world, http, app, brought, meeting
):
    working, numbered = brought
    luc = http(world.luc)
    saved = luc.post("/search/saved", data={"name": "Radio", "tell": "all", "q": CHILD})
    search = saved.location.rpartition("-")[2]
    feed = re.search(
        r"/search/feeds/[\w-]{40,}\.atom", luc.post(f"/search/saved/{search}/feed").text
    )[0]
    ways = [
        numbered,
        working,
        f"{working}/compare",
        f"{numbered}/changes",
        f"{numbered}.docx",
        f"{numbered}.pdf",
        f"/contributions/papers.zip?meeting={meeting.slug}",
        "/contributions/",
        "/meetings/wg-cop-3",
        "/meetings/wg-cop-3/documents",
        "/meetings/wg-cop-3/documents.docx",
        "/meetings/wg-cop-3/material.zip",
        feed,
        "/search/suggestions?q=Quokka",
        *(f"/search{kind}?q=hotline+happened" for kind in ("", ".atom", ".csv", ".json")),
        "/api/v1/search?q=hotline+happened",
        "/",
    ]
    before = {way for way in ways if CHILD in words_in(luc.get(way))}
    shown = {numbered, f"{numbered}.docx", f"{numbered}.pdf", "/meetings/wg-cop-3/documents", feed}
    assert before >= shown, "where nothing stood nothing is proved"
    assert f"<bdi>The child Zuberi {CHILD} of" in luc.get(numbered).text, "what changed"

    redact(http(world.ines), "paper", working.rpartition("/")[2], passage=CHILD, parts=[])
    with app.app_context():
        drain_all()
    assert where(app, CHILD) == ["saved_search.typed"], "what Luc typed is his"
    assert luc.get(feed).status_code == 200 and CHILD not in entries(luc.get(feed).text)
    luc.post(f"/search/saved/{search}/deletion")
    still = [
        (way, reader.name if reader else "a guest")
        for way in ways
        for reader in (None, world.luc, world.ines)
        if CHILD in words_in(http(reader).get(way))
    ]
    assert still == []
    assert "[Redacted" in words_in(http(world.luc).get(f"{numbered}.docx"))
    assert MARK in http(world.luc).get(numbered).text


def test_who_comes_back_is_not_given_what_they_missed_before_it_was_redacted(world, http, listen):
    """Their page asks for all since it left: it gets the mark, and none of the entries from before with its words."""
    caio = listen(world.caio, f"clause:{WID}")
    name = comment(http(world.amina), "one", SAID)
    [heard] = caio()
    assert CHILD in str(heard)
    redact(http(world.ines), "comment", name)
    assert CHILD not in str(caio())
    missed = http(world.luc).get(f"/live/clause:{WID}?after={heard['seq'] - 1}")
    assert missed.status_code == 200 and MARK in missed.text and CHILD not in missed.text


def test_letters_that_wait_leave_without_the_words_and_notices_do_not_hold_them(
    world, http, app, brought
):
    working, numbered = brought
    with app.app_context():
        mail.write("luc@example.org", f"Radio for {CHILD}", f"{SAID}\n{numbered}")
        mail.write("luc@example.org", "Something else", "Coffee is at ten.")
        db.session.commit()
    redact(http(world.ines), "paper", working.rpartition("/")[2], passage=SAID, parts=[])
    with app.app_context():
        letters = db.session.query(Message).filter(Message.recipient == "luc@example.org").all()
        assert not [each for each in letters if "of Kisumu" in each.text + each.subject]
        assert "Coffee is at ten." in [each.text for each in letters]
    for reader in (world.luc, world.amina, world.ines):
        for address in ("/", "/following"):
            assert "of Kisumu" not in http(reader).get(address).text


def comment(visitor, key, body, audience="members", wid=WID):
    data = {"body": body, "audience": audience, "type": "substantive", "key": key}
    answer = visitor.post(f"/clauses/{wid}/comments", data=data, headers=FROM_A_SCRIPT)
    return answer.json["id"].removeprefix("comment-")


def test_whoever_quoted_them_is_marked_on_open_pages_and_for_those_who_come_back(
    world, http, listen
):
    """The secretariat has them taken out elsewhere too: pages there hear of it, or they would show the words on."""
    first = comment(http(world.amina), "one", SAID)
    comment(http(world.luc), "two", f"France quotes: {SAID}")
    brazil = world.delegation("Brazil").id
    comment(http(world.caio), "three", f"Between us: {SAID}", f"delegation:{brazil}")
    caio = listen(world.caio, f"clause:{WID}")
    within = listen(world.caio, f"clause:{WID}@{brazil}")
    outside = listen(world.amina, "meeting:3")
    before = http(world.helena).get(f"/live/clause:{WID}?after=0").json
    assert str(before).count(CHILD) >= 2
    _seen, form = ask(http(world.ines), "comment", first, passage=SAID)
    redacted = http(world.ines).post(
        f"/redactions/comment/{first}", data={**form, "copies": ["hidden"]}
    )
    assert redacted.status_code == 303
    heard = caio()
    assert [entry["kind"] for entry in heard] == ["comment.redacted"] * 2
    assert [entry["kind"] for entry in within()] == ["comment.redacted"]
    assert CHILD not in str(heard) and all(MARK in entry["html"] for entry in heard)
    assert outside() == [], "nobody else hears that Brazil had said something"
    missed = http(world.helena).get(f"/live/clause:{WID}?after={before['seq']}").json
    assert str(missed).count(MARK) >= 2 and CHILD not in str(missed)
    assert CHILD not in http(world.helena).get(f"/live/clause:{WID}?after=0").text


def test_whoever_writes_on_a_draft_that_quotes_them_does_not_bring_them_back(
    world, http, app, draft, listen
):
    said = comment(http(world.amina), "one", SAID)
    address = draft(world.luc, text="Radio reaches parents.")
    key = int(address.rpartition("/")[2])
    luc = Writer(listen(world.luc, world.luc.topic), key, "a")
    assert luc.push(typed_at(1, f"{SAID} "))["ok"]
    _seen, form = ask(http(world.ines), "comment", said, passage=SAID)
    form["copies"] = ["hidden"]
    assert http(world.ines).post(f"/redactions/comment/{said}", data=form).status_code == 303
    assert where(app, CHILD) == []
    assert not luc.page.is_connected
    again = Writer(listen(world.luc, world.luc.topic), key, "b")
    assert CHILD not in str(again.answer["doc"])
    assert again.push(typed_at(1, "Late. "))["ok"]
    assert where(app, CHILD) == []
    page = http(world.luc).get(address).text
    assert MARK in page and CHILD not in page
    assert http(world.ines).get(address).status_code == 404, "a draft is its drafters' alone"


def test_a_name_too_short_to_be_sure_of_goes_from_letters_if_the_secretariat_says_so(
    world, http, app
):
    said = comment(http(world.amina), "one", "Zub told the hotline.")
    with app.app_context():
        mail.write(world.luc.email, "Of Zub", "What Zub told the hotline.")
        db.session.commit()
    ines = http(world.ines)
    _seen, form = ask(ines, "comment", said, passage="Zub")
    form["copies"] = ["hidden"]
    assert ines.post(f"/redactions/comment/{said}", data=form).status_code == 303
    assert where(app, "Zub") == []


# How the words are spread over a paper


def text(words, *marks):
    return {"type": "text", "text": words} | ({"marks": list(marks)} if marks else {})


def doc(*paragraphs):
    attrs = {"id": "a1b2c3d4", "dir": "ltr"}
    return {
        "type": "doc",
        "content": [
            {"type": "paragraph", "attrs": attrs, "content": list(inside)} for inside in paragraphs
        ],
    }


NOTE = {"type": "footnote", "content": [text("As told")]}
DELETED = {"type": "deletion", "attrs": {"by": "", "at": ""}}
SPREAD = {
    "over two paragraphs": doc([text(f"The child {CHILD}")], [text("of Kisumu told it.")]),
    "over a break": doc([text(CHILD), {"type": "hard_break"}, text("of Kisumu told it.")]),
    "over bold words": doc([text(CHILD, {"type": "strong"}), text(" of Kisumu told it.")]),
    "around a footnote": doc([text(CHILD), NOTE, text(" of Kisumu told it.")]),
    "in a footnote": doc(
        [text("Told."), {"type": "footnote", "content": [text(f"{CHILD} of Kisumu")]}]
    ),
    "around deleted words": doc([text(f"{CHILD} "), text("Mary ", DELETED), text("of Kisumu")]),
    "in deleted words": doc([text("Told. "), text(f"{CHILD} of Kisumu", DELETED)]),
    "in an address": doc(
        [text("here", {"type": "link", "attrs": {"href": f"https://x.example/{CHILD} of Kisumu"}})]
    ),
}


@pytest.mark.parametrize("spread", SPREAD)
def test_a_passage_goes_however_it_is_spread_over_a_paper(spread):
    tree = SPREAD[spread]
    held = str(tree)
    marked = Marker("[gone]", SoughtPassage(f"{CHILD}\n\nof  kisumu")).in_paper(tree)
    assert CHILD not in str(marked) and "Kisumu" not in str(marked)
    assert str(tree) == held, "what others hold of the tree stays as it is"
    assert "[gone]" in str(marked) or spread == "in an address"
    texts = [each for each in paper.tree.walk(marked) if each["type"] == "text"]
    assert all(each["text"] for each in texts)
    assert "told it." in str(marked) or "told it." not in held


def test_items_of_a_list_lose_a_passage_that_was_copied_with_their_letters():
    tree = paper.from_text(f"We heard:\n\na) {CHILD} of Kisumu\nb) and his brother\nc) a teacher")
    passage = paper.plain(tree).partition("\n")[2].partition("\nc)")[0]
    assert passage.startswith("a) ")
    marked = Marker("[gone]", SoughtPassage(passage)).in_paper(tree)
    left = paper.plain(marked)
    assert CHILD not in left and "brother" not in left
    assert "We heard:" in left and "a teacher" in left


@pytest.mark.parametrize(
    "typed, left",
    [
        (f"The child **{CHILD}** of *Kisumu* told it.", "The child **[gone]* told it."),
        (f"**{CHILD[:2]}**{CHILD[2:]} of Kisumu", "**[gone]"),
        (f"[{CHILD}](https://x.example/a) of Kisumu", "[[gone]"),
        (f"> told of {CHILD}\n> of Kisumu", "> told of [gone]"),
        (f"{CHILD[:2]}\u00ad{CHILD[2:]} of\u200f Kis\u200bumu", "[gone]"),
        (f"{CHILD}\nof Kisumu, and {CHILD} of __Kisumu__", "[gone], and [gone]__"),
    ],
)
def test_a_passage_goes_from_a_comment_as_it_is_read_there(typed, left):
    assert Marker("[gone]", SoughtPassage(f"{CHILD} of Kisumu")).in_text(typed) == left


def test_a_passage_with_signs_is_not_taken_for_one_without():
    marker = Marker("[gone]", SoughtPassage("C*"))
    assert marker.in_text("C* and C, cars") == "[gone] and C, cars"
    assert Marker("[gone]", SoughtPassage("a_b c")).in_text("a_b c and ab c") == "[gone] and ab c"
    assert Marker("[gone]", SoughtPassage("\u200b")).in_text("said") == "said"
