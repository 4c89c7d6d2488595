"""What people type is shown as they meant it and can do no harm."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgcop.languages.scripts import direction
from wgcop.markup import LONGEST_FORMATTED, excerpt, plain, render, shortened

ALLOWED = {
    **dict.fromkeys(["p", "ul", "blockquote"], frozenset({"dir"})),
    **dict.fromkeys(["br", "em", "strong", "code"], frozenset()),
    "li": {"data-label"},
    "ol": {"dir", "start"},
    "a": {"href", "rel", "class"},
}


class Inspector(HTMLParser):
    """Fails on anything that typed text has no business to contain."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, f"<{tag}> is not allowed"
        for name, value in attrs:
            assert name in ALLOWED[tag], f"{name} is not allowed on <{tag}>"
            if name == "href":
                known = ("https://", "http://", "mailto:", "/search?q=")
                assert (value or "").lower().startswith(known)


@pytest.mark.parametrize(
    "typed, shown",
    [
        ("Kenya *agrees*.", '<p dir="ltr">Kenya <em>agrees</em>.</p>\n'),
        ("**Not** agreed", '<p dir="ltr"><strong>Not</strong> agreed</p>\n'),
        ("one\ntwo", '<p dir="ltr">one<br>\ntwo</p>\n'),
        ("- a\n- b", '<ul dir="ltr">\n<li>a</li>\n<li>b</li>\n</ul>\n'),
        (
            "3) c\n4) d",
            '<ol start="3" dir="ltr">\n<li data-label="3)">c</li>\n<li data-label="4)">d</li>\n</ol>\n',
        ),
        ("> said", '<blockquote dir="ltr">\n<p>said</p>\n</blockquote>\n'),
        ("see `wid`", '<p dir="ltr">see <code>wid</code></p>\n'),
        ("# Title", '<p dir="ltr"><strong>Title</strong></p>\n'),
        ("[text] in brackets", '<p dir="ltr">[text] in brackets</p>\n'),
    ],
)
def test_the_small_part_of_markdown_that_is_understood(typed: str, shown: str) -> None:
    assert render(typed) == shown


def test_the_symbol_of_a_document_leads_to_it_in_one_piece() -> None:
    def links(typed: str) -> list[tuple[str, str]]:
        return re.findall(r'<a class="symbol" href="/search\?q=([^"]*)">([^<]*)</a>', render(typed))

    assert links("See WG-COP/3/2 Rev.1, WG-COP/3/INF/1.") == [
        ("WG-COP/3/2%20Rev.1", "WG-COP/3/2 Rev.1"),
        ("WG-COP/3/INF/1", "WG-COP/3/INF/1"),
    ]
    assert links("انظر WG-COP/3/2 من فضلك") == [("WG-COP/3/2", "WG-COP/3/2")]
    for other in (
        "`WG-COP/3/2`",
        "[WG-COP/3/2](https://a.b)",
        "https://a.b/WG-COP/3/2",
        "and/or/1/2",
    ):
        assert links(other) == [], other
    assert plain("See WG-COP/3/2.") == "See WG-COP/3/2."


def test_an_address_becomes_a_link_without_the_full_stop_behind_it() -> None:
    html = render("See https://example.org/x_(y), (https://example.org/z).")
    assert 'href="https://example.org/x_(y)"' in html
    assert 'href="https://example.org/z"' in html
    assert ">https://example.org/x_(y)</a>, (" in html and ">https://example.org/z</a>)." in html
    assert html.count('rel="nofollow noopener"') == 2


def test_an_address_in_code_or_in_a_link_is_not_linked_again() -> None:
    assert "<a" not in render("`https://example.org`")
    assert render("[https://a.example](https://b.example)").count("<a ") == 1


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "[click](JaVaScRiPt:alert(1))",
        "[click](java\nscript:alert(1))",
        "[click](data:text/html;base64,PHNjcmlwdD4=)",
        "[click](vbscript:msgbox)",
        "[click](//evil.example)",
        "[click](/sign-out)",
        "<javascript:alert(1)>",
        "![pixel](https://evil.example/track.gif)",
        '[a](https://x.example "onmouseover=alert(1)")',
        'https://x.example/"onmouseover="alert(1)',
        "<svg><script>alert(1)</script></svg>",
        "<!-- --><base href=//evil.example>",
        '<p style="position:fixed">over everything</p>',
        "[x]: javascript:alert(1)\n\n[x]",
        "[a](&#106;avascript:alert(1))",
        "[a](\x01javascript:alert(1))",
        "`<b>`\n\n```html\n<script>\n```",
        "&lt;script&gt;",
        "<a href='https://x.example' onclick='alert(1)'>a</a>",
    ],
)
def test_an_attack_stays_text(attack: str) -> None:
    Inspector().feed(render(attack))


@given(st.text(alphabet="*_`[]()<>!#-+.1>| \n\\&;:/ahtps\u202e\u05d0\"'", max_size=200))
def test_whatever_is_typed_only_allowed_elements_come_out(typed: str) -> None:
    Inspector().feed(render(typed))


@given(st.text(alphabet="*_`[]()>#-+.1 \n\\&abc", max_size=200))
def test_no_typed_word_disappears(typed: str) -> None:
    without_links = typed.replace("](", "] (")  # an address is shown as the words of its link
    shown = re.sub(r"[^abc]", "", plain(without_links))
    assert shown == re.sub(r"[^abc]", "", without_links)


@pytest.mark.parametrize(
    "hostile",
    [
        "*" * LONGEST_FORMATTED,
        "[" * LONGEST_FORMATTED,
        "![" * (LONGEST_FORMATTED // 2),
        "*a **b " * 5000,
        "> " * 19000 + "deep",
        "- " * 19000 + "deep",
        "`" + "`a``" * 9000,
        "http://" + ")" * 39000,
        "[a](" * 9000,
        "a" * 2_000_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_text_costs_little(hostile: str) -> None:
    began = time.process_time()
    render(hostile)
    assert time.process_time() - began < 5


def test_what_is_nested_too_deeply_is_shown_as_typed() -> None:
    assert "deep" in render("> " * 60 + "deep")
    assert "deep" in plain("- " * 60 + "deep")


def test_text_runs_as_its_first_letter_does() -> None:
    assert direction("1. (النص) text") == "rtl"
    assert direction("שלום") == "rtl"
    assert direction("ITU النص") == "ltr"
    assert direction("儿童") == "ltr"
    assert direction("42") == "ltr"
    assert render("مرحبا\n\nhello") == '<p dir="rtl">مرحبا</p>\n<p dir="ltr">hello</p>\n'


def test_characters_that_reverse_their_neighbours_are_left_out() -> None:
    assert "\u202e" not in render("agree\u202edesagree")


def test_plain_text_is_words_only() -> None:
    typed = "**Kenya** [proposes](https://x.example):\n\n- *one*\n- two\n\n> said `so`"
    assert plain(typed) == "Kenya proposes:\none\ntwo\nsaid so"


def test_an_excerpt_ends_between_words() -> None:
    assert excerpt("Kenya *proposes* to delete the words", 20) == "Kenya proposes to…"
    assert excerpt("short") == "short"
    assert excerpt("保护儿童在线上的安全" * 10, 8) == "保护儿童在线上…"
    assert shortened("为农村学校的教师开办四期课程" * 10, 12) == "为农村学校的教师开办四…"
    assert shortened("Schools *teach*\n it", 20) == "Schools *teach* it"
