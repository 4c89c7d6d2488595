"""Only a tree of the right shape is a paper, and the refusal says where it is wrong."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgcop.paper import Misshapen, from_text, plain, validate
from wgcop.paper.schema import SCHEMA
from wgcop.paper.tree import Node, children


def paper() -> Node:
    return from_text(
        "# One\n\nTwo *three*.\n\n- four\n- five^[six]\n\n| a | b |\n|---|---|\n| c | d |"
    )


def test_a_tree_survives_its_journey_as_json() -> None:
    tree = paper()
    assert validate(json.loads(json.dumps(tree))) == tree


def first(tree: Node, *path: int) -> Node:
    for step in path:
        tree = children(tree)[step]
    return tree


@pytest.mark.parametrize(
    "damage, complaint",
    [
        (lambda t: first(t, 0).update(type="script"), "no such part as 'script'"),
        (lambda t: first(t, 0).update(type=["p"]), "no such part"),
        (lambda t: first(t, 0)["attrs"].update(level=7), "level must be one of 1, 2, 3, 4"),
        (lambda t: first(t, 0)["attrs"].update(level=True), "level must be a number"),
        (lambda t: first(t, 0)["attrs"].pop("id"), "eight small letters"),
        (lambda t: first(t, 0)["attrs"].update(id="x"), "eight small letters"),
        (lambda t: first(t, 0)["attrs"].update(id=first(t, 1)["attrs"]["id"]), "used twice"),
        (lambda t: first(t, 0)["attrs"].update(onclick="x"), "onclick is not known"),
        (lambda t: first(t, 0)["attrs"].update(dir="up"), "dir must be one of ltr, rtl"),
        (lambda t: first(t, 1, 0).update(text=""), "text must not be empty"),
        (lambda t: first(t, 1, 0).update(content=[]), "content is not known"),
        (lambda t: first(t, 1, 1).update(marks=[{"type": "blink"}]), "no such mark"),
        (lambda t: first(t, 1, 1).update(marks=[{"type": "em"}] * 2), "marks stand twice"),
        (
            lambda t: first(t, 1, 1).update(
                marks=[{"type": mark} for mark in SCHEMA["marks"] if mark in ("sub", "sup")]
            ),
            "exclude one another",
        ),
        (lambda t: first(t, 1).update(marks=[]), "only text"),
        (lambda t: first(t, 1).update(content="words"), "must be a list"),
        (lambda t: first(t, 2).update(content=[]), "expected list_item"),
        (lambda t: first(t, 2, 0).update(content=[first(t, 0)]), "expected paragraph block"),
        (lambda t: first(t, 3, 0).update(content=[first(t, 1)]), "expected"),
        (lambda t: t.update(content=[]), "expected block"),
        (lambda t: t.update(content=[7]), "no such part as '7'"),
    ],
)
def test_a_damaged_tree_is_refused(damage: Callable[[Node], Any], complaint: str) -> None:
    tree = paper()
    damage(tree)
    with pytest.raises(Misshapen, match=complaint):
        validate(tree)


@pytest.mark.parametrize("href", ["javascript:alert(1)", "//evil.example", "/sign-out", ""])
def test_a_link_leads_only_to_the_web_or_to_mail(href: str) -> None:
    tree = from_text("[a](https://a.example)")
    first(tree, 0, 0)["marks"][0]["attrs"]["href"] = href
    with pytest.raises(Misshapen, match="a link must begin with http"):
        validate(tree)


def test_a_tree_that_is_too_deep_is_refused() -> None:
    tree = from_text("> deep")
    inner = first(tree, 0)
    for number in range(20):
        quote = {"type": "blockquote", "attrs": {"id": f"quote{number:03}", "dir": "ltr"}}
        inner["content"] = [quote | {"content": inner["content"]}]
        inner = inner["content"][0]
    with pytest.raises(Misshapen, match="levels deep"):
        validate(tree)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "attrs", "content", "marks", "text", "id"]), inner, max_size=4
        )
    ),
    max_leaves=20,
)


@given(JSON, st.sampled_from(list(SCHEMA["nodes"])))
def test_rubbish_is_refused_in_words(rubbish: Any, kind: str) -> None:
    for tree in (rubbish, {"type": "doc", "content": [{"type": kind, "attrs": rubbish}]}):
        with pytest.raises(Misshapen):
            validate(tree)
    if isinstance(rubbish, dict):
        with pytest.raises(Misshapen):
            validate({"type": "doc", "content": [rubbish | {"type": kind}]})


def test_the_words_of_a_paper() -> None:
    assert plain(paper()) == "One\nTwo three.\nfour\nfive (six)\na\tb\nc\td"


def test_deleted_words_are_not_among_the_words() -> None:
    assert plain(from_text("in {--2014--}{++2018++}")) == "in 2018"
