"""Comments on a numbered paper: a thread below the text like that of a clause, with the paragraphs that it quotes."""

import re

import pytest

from wgcop.search import indexer

JSON = {"Accept": "application/json"}


@pytest.fixture
def paper(world, document):
    """A document of Kenya's: its working address, its own, and the topic of its thread."""
    work, url = document(world.amina)

    class Paper:
        address, page = work, url
        topic = f"document:{work.rpartition('/')[2]}"
        talk = f"/threads/{topic}"

    return Paper


def say(visitor, paper, body, **fields):
    answer = visitor.post(
        f"{paper.talk}/comments", data={"body": body, "key": body, **fields}, headers=JSON
    )
    assert answer.status_code == 201, answer.text
    return answer.json


def block_of(page, words):
    """The id of the paragraph with these words."""
    return re.search(rf'id="b-(\w+)"[^>]*>(?:<span[^>]*>[^<]*</span> )?{words}', page)[1]


def bubbles(page):
    """Paragraph → how many comments it says that there are."""
    return {
        block: int(count)
        for block, count in re.findall(
            r'id="b-(\w+)"(?:(?!id="b-).)*?data-said-of.*?data-count>(\d+)<',
            page.partition("data-said-template")[0],
            re.DOTALL,
        )
    }


def revise(visitor, paper, typed, text):
    """Issue the next revision, with this text."""
    assert visitor.post(f"{paper.address}/revisions").status_code == 303
    page = visitor.get(f"{paper.address}/edit").text
    steps = re.search(r'name="steps" value="(\d*)"', page)[1]
    saved = visitor.post(paper.address, data=typed(text=text, steps=steps, note="Shorter."))
    assert saved.status_code == 303, saved.text
    assert visitor.post(f"{paper.address}/submission").status_code == 303


def test_what_a_delegate_says_stands_below_the_document(world, http, paper):
    say(http(world.haruko), paper, "Japan has tried this too.")
    page = http(world.luc).get(paper.page).text

    assert "Japan has tried this too." in page
    assert "data-composer" in page


def test_it_works_without_scripts(world, http, paper):
    answer = http(world.haruko).post(f"{paper.talk}/comments", data={"body": "By form alone."})

    assert answer.status_code == 303
    assert answer.location.startswith(f"{paper.page}?comment=")
    assert "By form alone." in http(world.luc).get(answer.location).text


def test_what_cannot_be_taken_comes_back_with_all_that_was_typed(world, http, paper):
    answer = http(world.haruko).post(
        f"{paper.talk}/comments", data={"body": "Kept words.", "quote": "not in there"}
    )

    assert answer.status_code == 422
    assert "These words are not together in a paragraph of the paper." in answer.text
    assert "Kept words." in answer.text and "not in there" in answer.text
    assert paper.page in answer.text


def test_the_page_that_is_open_hears_of_it(world, http, paper, listen):
    open_page = listen(world.luc, paper.topic)
    say(http(world.haruko), paper, "Heard at once.")

    [entry] = open_page()
    assert "Heard at once." in entry["html"]
    assert entry["target"] == f"comments-{paper.topic}"
    missed = http(world.luc).get(f"/live/{paper.topic}?after={entry['seq'] - 1}").json
    assert "Heard at once." in missed["entries"][0]["html"]


def test_within_a_delegation_nobody_else_reads_it(app, world, http, paper, listen):
    japan = world.delegation("Japan")
    layer = f"{paper.topic}@{japan.id}"
    inside, outside = listen(world.daichi, layer), listen(world.amina, layer)
    assert inside.answer["ok"] and not outside.answer["ok"]
    comment = say(http(world.haruko), paper, "Quokka among us.", audience="delegation")["id"]
    with app.app_context():
        indexer.drain_all()

    assert "Quokka among us." in inside()[0]["html"]
    for outsider in (world.amina, world.ines, world.helena):
        visitor = http(outsider)
        assert "Quokka" not in visitor.get(paper.page).text
        assert "Quokka" not in visitor.get("/").text
        assert visitor.get(f"/comments/{comment}").status_code == 404
        assert visitor.get(f"/live/{layer}").status_code == 404
        assert visitor.get("/api/v1/search?q=quokka").json["total"] == 0
    assert "Quokka" in http(world.daichi).get(paper.page).text
    assert http(world.daichi).get("/api/v1/search?q=quokka").json["total"] == 1


def test_search_finds_it_and_leads_to_its_place(app, world, http, paper):
    comment = say(http(world.haruko), paper, "The wombat clause matters.")["id"]
    with app.app_context():
        indexer.drain_all()
    [hit] = http(world.luc).get("/api/v1/search?q=wombat").json["hits"]

    assert hit["url"] == f"{paper.page}?comment={comment}#comment-{comment}"
    assert http().get("/api/v1/search?q=wombat").json["total"] == 0


def test_it_is_new_on_the_first_page_until_it_is_read(world, http, paper):
    seq = say(http(world.haruko), paper, "News of the paper.")["seq"]
    luc = http(world.luc)

    assert "News of the paper." in luc.get("/").text
    assert luc.post("/read-marks", data={"topic": paper.topic, "seq": seq}).status_code == 204
    assert "News of the paper." not in luc.get("/").text


def test_replies_mentions_edits_support_and_retraction_are_those_of_a_clause(world, http, paper):
    first = say(http(world.haruko), paper, "Which districts?")["id"]
    reply = say(http(world.amina), paper, "@Haruko Tanaka four of them", parent=first)["id"]
    amina, haruko = http(world.amina), http(world.haruko)

    assert f'data-parent="{first}"' in http(world.luc).get(paper.page).text
    assert haruko.post(f"/comments/{reply}/support").status_code == 303
    assert amina.post(f"/comments/{reply}", data={"body": "Five of them"}).status_code == 303
    page = http(world.luc).get(paper.page).text
    assert "Five of them" in page and "edited" in page and "Japan" in page
    assert amina.post(f"/comments/{reply}/retraction").status_code == 303
    assert "Five of them" not in http(world.luc).get(paper.page).text


def test_the_chair_sets_nothing_here(world, http, paper):
    page = http(world.helena).get(paper.page).text

    assert "data-chairing" not in page and 'class="chaired"' not in page


def test_a_quoted_paragraph_says_how_many_comments_there_are_on_it(world, http, paper):
    block = block_of(http(world.luc).get(paper.page).text, "A trial")
    say(http(world.haruko), paper, "Which?", quote="four districts", block=block)
    say(http(world.luc), paper, "All of it.", block=block)
    page = http(world.amina).get(paper.page).text

    assert bubbles(page) == {block: 2}
    assert (
        "A trial in four districts."
        in page.partition(">All of it.")[0].rpartition("<blockquote")[2]
    )
    counts = http(world.luc).get(f"{paper.talk}/counts").json
    assert [counts["blocks"][block][0], counts["blocks"][block][2]] == [
        2,
        "comments on this paragraph",
    ]
    assert counts["followed"] == [paper.topic], "who comments follows it"
    assert not http(world.teresa).get(f"{paper.talk}/counts").json["followed"]


def test_words_that_were_copied_find_their_paragraph(world, http, paper):
    say(http(world.haruko), paper, "Which?", quote="four districts")
    page = http(world.luc).get(paper.page).text

    assert bubbles(page) == {block_of(page, "A trial"): 1}


def test_a_count_tells_nothing_of_what_its_reader_may_not_read(world, http, paper):
    say(http(world.haruko), paper, "Ours.", quote="four districts", audience="delegation")

    assert bubbles(http(world.luc).get(paper.page).text) == {}
    assert http(world.luc).get(f"{paper.talk}/counts").json["blocks"] == {}
    assert list(bubbles(http(world.daichi).get(paper.page).text).values()) == [1]


def test_after_a_revision_it_stays_at_its_paragraph(world, http, paper, typed, clock):
    clock.advance(hours=-1)
    say(http(world.haruko), paper, "Which?", quote="four districts")
    before = block_of(http(world.luc).get(paper.page).text, "A trial")
    revise(
        http(world.amina), paper, typed, "# Background\n\nA trial in five districts.\n\na) recorded"
    )
    page = http(world.luc).get(paper.page).text

    assert bubbles(page) == {before: 1}
    assert block_of(page, "A trial in five") == before
    assert "no longer in the paper" not in page


def test_words_that_are_gone_leave_an_orphan_that_is_attached_again(
    world, http, paper, typed, clock
):
    clock.advance(hours=-1)
    comment = say(http(world.haruko), paper, "By whom?", quote="b) broadcast"[3:])["id"]
    revise(
        http(world.amina), paper, typed, "# Background\n\nNothing of this is left in the new text."
    )
    page = http(world.luc).get(paper.page).text

    assert "These words are no longer in the paper." in page
    assert "broadcast" in page and bubbles(page) == {}
    attached = http(world.haruko).post(f"/comments/{comment}/quote", data={"quote": "the new text"})
    assert attached.status_code == 303
    page = http(world.luc).get(paper.page).text
    assert bubbles(page) == {block_of(page, "Nothing of this"): 1}


def test_a_guest_and_a_paper_without_number_have_no_thread(world, http, paper, draft):
    other = draft(world.amina, title="Not yet out").rpartition("/")[2]

    assert "/sign-in" in http().get(paper.talk).location
    assert http(world.amina).get(f"/threads/document:{other}").status_code == 404
    for name in ("document:none", "document:0", "document:²", "nothing:1", "person:1"):
        assert http(world.amina).get(f"/threads/{name}").status_code == 404


def test_a_page_with_many_comments_costs_as_many_statements_as_one_with_two(
    world, http, paper, statements
):
    haruko, luc = http(world.haruko), http(world.luc)
    for number in range(2):
        say(haruko, paper, f"Point {number}.", quote="four districts")
    luc.get(paper.page)
    with statements() as few:
        luc.get(paper.page)
    for number in range(2, 14):
        say(haruko, paper, f"Point {number}.", quote="four districts")
    with statements() as many:
        luc.get(paper.page)

    assert len(many) <= len(few) <= 45
