"""The parts of a paper that typed text does not have: pictures, numbered paragraphs, quoted clauses, changed blocks."""

import re

import pytest

from wgcop.paper import plain, to_html, validate
from wgcop.paper.html import QuotedClause, Surroundings
from wgcop.paper.tree import Node, new_id

CLAUSE = "wtdc-67.resolves__item_2"
AROUND = Surroundings(
    picture_url=lambda file: f"/pictures/{file}",
    clauses={CLAUSE: QuotedClause("/clauses/2", "resolves 2 · Resolution 67")},
)


def block(kind: str, *content: Node | str, **attrs: object) -> Node:
    inner = [text(each) if isinstance(each, str) else each for each in content]
    return {"type": kind, "attrs": {"id": new_id(), **attrs}, "content": inner}


def text(words: str, *marks: str) -> Node:
    return {"type": "text", "text": words, "marks": [{"type": mark} for mark in marks]}


def shown(*blocks: Node, around: Surroundings = AROUND) -> str:
    tree = validate({"type": "doc", "content": list(blocks)})
    html = re.sub(r' id="b-\w+"', "", to_html(tree, around))
    return re.sub(r'<span class="visually-hidden">(.*?)</span>', r"\1", html)


def test_numbered_paragraphs_count_on_across_headings() -> None:
    html = shown(
        block("paragraph", "One.", numbered=True),
        block("heading", "Next", level=1),
        block("paragraph", "Plain."),
        block("paragraph", "Two.", numbered=True),
    )
    assert '<p class="numbered"><span class="numbered__label">1.</span> One.</p>' in html
    assert '<span class="numbered__label">2.</span> Two.' in html
    assert "<p>Plain.</p>" in html


def test_a_picture_has_its_address_its_size_and_its_words() -> None:
    picture = {
        "type": "image",
        "attrs": {"file": "abc", "alt": "Calls by year", "width": 30, "height": 20},
    }
    html = shown(block("paragraph", picture))
    assert (
        '<img src="/pictures/abc" alt="Calls by year" width="30" height="20" loading="lazy">'
    ) in html
    assert 'class="picture">Calls by year<' in shown(
        block("paragraph", picture), around=Surroundings()
    )
    assert plain(block("paragraph", picture)) == "Calls by year"


def test_a_quoted_clause_leads_to_the_clause_and_is_cited() -> None:
    html = shown(block("blockquote", block("paragraph", "to report"), clause=CLAUSE))
    assert '<blockquote cite="/clauses/2"><p>to report</p>' in html
    assert '<cite><a href="/clauses/2">resolves 2 · Resolution 67</a></cite>' in html


def test_a_quoted_clause_that_is_gone_keeps_its_name() -> None:
    html = shown(block("blockquote", block("paragraph", "to report"), clause="<gone>"))
    assert "<cite>&lt;gone&gt;</cite>" in html


@pytest.mark.parametrize(
    "change, tag, word", [("inserted", "ins", "inserted"), ("deleted", "del", "deleted")]
)
def test_a_changed_block_says_so_in_words_and_by_its_look(change: str, tag: str, word: str) -> None:
    html = shown(block("paragraph", "All ", text("of it", "em"), change=change))
    assert (f'<p class="is-{change}"><{tag}>[{word}: All <em>of it</em>]</{tag}></p>') in html


def test_a_changed_row_marks_the_words_in_it_and_no_other() -> None:
    rows = [
        block("table_row", block("table_cell", block("paragraph", words)), change=change)
        for words, change in (("kept", None), ("gone", "deleted"))
    ]
    html = shown(block("table", *rows))
    assert "<td><p>kept</p></td>" in html
    assert '<tr class="is-deleted"><td><p><del>[deleted: gone]</del></p></td></tr>' in html


def test_a_deleted_numbered_paragraph_has_no_number() -> None:
    html = shown(
        block("paragraph", "Old.", numbered=True, change="deleted"),
        block("paragraph", "New.", numbered=True),
    )
    assert html.count("numbered__label") == 1
    assert '<span class="numbered__label">1.</span> New.' in html


def test_the_first_rows_of_header_cells_are_the_head_of_the_table() -> None:
    def row(kind: str, *words: str) -> Node:
        return block("table_row", *(block(kind, block("paragraph", each)) for each in words))

    wide = block("table_cell", block("paragraph", "wide"), colspan=2)
    table = block(
        "table",
        row("table_header", "a", "b"),
        row("table_cell", "1", "2"),
        block("table_row", wide),
    )
    html = shown(table)
    assert '<thead><tr><th scope="col"><p>a</p></th>' in html
    assert "<tbody><tr><td><p>1</p></td>" in html
    assert '<td colspan="2"><p>wide</p></td>' in html


def test_two_papers_on_one_page_have_different_ids() -> None:
    tree = {"type": "doc", "content": [block("paragraph", "a", {"type": "footnote"})]}
    html = to_html(tree, Surroundings(prefix="old-"))
    assert 'id="old-b-' in html and 'id="old-note-1"' in html and 'href="#old-note-mark-1"' in html
