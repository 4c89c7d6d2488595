"""Stored fields of a record, and the hits made from them."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from wgcop.search.question.query import SCORED_FIELDS, Query
from wgcop.search.records import Record, model_of
from wgcop.search_engines.protocol import Hit
from wgcop.search_engines.snippets import TermMarker

SUMMARY_FIELDS = (
    *("id", "kind", "title", "url", "year", "language", "body"),
    *("source", "symbol", "state", "level", "region", "date"),
)
_NO_WORD, _A_WORD, _SPACE = (re.compile(each) for each in (r"\W*", r"\w", r"\s+"))
NO_SNIPPET = Markup()
OPENED_WHOLE = 24_000
"""The greatest length of a text, in characters, that a document's page shows in full."""
STORED_FIELDS = (*SUMMARY_FIELDS, "text", "passages")


def summary(record: Record) -> dict[str, Any]:
    """Return the fields of a record that every hit has."""
    return {key: getattr(record, key) for key in SUMMARY_FIELDS}


def content(record: Record) -> dict[str, Any]:
    """Return the fields of a record from which snippets are made."""
    return {
        "text": record.text,
        "passages": [(p.start, p.place, p.fragment) for p in record.passages],
    }


def marker(query: Query) -> TermMarker:
    return TermMarker(
        [*query.words, *(term for term in query.required if term.field in SCORED_FIELDS)]
    )


def hit(stored: Mapping[str, Any], score: float, marker: TermMarker) -> Hit:
    """Return a hit with a snippet of the best places in the text, and an address that opens there."""
    language = stored["language"]
    begin = _after_title(stored["text"], stored["title"])
    snippet = marker.excerpt(stored["text"][begin:], language)
    start = None if snippet.start is None else begin + snippet.start
    summary = {key: stored[key] for key in SUMMARY_FIELDS}
    place, summary["url"] = opened_at(
        start, stored["url"], stored["passages"], is_long=is_long(stored["kind"], stored["text"])
    )
    return Hit(
        **summary,
        score=round(score, 4),
        snippet=snippet.markup,
        start=start,
        marked_title=marker.marked(summary["title"], language),
        place=place,
    )


def bare(summary: Mapping[str, Any], score: float) -> Hit:
    """Return a hit without a snippet."""
    return Hit(
        **summary,
        score=round(score, 4),
        snippet=NO_SNIPPET,
        marked_title=escape(summary["title"]),
    )


def is_long(kind: str, text: str) -> bool:
    """Return whether the page of this record shows only part of the text at a time."""
    return model_of(kind).is_read_in_parts and len(text) > OPENED_WHOLE


def opened_at(
    start: int | None, url: str, passages: Sequence[tuple[int, str, str]], *, is_long: bool
) -> tuple[str, str]:
    """Return the citation of the place `start` in the text, and the address that opens there."""
    place, fragment = _passage(passages, start)
    if is_long and start:
        return place, f"{url.partition('#')[0]}?at={start}#found"
    return place, f"{url.partition('#')[0]}#{fragment}" if fragment else url


def _after_title(text: str, title: str) -> int:
    """Return where the text continues after its own title, because a hit shows the title above the
    snippet.
    """
    words = title.lower().split()
    if not words:
        return 0
    begin = last = _end_of(_NO_WORD, text, 0)
    if not _A_WORD.match(words[0]):
        begin = 0  # a title like “(Draft)” begins with a sign itself
    ends = (_after_words(text, place, words) for place in range(last, begin - 1, -1))
    end = next((end for end in ends if end), 0)
    return end if end < len(text) else 0


def _after_words(text: str, place: int, words: Sequence[str]) -> int:
    """Return where the text continues after these words in lower case; 0 if it does not have them
    at `place`.

    The words are not matched by one regular expression: compiling it for each hit would take most
    of the time of a page.
    """
    for number, word in enumerate(words):
        begin = _end_of(_SPACE, text, place) if number else place
        if number and begin == place:
            return 0
        place = begin + len(word)
        if text[begin:place].lower() != word:
            return 0
    return 0 if _A_WORD.match(text, place) else _end_of(_NO_WORD, text, place)


def _end_of(expression: re.Pattern[str], text: str, place: int) -> int:
    found = expression.match(text, place)
    return found.end() if found else place


def _passage(passages: Sequence[tuple[int, str, str]], start: int | None) -> tuple[str, str]:
    number = 0 if start is None else bisect_right(passages, start, key=lambda passage: passage[0])
    return passages[number - 1][1:] if number else ("", "")
