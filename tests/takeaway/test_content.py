"""A discussion as it is taken away: in the order of its page, numbered, and divided into volumes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask_babel import force_locale
from lxml import html as parser

from wgcop.markup import render
from wgcop.paper.from_comment import from_comment
from wgcop.paper.html import to_html
from wgcop.paper.schema import validate
from wgcop.paper.tree import plain, walk
from wgcop.takeaway.composing import composed
from wgcop.takeaway.content import TakenComment, TakenDiscussion, TakenPaper, TakenPart
from wgcop.takeaway.numbering import Utterance, numbered
from wgcop.takeaway.volumes import in_volumes
from wgcop.takeaway.writing import file_name

AT = datetime(2026, 12, 1, 5, 40, tzinfo=UTC)


def comment(words, **facts):
    facts = {"on": "recalling a)", "number": "", "name": words, "address": "/", "at": AT, **facts}
    return TakenComment(words=words, **facts)


def utterance(key, parent, position):
    return Utterance(key, parent, position, comment(f"c{key}"))


def test_replies_follow_what_they_answer_in_the_order_of_their_posting():
    said = [
        utterance(4, 1, 40),
        utterance(1, None, 10),
        utterance(3, 1, 30),
        utterance(2, None, 20),
        utterance(5, 99, 50),
    ]
    assert [(each.number, each.reply_to, each.words) for each in numbered(said)] == [
        ("1", "", "c1"),
        ("1.1", "1", "c3"),
        ("1.2", "1", "c4"),
        ("2", "", "c2"),
        ("3", "", "c5"),
    ]


def whole(*parts):
    return TakenDiscussion(
        title="Resolution",
        address="/r",
        site="https://cop.example",
        language="en",
        made_at=AT,
        made_for="Amina",
        readers="",
        parts=parts,
    )


def test_a_long_discussion_is_divided_and_loses_nothing():
    first = TakenPart("a)", "/a", comments=[comment(f"a{n}") for n in range(5)])
    second = TakenPart("b)", "/b", comments=[comment(f"b{n}") for n in range(4)])
    third = TakenPart("c)", "/c", state_of_play="Nobody spoke.")
    volumes = in_volumes(whole(first, second, third), most=4)
    assert [
        [(part.title, [each.words for each in part.comments]) for part in volume.parts]
        for volume in volumes
    ] == [
        [("a)", ["a0", "a1", "a2", "a3"])],
        [("a)", ["a4"]), ("b)", ["b0", "b1", "b2"])],
        [("b)", ["b3"]), ("c)", [])],
    ]
    assert [(volume.volume, volume.volumes) for volume in volumes] == [(1, 3), (2, 3), (3, 3)]


def test_what_stands_above_the_comments_of_a_part_is_in_one_volume():
    first = TakenPart("a)", "/a", words="A", comments=[comment(f"a{n}") for n in range(4)])
    second = TakenPart("b)", "/b", words="B", comments=[comment(f"b{n}") for n in range(5)])
    volumes = in_volumes(whole(first, second), most=4)
    assert [[(part.title, part.words) for part in volume.parts] for volume in volumes] == [
        [("a)", "A")],
        [("b)", "B")],
        [("b)", "")],
    ]


def test_few_but_long_comments_are_divided_too_and_one_that_is_too_long_stays_whole():
    part = TakenPart("a)", "/a", comments=[comment("x" * 60), comment("y" * 30), comment("z" * 30)])
    volumes = in_volumes(whole(part), letters=50)
    assert [[each.words[0] for each in volume.comments] for volume in volumes] == [
        ["x"],
        ["y"],
        ["z"],
    ]


def test_a_file_is_called_by_plain_letters_and_says_that_it_holds_private_parts():
    of = "clause:wtdc-67.recs_recalling__rec_a"
    assert file_name(of, AT, "docx", with_private=False) == (
        "clause-wtdc-67.recs-recalling-rec-a-2026-12-01.docx"
    )
    assert file_name("document:7", AT, "zip", with_private=True) == (
        "document-7-2026-12-01-private.zip"
    )


@pytest.mark.parametrize(
    ("language", "way", "dot"), [("ar", "rtl", " \u200f· "), ("en", "ltr", " · ")]
)
def test_the_line_of_a_speaker_runs_as_the_page_does(app, language, way, dot):
    said = comment("Here.", number="1", person="Amina Barasa", readers="Only Kenya")
    paper = TakenPaper(7, "recalling a)", "WG-COP/3/1", "A date", "Childnet", AT, "/p")
    part = TakenPart("recalling a)", "/a", "Its words", comments=[said], papers=[paper])
    with app.test_request_context(), force_locale(language):
        tree = composed(replace(whole(part), language=language))
    lines = {
        plain(each): each["attrs"].get("dir")
        for each in walk(tree)
        if each["type"] in ("heading", "paragraph")
    }
    assert lines["Here."] == "ltr", "words of people run as they wrote them"
    [speaker] = [line for line in lines if line.startswith("1 Amina Barasa")]
    [facts] = [line for line in lines if line.endswith(f"{dot}Only Kenya")]
    [listed] = [line for line in lines if f"A date{dot}Childnet" in line]
    [title] = [line for line in lines if line.startswith("recalling a)")]
    assert [lines[line] for line in (title, speaker, facts, listed)] == [way] * 4
    sign = "\u200e" if language == "ar" else ""
    assert title == f"recalling a){sign}", "its bracket stays behind the letter"
    [quote] = [each for each in walk(tree) if each["type"] == "blockquote"]
    assert quote["attrs"]["dir"] == "ltr", "the bar of a quote stands where its lines begin"


COMMENTS = [
    "One line.\nAnother.\n\nA **bold** and *leaning* [word](https://example.org/a?b=1&c=2) with `code`.",
    "1. one\n2. two\n\n- a\n- b\n  1. inner\n  2. more",
    "3) three\n4) four",
    "> Quoted **words**\n> of two lines\n\n# A heading",
    "10^6 and 10^7, a++ and b++, {++typed++}, |a|b|, ~x~ \\*escaped\\*",
    "***both***, https://example.org/page and www.example.org",
    "عربي **نص**\n\nEnglish",
    "- \n- x",
    "",
]


def seen(html):
    """The words and marks of a page, without what only its browser needs."""
    root = parser.fromstring(f"<div>{html}</div>")
    found = []
    for node in root.iter():
        if node.tag in ("strong", "em", "code", "a", "li", "blockquote"):
            label = node.get("href") or node.get("data-label")
            found.append((node.tag, "".join(node.text_content().split()), label))
    return sorted(found, key=str), "".join(root.text_content().split())


@pytest.mark.parametrize("typed", COMMENTS)
def test_a_comment_is_the_same_as_on_its_page(typed):
    tree = {"type": "doc", "content": from_comment(typed)}
    if tree["content"]:
        validate(tree)
    assert seen(to_html(tree)) == seen(render(typed))


def test_labels_that_do_not_follow_one_another_stay_as_typed():
    lists = from_comment("1. one\n3. three\n4. four")
    assert [(each["attrs"]["start"], len(each["content"])) for each in lists] == [(1, 1), (3, 2)]
