"""Finding headings in a text without styles, if they are beyond doubt."""

import re
from collections.abc import Sequence

LONGEST = 110

_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?P<title>[^\W\d_].*)")
# What the divisions of treaties, laws and reports are called in the six languages.
_NAMED = re.compile(
    r"(?:article|chapter|part|section|annex|appendix|"
    r"chapitre|partie|annexe|artículo|capítulo|parte|sección|anexo|"
    r"статья|глава|часть|раздел|приложение)\s+(?:\d{1,3}|[IVXLC]{1,7}|[A-Z])\b(?P<rest>.*)",
    re.IGNORECASE,
)
_NAMED_ELSEWHERE = re.compile(
    r"(?:المادة|مادة|الفصل|الباب|الجزء|الملحق)\s+[\w()]+"
    r"|第[一二三四五六七八九十百零〇\d]{1,5}[条條章节節编編部分]{1,2}(?:\s+\S{1,30})?"
)
_RUNS_ON = re.compile(r"[,;:.…،؛。；：，-]$")
_OF_A_LIST_OF_CONTENTS = re.compile(r"(?:\.{2,}|…|\s{3,}|\t)\s*\d+$")
_PAGE_AT_END = re.compile(r"\s+\d+$")
_MOST_WORDS = 12


def heading_lines(lines: Sequence[str]) -> frozenset[int]:
    """Return the indexes of the lines that are headings."""
    numbered: dict[tuple[str, str], int] = {}
    named: list[int] = []
    for index, line in enumerate(lines):
        line = line.strip()
        if not line or len(line) > LONGEST or _OF_A_LIST_OF_CONTENTS.search(line):
            continue
        if (match := _NUMBERED.fullmatch(line)) and _is_title(match["title"]):
            # The table of contents has the same heading earlier, with a page: the last one counts.
            key = match["number"], _PAGE_AT_END.sub("", match["title"]).casefold()
            numbered.pop(key, None)
            numbered[key] = index
        elif _is_named(line):
            named.append(index)
    return frozenset(named) | _in_sequence(numbered)


def _is_title(title: str) -> bool:
    return (
        not title[0].islower()
        and not _RUNS_ON.search(title)
        and len(title.split()) <= _MOST_WORDS
        and not any(mark in title for mark in (". ", "; "))
    )


def _is_named(line: str) -> bool:
    if _NAMED_ELSEWHERE.fullmatch(line):
        return True
    match = _NAMED.fullmatch(line)
    if not match or line[0].islower():
        return False
    rest = match["rest"].strip(" .:–—-")
    return not rest or ((rest[0].isupper() or rest[0] in '(«“"') and _is_title(rest))


def _in_sequence(numbered: dict[tuple[str, str], int]) -> frozenset[int]:
    """Return the headings whose numbers follow one another from 1 on. The numbers of a list within
    a section do not.
    """
    last: tuple[int, ...] = ()
    indexes: set[int] = set()
    for (number, _title), index in numbered.items():
        steps = tuple(map(int, number.split(".")))
        if steps in _next(last):
            indexes.add(index)
            last = steps
    # A single number may be a date, a list of one item or the foot of a page.
    return frozenset(indexes) if len(indexes) > 1 else frozenset()


def _next(last: tuple[int, ...]) -> set[tuple[int, ...]]:
    following = {(*last, 1), (*last, 1, 1)} if last else {(1,), (1, 1)}
    for depth in range(len(last)):
        stepped = (*last[:depth], last[depth] + 1)
        following |= {stepped, (*stepped, 1)}
    return following
