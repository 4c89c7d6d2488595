"""A paper is shown as it was typed and can carry no attack."""

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from wgcop.paper import from_text, to_html
from wgcop.paper.comparison import compare
from wgcop.paper.comparison.html import printed_html
from wgcop.paper.html import Surroundings


def html(typed: str) -> str:
    return re.sub(r' id="b-\w+"| dir="ltr"', "", to_html(from_text(typed)))


def test_headings_stay_below_those_of_the_page() -> None:
    assert html("# One") == "<h2>One</h2>\n"
    assert re.search(r"<h5 [^>]*>Two</h5>", to_html(from_text("## Two"), headings_from=4))


def test_numbered_lists_carry_their_labels() -> None:
    assert html("c) see\nd) dee") == (
        '<ol type="a" start="3">'
        '<li data-label="c)"><p>see</p></li><li data-label="d)"><p>dee</p></li></ol>\n'
    )
    assert 'class="labels-wide"' in html("(xviii) eighteen")
    assert '<li data-label="(xviii)">' in html("(xviii) eighteen")


def test_a_link_with_an_emphasized_word_is_one_link() -> None:
    shown = html("[see *this* page](https://a.example)")
    assert shown.count("<a ") == 1
    assert 'rel="nofollow noopener">see <em>this</em> page</a>' in shown


def test_a_footnote_stands_at_the_end_and_leads_back() -> None:
    shown = html("Word^[Note.]")
    assert 'href="#note-1">1</a></sup>' in shown
    assert '<li id="note-1">Note. <a role="doc-backlink" href="#note-mark-1">' in shown


def test_inserted_and_deleted_words_are_told_apart() -> None:
    hidden = '<span class="visually-hidden">{}</span>'
    assert html("in {--2014--}{++2018++}") == (
        f"<p>in <del>{hidden.format('[deleted: ')}2014{hidden.format(']')}</del>"
        f"<ins>{hidden.format('[inserted: ')}2018{hidden.format(']')}</ins></p>\n"
    )


def test_only_a_block_that_turns_round_says_so() -> None:
    shown = to_html(from_text("> English\n>\n> النص"))
    assert shown.count("dir=") == 2
    assert re.search(r'<p id="b-\w+" dir="rtl">النص</p>', shown)


TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "ol", "ul", "li", "blockquote", "br", "a"),
    *("div", "span", "table", "thead", "tbody", "tr", "td", "th"),
    *("sup", "sub", "em", "strong", "u", "code", "ins", "del"),
}
ATTRS = {
    *("id", "dir", "type", "start", "class", "data-label", "tabindex", "role", "href", "rel"),
    *("colspan", "rowspan", "scope"),
}


def test_in_print_what_a_paper_marks_itself_is_told_from_what_changed() -> None:
    old, new = from_text("In {++2018++} it ran."), from_text("In {++2018++} it ran well.")
    page = printed_html(compare(old, new).marked, Surroundings(is_printed=True))
    assert re.findall("<(?:ins|del)[^>]*>", page) == ['<ins class="own">', "<ins>"]


class Inspector(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attrs:
            assert name in ATTRS
            if name == "href":
                assert (value or "").startswith(("#", "http://", "https://", "mailto:"))


@given(st.text(alphabet="a *_+^~`[](){}<>|\\-#.1)\n!/:\"'&;=א", max_size=150))
def test_whatever_is_typed_only_allowed_elements_come_out(typed: str) -> None:
    Inspector().feed(to_html(from_text(typed)))


def test_an_attack_stays_text() -> None:
    for attack in (
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '[x](https://a.example/"onclick="alert(1))',
        "# <img src=x onerror=alert(1)>",
        "| <svg/onload=alert(1)> |",
        "^[<script>alert(1)</script>]",
        "`</code><script>`",
    ):
        Inspector().feed(to_html(from_text(attack)))
