"""Finding the title in the first lines of a text; if in doubt, none is returned (pure)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from wgcop.reading.head_lines import (
    LONGEST_LINE,
    LONGEST_TITLE,
    goes_on_in,
    is_designation,
    is_in_division,
    is_subject,
    may_begin_title,
)

_LINES = 40

# DIRECTIVE 2011/93/EU
_INSTRUMENT = re.compile(
    r"(?:[A-ZÉ]+ ){0,2}(?:REGULATION|DIRECTIVE|DECISION|RESOLUTION|RECOMMENDATION|RÈGLEMENT|DÉCISION|REGLAMENTO|DIRECTIVA)\b"
)
# Title: Guidelines for industry
_LABELLED_TITLE = re.compile(
    r"(?:title|titre|título|название|العنوان|标题|题目)\s*[:：]\s*[\"']?(?P<title>[^\"']\S.*?)[\"']?$",
    re.IGNORECASE,
)

# Source: https://example.org, © 2012 by the office: lines by whoever made the copy, above the document.
_PROVENANCE = re.compile(
    r"(?:source|licen[cs]e|copyright|retrieved|downloaded|url)(?: from| on)?\s*[:：].*|(?:©|\(c\)\s).*",
    re.IGNORECASE,
)
# A table drawn in plain text: -----+----- is a rule, and ---- ---- one with gaps between columns.
_RULE = re.compile(r"\s*[-+]-{2,}[-+ ]*")
_COLUMNS = re.compile(r"\s*-{3,}(?: +-{3,})+\s*")
# Markdown around a line: ## Title, **Title**
_MARKUP = re.compile(r"^(?:[#=]+\s+|\*\*(?=\S)|_(?=\S))|(?<=\S)(?:\*\*|_)$|\s[#=]+$")


def title_of(lines: Sequence[str], declared: str = "") -> str:
    """Return the text's own title, whole and with its subject; empty if its head has none.

    An empty line ends a paragraph. `declared` is the title in the file's properties, which often
    comes from a template. It counts only if the head contains it, and then shows where the title
    ends.
    """
    head = head_of(list(_without_tables(lines[: 4 * _LINES])))
    return _cut(_labelled_title(head) or _declared_title(head, declared) or _printed_title(head))


def best_of(printed: str, large: str) -> str:
    """Return the title: the words in large type, unless the words `printed` in the title's place
    contain them or begin with the number of an instrument.
    """
    if not large or is_designation(printed.partition(":")[0]):
        return printed
    return printed if _words(large) in _words(printed) else large


def _labelled_title(head: Sequence[str]) -> str:
    labelled = (_LABELLED_TITLE.fullmatch(line) for line in head)
    return next((" ".join(match["title"].split()) for match in labelled if match), "")


def _declared_title(head: Sequence[str], declared: str) -> str:
    words = _words(declared)
    is_printed = bool(words) and words in _words(" ".join(head))
    return declared if is_printed and not is_designation(declared) else ""


def _printed_title(head: Sequence[str]) -> str:
    start = _start_of_title(head)
    if start is None or len(head[start]) > LONGEST_LINE or is_in_division(head[:start]):
        return ""
    title, after = _joined(head, start)
    subject = _subject(head, after) if is_designation(title) else ""
    if not subject:
        return title
    between = " " if subject[0].islower() else ": "
    return f"{title.rstrip(' .:')}{between}{subject}"


def _start_of_title(head: Sequence[str]) -> int | None:
    start = next((at for at, line in enumerate(head) if may_begin_title(line)), None)
    if start is not None and len(head[start]) > LONGEST_LINE:
        # The long line is a notice: the title is the instrument printed in capitals below it.
        return next((at for at, line in enumerate(head) if _INSTRUMENT.match(line)), start)
    return start


def _subject(head: Sequence[str], start: int) -> str:
    """Return the subject of a resolution, printed below its number; empty if something else is
    there.
    """
    if start >= len(head):
        return ""
    if _opens_the_text(head[start:]):
        return ""
    subject, end = _joined(head, start)
    if end + 1 < len(head) and not head[end + 1] and _ends_subject(head, end):
        subject = f"{subject} {head[end]}"
    return subject if is_subject(subject) else ""


def _opens_the_text(lines: Sequence[str]) -> bool:
    """Return whether the lines are the opening formula, such as `The Security Council,` and on the
    next line `Having considered`.
    """
    first, following = next(pairwise([*filter(None, lines), "", ""]))
    return (
        first.endswith((",", "،", "，")) and not is_subject(first) and not following[:1].islower()
    )


def _ends_subject(head: Sequence[str], at: int) -> bool:
    """Return whether this is the last, shorter line of the paragraph that holds the subject."""
    return bool(
        at > 0 and head[at - 1] and len(head[at]) < len(head[at - 1]) and is_subject(head[at])
    )


def _joined(head: Sequence[str], start: int) -> tuple[str, int]:
    """Return the title that begins at this line, joined over all its lines, and the index of the
    line after it.
    """
    at = start
    while at < len(head) and not head[at]:
        at += 1
    if at == len(head):
        return "", at
    title = head[at]
    at += 1
    while at < len(head):
        gap = not head[at]
        following = at + 1 if gap else at
        if following >= len(head) or not goes_on_in(title, head[following], gap=gap):
            break
        title = f"{title} {head[following]}"
        at = following + 1
    return title, at + 1 if at < len(head) and not head[at] else at


def head_of(lines: Sequence[str]) -> list[str]:
    """Return the first lines without markup and notes about the copy, with single empty lines
    between them.
    """
    tidy = [_MARKUP.sub("", " ".join(line.split())) for line in lines[: 4 * _LINES]]
    own = [line for line in tidy if not _PROVENANCE.fullmatch(line)]
    head = [line for before, line in pairwise(["", *own]) if line or before]
    return head[: 2 * _LINES]


def _without_tables(lines: Iterable[str]) -> Iterator[str]:
    """Replace the rows of tables around a title by empty lines. A box with a single cell may hold
    the title, so its lines are joined into one.
    """
    is_inside = False
    box: list[str] = []
    for line in lines:
        if _COLUMNS.fullmatch(line):
            is_inside = not is_inside
        cells = line.strip().strip("|").split("|") if line.startswith("|") else []
        if len(cells) == 1 and cells[0].strip():
            box.append(cells[0].strip())
            continue
        if box:
            yield " ".join(box)
            box = []
        yield "" if is_inside or cells or _RULE.fullmatch(line) else line


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
