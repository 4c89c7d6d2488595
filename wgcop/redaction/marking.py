"""Replaces text in a value with a mark: the whole text, or one passage wherever it occurs."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from wgcop.paper.tree import new_id
from wgcop.redaction.passage import SoughtPassage
from wgcop.redaction.trees import addresses_of, without_passage

SHORT_MARK = "[redacted]"
LONG_MARK = "[Redacted by the secretariat on {day}: {why}]"
"""The mark in English, because it is stored and the same for everybody."""
_ANY_MARK = re.compile(r"\[redacted\]|\[Redacted by the secretariat on [^\]\n]+: [^\]\n]+\]")
_NAME_OF_A_VALUE = re.compile(r"[a-z0-9_.:+-]*")
"""The pattern of values such as `under-way` or `2026-11-27` in stored facts, which nobody wrote."""


@dataclass(frozen=True)
class Marker:
    """A mark and the passage that it replaces. Without a `passage`, it replaces the whole text."""

    mark: str
    passage: SoughtPassage | None = None

    def in_text(self, words: str, longest: int | None = None) -> str:
        if not words.strip():
            return words
        mark = self.mark if longest is None or len(self.mark) <= longest else SHORT_MARK
        if self.passage is None:
            return mark[:longest]
        return self.passage.without(words, mark)[:longest]

    def in_json(self, value: Any) -> Any:
        """Return stored facts with the mark in each text, except in fixed values, such as states
        and dates.
        """
        if isinstance(value, str):
            is_name = self.passage is None and _NAME_OF_A_VALUE.fullmatch(value)
            return value if is_name else self.in_text(value)
        if isinstance(value, list):
            return [self.in_json(each) for each in value]
        if isinstance(value, dict):
            if value.get("type") == "doc":
                return self.in_paper(value)
            return {name: self.in_json(each) for name, each in value.items()}
        return value

    def in_paper(self, tree: dict[str, Any]) -> dict[str, Any]:
        """Return the tree of a paper: one paragraph with the mark, or the same tree without the
        passage.
        """
        if self.passage is not None:
            return without_passage(tree, self.passage, self.mark)
        paragraph = {
            "type": "paragraph",
            "attrs": {"id": new_id(), "dir": "ltr"},
            "content": [{"type": "text", "text": self.mark}],
        }
        return {"type": "doc", "content": [paragraph]}


def is_redacted(words: str) -> bool:
    """Return whether something was taken out of this text."""
    return _ANY_MARK.search(words) is not None


def texts_in(value: Any, is_words: Callable[[str], bool] = bool) -> Iterator[str]:
    """Yield all texts that a value contains."""
    if isinstance(value, str):
        if is_words(value):
            yield value
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each, is_words)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name == "attrs" and isinstance(each, dict):
                yield from texts_in(each.get("alt"), is_words)
            elif name == "marks" and isinstance(each, list):
                yield from texts_in(list(addresses_of(value)), is_words)
            elif name != "type":
                yield from texts_in(each, is_words)
