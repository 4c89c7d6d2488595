"""While changes are marked, Enter and Backspace change no more than the paragraph or the item they are pressed in."""

import json
import subprocess
from typing import Any

import pytest

from tests.contributions.writing.clients import bundled
from wgcop.paper import from_text

SENTENCES = {
    "a paragraph is split": (
        "One ^two",
        "Enter X",
        "doc(paragraph(One |-two), +paragraph(+Xtwo))",
    ),
    "a paragraph goes on below": (
        "One two^",
        "Enter X",
        "doc(paragraph(One two), +paragraph(+X))",
    ),
    "a heading is split": (
        "# One ^two",
        "Enter X",
        "doc(heading(One |-two), +heading(+Xtwo))",
    ),
    "a paragraph comes above": (
        "^One two",
        "Enter X",
        "doc(+paragraph(), paragraph(+X|One two))",
    ),
    "two are split off": (
        "One ^two",
        "Enter Enter X",
        "doc(paragraph(One |-two), +paragraph(), +paragraph(+Xtwo))",
    ),
    "a split is taken back": (
        "One ^two",
        "Enter Backspace X",
        "doc(paragraph(One |-two|+Xtwo))",
    ),
    "a new item": (
        "- one^\n- two",
        "Enter X",
        "doc(bullet_list(list_item(paragraph(one)), +list_item(+paragraph(+X)), list_item(paragraph(two))))",
    ),
    "an item is split": (
        "- on^e\n- two",
        "Enter X",
        "doc(bullet_list(list_item(paragraph(on|-e)), +list_item(+paragraph(+Xe)), list_item(paragraph(two))))",
    ),
    "an item comes above": (
        "- ^one\n- two",
        "Enter X",
        "doc(bullet_list(list_item(paragraph(-one)), +list_item(+paragraph(+Xone)), list_item(paragraph(two))))",
    ),
    "two new items": (
        "- one^\n- two",
        "Enter X Enter Y",
        "doc(bullet_list(list_item(paragraph(one)), +list_item(+paragraph(+X)), +list_item(+paragraph(+Y)), list_item(paragraph(two))))",
    ),
    "a new item at the end": (
        "- one\n- two^",
        "Enter X",
        "doc(bullet_list(list_item(paragraph(one)), list_item(paragraph(two)), +list_item(+paragraph(+X))))",
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
    "a quotation ends": (
        "> One two^",
        "Enter Enter X",
        "doc(blockquote(paragraph(One two)), +paragraph(+X))",
    ),
}


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> dict[str, dict[str, Any]]:
    """What each sentence leaves: + is inserted, - is deleted."""
    script = bundled(tmp_path_factory.mktemp("marked"), "marked.js")
    asked = [
        {"tree": from_text(text), "names": names.split()} for text, names, _ in SENTENCES.values()
    ]
    answer = subprocess.run(
        ["node", script],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return dict(zip(SENTENCES, json.loads(answer.stdout), strict=True))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_key_is_marked_accepted_and_rejected(done, sentence):
    found = done[sentence]
    assert found["marked"] == SENTENCES[sentence][2]
    assert found["accepted"] == found["unmarked"]
    assert found["isRejectedExactly"]


def test_of_two_new_items_one_is_rejected(done):
    items = "list_item(paragraph(one)), +list_item(+paragraph(+Y)), list_item(paragraph(two))"
    assert done["two new items"]["firstRejected"] == f"doc(bullet_list({items}))"
