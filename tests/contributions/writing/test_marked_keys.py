"""While changes are marked, Enter and Backspace change no more than the paragraph or the item they are pressed in."""

import json
import random
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.contributions.writing.clients import bundled
from wgcop.paper import from_text

SENTENCES = {
    "a paragraph is split": (
        "One ^two",
        "Enter X",
        "doc(paragraph(One ), +¶paragraph(+X|two))",
    ),
    "a paragraph goes on below": (
        "One two^",
        "Enter X",
        "doc(paragraph(One two), +¶paragraph(+X))",
    ),
    "a heading is split": (
        "# One ^two",
        "Enter X",
        "doc(heading(One ), +¶heading(+X|two))",
    ),
    "a paragraph comes below a heading": (
        "# One two^",
        "Enter X",
        "doc(heading(One two), +paragraph(+X))",
    ),
    "a paragraph comes above": (
        "^One two",
        "Enter X",
        "doc(+paragraph(), paragraph(+X|One two))",
    ),
    "two are split off": (
        "One ^two",
        "Enter Enter X",
        "doc(paragraph(One ), +paragraph(), +¶paragraph(+X|two))",
    ),
    "a split is taken back": (
        "One ^two",
        "Enter Backspace X",
        "doc(paragraph(One |+X|two))",
    ),
    "two paragraphs are joined": (
        "One\n\n^two",
        "Backspace X",
        "doc(paragraph(One|+X), -¶paragraph(two))",
    ),
    "three paragraphs are joined": (
        "One\n\ntwo\n\n^three",
        "Backspace Home Backspace X",
        "doc(paragraph(One|+X), -¶paragraph(two), -¶paragraph(three))",
    ),
    "joined from above": (
        "One^\n\ntwo",
        "Delete X",
        "doc(paragraph(One), -¶paragraph(+X|two))",
    ),
    "joined and split again": (
        "One\n\n^two",
        "Backspace Enter X",
        "doc(paragraph(One), +¶paragraph(+X), -¶paragraph(two))",
    ),
    "words become bold": (
        "One ^two‸ three",
        "Mod-b",
        "doc(paragraph(One |-two|+two| three))",
    ),
    "a new item": (
        "- one^\n- two",
        "Enter X",
        "doc(bullet_list(list_item(paragraph(one)), list_item(+¶paragraph(+X)), list_item(paragraph(two))))",
    ),
    "an item is split": (
        "- on^e\n- two",
        "Enter X",
        "doc(bullet_list(list_item(paragraph(on)), list_item(+¶paragraph(+X|e)), list_item(paragraph(two))))",
    ),
    "an item comes above": (
        "- ^one\n- two",
        "Enter X",
        "doc(bullet_list(list_item(paragraph()), list_item(+¶paragraph(+X|one)), list_item(paragraph(two))))",
    ),
    "two new items": (
        "- one^\n- two",
        "Enter X Enter Y",
        "doc(bullet_list(list_item(paragraph(one)), list_item(+¶paragraph(+X)), list_item(+¶paragraph(+Y)), list_item(paragraph(two))))",
    ),
    "a new item at the end": (
        "- one\n- two^",
        "Enter X",
        "doc(bullet_list(list_item(paragraph(one)), list_item(paragraph(two)), list_item(+¶paragraph(+X))))",
    ),
    "a list ends": (
        "- one\n- two^",
        "Enter Enter X",
        "doc(bullet_list(list_item(paragraph(one)), list_item(paragraph(two))), +paragraph(+X))",
    ),
    "a list is parted": (
        "- one^\n- two",
        "Enter Enter X",
        "doc(bullet_list(list_item(paragraph(one)), -list_item(-paragraph(-two))), +paragraph(+X), +bullet_list(list_item(paragraph(two))))",
    ),
    "a new item leaves its list": (
        "- one^\n- two",
        "Enter Backspace X",
        "doc(bullet_list(list_item(paragraph(one)), -list_item(-paragraph(-two))), +paragraph(+X), +bullet_list(list_item(paragraph(two))))",
    ),
    "a new item leaves its list and comes back": (
        "- one^\n- two",
        "Enter Backspace Backspace X",
        "doc(bullet_list(list_item(paragraph(one)), -list_item(-paragraph(-two)), +list_item(+paragraph(+X)), +list_item(paragraph(two))))",
    ),
    "an inner list ends": (
        "- one\n    - two^\n- three",
        "Enter Enter X",
        "doc(bullet_list(list_item(paragraph(one), bullet_list(list_item(paragraph(two)))), +list_item(paragraph(+X)), list_item(paragraph(three))))",
    ),
    "a new item has the inner list": (
        "- one^\n    - two\n- three",
        "Enter X",
        "doc(bullet_list(list_item(paragraph(one), -bullet_list(-list_item(-paragraph(-two)))), +list_item(paragraph(+X), bullet_list(list_item(paragraph(two)))), list_item(paragraph(three))))",
    ),
    "an item with an inner list is split": (
        "- o^ne\n    - two\n- three",
        "Enter X",
        "doc(bullet_list(list_item(paragraph(o|-ne), -bullet_list(-list_item(-paragraph(-two)))), +list_item(paragraph(+X|ne), bullet_list(list_item(paragraph(two)))), list_item(paragraph(three))))",
    ),
    "a quotation is parted": (
        "> One^\n>\n> two",
        "Enter Enter X",
        "doc(blockquote(paragraph(One), -paragraph(-two)), +blockquote(+¶paragraph(+X), paragraph(two)))",
    ),
    "a quotation ends": (
        "> One two^",
        "Enter Enter X",
        "doc(blockquote(paragraph(One two)), +paragraph(+X))",
    ),
}


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> dict[str, dict[str, Any]]:
    """What each sentence leaves: + is inserted, - is deleted, and before ¶ the border above."""
    stories = [(text, names) for text, names, _ in SENTENCES.values()]
    found = pressed(tmp_path_factory.mktemp("marked"), stories)
    return dict(zip(SENTENCES, found, strict=True))


def pressed(folder: Path, stories: list[tuple[str, str]]) -> list[dict[str, Any]]:
    script = bundled(folder, "marked.js")
    asked = [{"tree": from_text(text), "names": names.split()} for text, names in stories]
    answer = subprocess.run(
        ["node", script],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: list[dict[str, Any]] = json.loads(answer.stdout)
    return found


def random_stories(number: int) -> list[tuple[str, str]]:
    chance = random.Random(20261130)
    texts = [
        "One two\n\nthree four\n\n# Five six\n\nseven",
        "- one\n- two\n    - three\n- four\n\nfive",
        "> One\n>\n> two\n\n#1. three\n\n#2. four",
        "| one | two |\n|---|---|\n| three | four |\n\nfive\n\nsix",
    ]
    stories = []
    for _ in range(number):
        text = chance.choice(texts)
        words = [match.start() for match in re.finditer(r"(?<=[a-z])|(?=[A-Za-z])", text)]
        at = chance.choice(words)
        keys = chance.choices(["Enter", "Backspace", "Delete", "Home", "X"], k=chance.randint(1, 9))
        stories.append((f"{text[:at]}^{text[at:]}", " ".join(keys)))
    return stories


def test_whatever_is_pressed_is_rejected_exactly(tmp_path):
    stories = random_stories(400)
    found = pressed(tmp_path, stories)
    assert [
        story for story, each in zip(stories, found, strict=True) if not each["isRejectedExactly"]
    ] == []


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_key_is_marked_accepted_and_rejected(done, sentence):
    found = done[sentence]
    assert found["marked"] == SENTENCES[sentence][2]
    assert found["accepted"] == found["unmarked"]
    assert found["isRejectedExactly"]


def test_of_two_new_items_one_is_rejected(done):
    items = "list_item(paragraph(one|+X)), list_item(+¶paragraph(+Y)), list_item(paragraph(two))"
    assert done["two new items"]["firstRejected"] == f"doc(bullet_list({items}))"
