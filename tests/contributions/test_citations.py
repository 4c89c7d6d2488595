"""Where a document is cited: found however its symbol is written, told to whoever may read the place, and to nobody else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from sqlalchemy import func, select, update

from tests.contributions.test_papers import marks
from wgcop.contributions.citation import Citation
from wgcop.contributions.citations.links import CitedDocuments
from wgcop.contributions.citations.reading import CitingText, cited_in
from wgcop.contributions.citations.scanning import symbols_in
from wgcop.database import db
from wgcop.resolutions.models import Clause
from wgcop.search import indexer


@pytest.mark.parametrize(
    "text, keys",
    [
        ("As WG-COP/3/7 Rev.1 says, and WG-COP/3/8.", [("wgcop 3 7", 1), ("wgcop 3 8", None)]),
        ("See Addendum 2 to Document C20/57-E.", [("c 20 57 addendum 2", None)]),
        ("wg-cop 3/7 and WGCOP 3 8", [("wgcop 3 7", None), ("wgcop 3 8", None)]),
        ("le document WG-COP/3/7 (Rév.1)", [("wgcop 3 7", 1)]),
        ("(WG-COP/3/TD/4(Add.1)-E)", [("wgcop 3 td 4 addendum 1", None)]),
        ("Rev.1 to WG-COP/3/7", [("wgcop 3 7", 1)]),
        ("the original, WG-COP/3/7/original", [("wgcop 3 7", 0)]),
        ("WG-COP/3/7A1 and S10-WGCOP3-C-0008!R1!MSW-E.", [
            ("wgcop 3 7 a 1", None), ("wgcop 3 7 addendum 1", None), ("wgcop 3 8", 1),
        ]),
        ("https://example.org/WG-COP/3/7", []),
        ("and/or 3, km/h 5, in 2010, 3/7 of them, 4C2, H1N1, S10-A", []),
        ("WG-COP/3/70000", []),
    ],
)  # fmt: skip
def test_symbols_are_read_in_running_text(text, keys):
    found = [(r.full_key, r.revision) for each in symbols_in(text) for r in each.readings]
    assert found == keys


def test_a_number_alone_counts_within_a_meeting_and_words_only_for_groups_of_that_name():
    rows = cited_in([CitingText("Document 7 and Geneva 3 7", "b-1")])
    assert [(row.key, row.is_short, row.is_sure) for row in rows] == [
        ("7", True, True),
        ("geneva 3 7", False, False),
    ]
    assert rows[1].is_named_after(["geneva"]) and not rows[1].is_named_after(["gene"])


@given(st.text(alphabet="WGCOP/37 -.()Rev1Add\nДoc№", max_size=60))
def test_whatever_is_read_stands_in_the_text_where_it_is_said_to(text):
    for found in symbols_in(text):
        assert text[found.start : found.end] == found.words and found.readings


def part(page: str) -> str:
    """The section on citations."""
    return page.partition('id="cited"')[2].partition("</section>")[0]


def symbol_of(url: str) -> str:
    return url.removeprefix("/documents/")


def test_a_document_says_which_documents_cite_it_and_leads_to_the_paragraph(
    world, http, document, index
):
    _, cited = document(world.amina, title="Radio plays")
    symbol = symbol_of(cited)
    _, citing = document(
        world.caio, title="Posters", text=f"# Background\n\nAs {symbol.lower()} shows, it works."
    )
    index()
    here = part(http(world.ines).get(cited).text)
    assert "Cited in 1 place" in here and "Posters" in here and "it works." in here
    [address] = set(re.findall(rf'href="({citing}#b-\w+)"', here))
    block = address.partition("#")[2]
    assert f'<p id="{block}"' in http(world.ines).get(citing).text


def test_it_is_found_on_the_cover_and_by_its_number_within_the_meeting(
    world, http, document, index
):
    _, cited = document(world.amina)
    number = cited.rpartition("/")[2]
    _, on_cover = document(world.caio, abstract=f"An answer to Document {number}.")
    index()
    here = part(http(world.ines).get(cited).text)
    assert f'href="{on_cover}#cover"' in here
    assert 'id="cover"' in http(world.ines).get(on_cover).text


def test_a_citation_is_gone_with_the_wording_that_had_it(
    world, http, document, index, meeting, typed
):
    _, cited = document(world.amina)
    address, _ = document(world.caio, text=f"As {symbol_of(cited)} says.")
    index()
    assert part(http(world.ines).get(cited).text)
    caio = http(world.caio)
    caio.post(f"{address}/revisions")
    form = caio.get(f"{address}/edit").text
    steps = re.search(r'name="steps" value="(\d+)"', form)[1]
    sent = typed(text="It says nothing more.", steps=steps, marks=marks(form))
    assert caio.post(address, data=sent).status_code == 303
    index()
    assert part(http(world.ines).get(cited).text), "the draft of a revision changes nothing yet"
    assert caio.post(f"{address}/submission").status_code == 303
    index()
    assert not part(http(world.ines).get(cited).text)


def test_drafts_cite_nothing_that_others_could_learn_of(world, http, document, draft, index):
    _, cited = document(world.amina)
    draft(world.caio, text=f"A secret answer to {symbol_of(cited)}.")
    index()
    for reader in (world.amina, world.ines, world.caio):
        assert "Cited in" not in http(reader).get(cited).text


def test_a_paper_that_quotes_a_clause_is_listed_at_it_without_naming_it_on_its_cover(
    world, http, app, draft, index, meeting, clause
):
    """As long as its latest wording does, and however long the clause's name is."""
    with app.app_context():
        row = db.session.get_one(Clause, clause.id)
        row.wid = clause.wid = f"{row.wid}-{'in-every-language-of-the-union-' * 8}"[:250]
        db.session.commit()
    caio = http(world.caio)
    address = draft(world.caio, title="Posters in schools", clauses=[])
    at_clause = f"/contributions/?meeting={meeting.slug}&clause={clause.wid}"
    block = {"id": "quoted01", "dir": "ltr"}
    words = {"type": "text", "text": "to create awareness campaigns"}
    quote = {
        "type": "blockquote",
        "attrs": {"id": "quotes01", "dir": "ltr", "clause": clause.wid},
        "content": [{"type": "paragraph", "attrs": block, "content": [words]}],
    }
    nowhere = {**quote, "attrs": {**quote["attrs"], "id": "quotes02", "clause": "pasted-" * 50}}
    nowhere["content"] = [{**quote["content"][0], "attrs": {**block, "id": "quoted02"}}]
    sent = {"version": 0, "tree": {"type": "doc", "content": [quote, nowhere]}}
    assert caio.put(f"/api/v1{address}/text", json=sent).status_code == 200
    index()
    assert "Posters in schools" not in http(world.amina).get(at_clause).text
    assert caio.post(f"{address}/submission").status_code == 303
    index()
    assert "Posters in schools" in http(world.amina).get(at_clause).text
    found = http(world.amina).get(f"/search?q=posters&clause={clause.wid}").text
    assert "in schools" in found
    with app.app_context():
        keys = db.session.scalars(select(Citation.key)).all()
    assert max(map(len, keys)) <= Citation.key.type.length, "else the index would stand still"

    with app.app_context():
        cut = func.substr(Citation.key, 1, 140)  # as the version before stores it
        db.session.execute(update(Citation).values(key=cut))
        db.session.commit()
    assert "Posters in schools" not in http(world.amina).get(at_clause).text
    with app.app_context():
        indexer.renew_all()
    index()
    assert "Posters in schools" in http(world.amina).get(at_clause).text
    with app.app_context():
        indexer.renew_all()
        assert indexer.waiting(db.session) == 0, "Nothing is read again that is whole."


def comment(http, person, wid: str, body: str, audience: str = "members") -> None:
    sent = http(person).post(
        f"/clauses/{wid}/comments", data={"body": body, "audience": audience, "key": body[:60]}
    )
    assert sent.status_code in (201, 303), sent.text


def test_comments_on_clauses_are_listed_under_their_clause(world, http, document, clause, index):
    _, cited = document(world.amina)
    comment(http, world.caio, clause.wid, f"Brazil prefers {symbol_of(cited)}.")
    index()
    here = part(http(world.ines).get(cited).text)
    assert "Brazil" in here and "invites Member States 2" in here
    assert re.search(r'href="[^"]*\?comment=(\w+)#comment-\1"', here)


def test_who_may_not_read_a_comment_learns_neither_of_the_citation_nor_of_how_many(
    world, http, document, clause, index
):
    """Brazil says something within its delegation: its delegates read it here too, marked as theirs."""
    _, cited = document(world.amina)
    brazil = f"delegation:{world.caio.memberships[0].delegation_id}"
    comment(http, world.daichi, clause.wid, f"See {symbol_of(cited)}.")
    index()
    before = {
        who.name: part(http(who).get(cited).text)
        for who in (world.amina, world.ines, world.helena, world.ruth, world.caio)
    }
    comment(http, world.caio, clause.wid, f"We oppose {symbol_of(cited)} quietly.", brazil)
    index()
    for who in (world.amina, world.ines, world.helena, world.ruth):
        page = http(who).get(cited).text
        assert part(page) == before[who.name]
        assert page.count("Cited in a comment") == 1
    ours = part(http(world.caio).get(cited).text)
    assert "Cited in 2 places" in ours and "Only your delegation" in ours


def test_a_retracted_comment_is_no_citation_even_before_the_index_knows_it(
    world, http, document, clause, index
):
    _, cited = document(world.amina)
    comment(http, world.caio, clause.wid, f"See {symbol_of(cited)}.")
    index()
    name = re.search(r"\?comment=(\w+)", part(http(world.ines).get(cited).text))[1]
    assert http(world.caio).post(f"/comments/{name}/retraction").status_code in (200, 204, 303)
    assert not part(http(world.ines).get(cited).text)


def test_a_page_with_many_citations_takes_as_many_statements_as_one_with_two(
    world, http, document, clause, index, statements
):
    _, cited = document(world.amina)
    for who in (world.caio, world.daichi):
        document(who, text=f"As {symbol_of(cited)} says.")
        comment(http, who, clause.wid, f"See {symbol_of(cited)}.")
    index()
    http(world.ines).get(cited)
    with statements() as few:
        http(world.ines).get(cited)
    for count in range(3):
        document(world.caio, text=f"{count}: as {symbol_of(cited)} says.")
        comment(http, world.caio, clause.wid, f"{count}: see {symbol_of(cited)}.")
    index()
    with statements() as many:
        page = http(world.ines).get(cited).text
    assert "Cited in 10 places" in page
    assert len(many) == len(few)


def links_in(page: str) -> list[str]:
    return re.findall(r'<a class="cited" href="([^"]+)">', page)


def test_symbols_in_a_text_lead_to_the_documents(world, http, document):
    address, first = document(world.amina)
    http(world.amina).post(f"{address}/revisions")
    http(world.amina).post(f"{address}/submission")
    symbol, number = symbol_of(first), first.rpartition("/")[2]
    text = (
        f"{symbol} Rev.1 and {symbol} Rev.9, **Document {number}**, [{symbol}](https://example.org), "
        f"`{symbol}`, WG-COP/3/999 and Geneva 3 {number}."
    )
    _, citing = document(world.caio, text=text, abstract=f"On {symbol}/original.")
    page = http(world.ines).get(citing).text
    assert links_in(page) == [f"{first}/original", f"{first}/Rev.1", first, first]


def test_a_text_does_not_link_to_itself_nor_to_what_its_reader_may_not_read(
    world, http, document, draft, meeting
):
    own = f"WG-COP/3/{meeting.last_number + 1}"
    _, url = document(world.amina, text=f"This paper, {own}, follows Document {own}.")
    assert url.endswith(own) and not links_in(http(world.ines).get(url).text)
    address = draft(world.caio, text=f"A draft says where {own} leads.")
    assert links_in(http(world.caio).get(address).text) == [url]


def test_links_are_made_in_words_and_never_in_tags():
    cites = CitedDocuments({"WG-COP/3/7": "/documents/WG-COP/3/7"})
    html = Markup('<p title="a > WG-COP/3/7">See WG-COP/3/7 &amp; <a href="#">WG-COP/3/7</a></p>')
    link = '<a class="cited" href="/documents/WG-COP/3/7">WG-COP/3/7</a>'
    assert cites.linked(html) == str(html).replace("See WG-COP/3/7", f"See {link}")
