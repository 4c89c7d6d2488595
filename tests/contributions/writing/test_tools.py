"""What the editor finds and counts in a text, what it makes of what is typed, and what one undo takes back."""

import json
import subprocess
from functools import partial
from typing import Any

import pytest

from tests.contributions.writing.clients import bundled
from wgcop.paper import from_text
from wgcop.paper.comparison.words import words_in

TEXTS = {
    "English": "Child online protection isn't new: see A/RES/62/141, well-known since 2005 (10 %).",
    "French": "L’Union a adopté aujourd’hui, à l’unanimité, 3,5 millions d'euros — c’est-à-dire tout.",
    "Spanish": "¿Quién protege a los niños? Las líneas de ayuda, p. ej. «Telefono 116 111».",
    "Russian": "Защита детей в Интернете — это что-то новое; см. резолюцию 67.",
    "Arabic": "كَتَبَ الطِّفْلُ رسالةً إلى خطّ المساعدة، ثم انتظر ٣ أيام.",
    "Chinese": "保护儿童上网安全（第67号决议）。ITU 于2010年通过，共3条。",
    "mixed": "See https://www.itu.int/cop and helpline@example.org: 無線LAN, 5G, COVID-19; e.g., a_b — “x”.",
    "nothing": " … — ( ) \n\n ",
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """`ask([{"what": "count", "text": …}])`: an answer for each."""
    script = bundled(tmp_path_factory.mktemp("tools"), "tools.js")

    def ask(questions: list[dict[str, Any]]) -> list[Any]:
        answer = subprocess.run(
            ["node", script],
            input=json.dumps(questions),
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        answers: list[Any] = json.loads(answer.stdout)
        return answers

    return ask


def test_words_are_counted_as_the_server_counts_them(ask):
    counted = ask([{"what": "count", "text": text} for text in TEXTS.values()])
    assert dict(zip(TEXTS, counted, strict=True)) == {
        language: len(words_in(text)) for language, text in TEXTS.items()
    }
    assert counted[:6] == [11, 11, 14, 10, 10, 22] and counted[-1] == 0


def test_deleted_words_do_not_count_and_notes_do(ask):
    doc = from_text("One two^[Six seven.] {--three--} four.\n\n- five")
    whole, part, inside = ask(
        [
            {"what": "between", "doc": doc},
            {"what": "between", "doc": doc, "from": 1, "to": 8},
            {"what": "between", "doc": doc, "from": 2, "to": 3},
        ]
    )
    assert (whole, part, inside) == (6, 2, 1)


def test_words_are_found_whatever_their_case_and_form_but_for_deleted_ones(ask):
    doc = from_text("Its helpline’s Helpline^[A helpline].\n\n{--helpline--} help{--x--}line")
    find = partial(dict, what="find", doc=doc)
    anyhow, exact, quote, none, empty, dotted = ask(
        [
            find(words="helpline"),
            find(words="Helpline", isExact=True),
            find(words="helpline's "),
            find(words="hotline"),
            find(words=""),
            find(words="İ"),
        ]
    )
    assert [[one[0], one[1]] for one in anyhow[:2]] == [[5, 13], [16, 24]]
    assert len(anyhow) == 3 and anyhow[2][2] == 24, "the last one is in the note"
    assert exact == [[16, 24, None]] and quote == [[5, 16, None]]
    assert none == empty == dotted == []


def test_the_outline_has_the_headings_that_stand(ask):
    text = "# One\n\nWords.\n\n## Two {--and--} a half\n\n#### Four\n\n# {--Gone--}"
    [told] = ask([{"what": "headings", "doc": from_text(text)}])
    assert told == [[1, "One"], [2, "Two a half"], [4, "Four"]]


TYPED = {
    "headings": ("# One\n### Two", [["#", "One"], ["###", "Two"]]),
    "a list with bullets": ("- one\ntwo\n\nThree", [["-", "one", "two"], ["", "Three"]]),
    "a list with numbers": ("3) three\nfour", [["3)", "three", "four"]]),
    "lists with letters": ("a) one\n\ni. two", [["a)", "one"], ["i.", "two"]]),
    "a list that goes on": ("1. one\ntwo\n\n3. three", [["1.", "one", "two", "three"]]),
    "another list": ("1. one\n\n5. five", [["1.", "one"], ["5.", "five"]]),
    "a quotation": ("> One", [[">", "One"]]),
    "signs within a line": ("One - two # three", [["", "One - two # three"]]),
}


def test_signs_at_the_start_of_a_line_make_headings_lists_and_quotations(ask):
    told = ask([{"what": "typed", "keys": keys} for keys, _ in TYPED.values()])
    assert dict(zip(TYPED, told, strict=True)) == {
        what: blocks for what, (_, blocks) in TYPED.items()
    }


UNDONE = {
    "word by word": (
        "It is free.",
        ["It is free.", "It is ", "It ", ""],
    ),
    "a word with an apostrophe or a hyphen": (
        "isn't well-known",
        ["isn't well-known", "isn't ", ""],
    ),
    "a new paragraph": ("One\ntwo", ["One|two", "One|", "One", ""]),
    "deleted letters, then a word": (
        "free of‹‹‹‹ly",
        ["frely", "fre", "free", "free of", "free ", ""],
    ),
    "a paste": ("See ⟦all of it⟧ now", ["See all of it now", "See all of it ", "See all of it", "See ", ""]),
    "an address that was typed": (
        "www.itu.int/cop. Then",
        [
            "[www.itu.int/cop]. Then",
            "[www.itu.int/cop]. ",
            "www.itu.int/cop. ",
            "",
        ],
    ),
    "an address in brackets at the end of a paragraph": (
        "(http://a.org/x_(y))\nB",
        ["([http://a.org/x_(y)])|B", "([http://a.org/x_(y)])|", "(http://a.org/x_(y))|", "(http://a.org/x_(y))"],
    ),
    "addresses that were pasted": (
        "⟦Ask a@b.org, or https://c.org/?q=1&r=2!⟧",
        ["Ask [a@b.org], or [https://c.org/?q=1&r=2]!", "Ask a@b.org, or https://c.org/?q=1&r=2!", ""],
    ),
    "what is no address": ("a@b c.org javascript:x(1) ", ["a@b c.org javascript:x(1) "]),
}  # fmt: skip


@pytest.fixture(scope="module")
def undone(ask):
    answers = ask([{"what": "undo", "keys": keys} for keys, _ in UNDONE.values()])
    return dict(zip(UNDONE, answers, strict=True))


@pytest.mark.parametrize("what", UNDONE)
def test_one_undo_takes_back_a_word_or_one_act(undone, what):
    _, left = UNDONE[what]
    assert undone[what][: len(left)] == left
