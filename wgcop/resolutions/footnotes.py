"""Takes footnotes out of the text, which they interrupt wherever a page ended, and keeps their
place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wgcop.resolutions.labels import read_label
from wgcop.resolutions.run_in import find_run_in
from wgcop.resolutions.source import SourceLine, join

# [footnote] 1 These include … · [footnote: See …] · ________ 1 These include …
_MARKER = re.compile(
    r"\[footnote(?P<inside>[^\[\]]*)\]\s*|(?P<rule>(?<!_)_{5,}+)\s*(?=\d{1,2}\s)", re.IGNORECASE
)
# "countries1", "(ITU-R)4": the mark stands at the end of a word.
_MARK = re.compile(r"[^\W\d_][)\]]?(\d{1,2})\b")
# 1 These … · 2) These … · ** These … · a) These …
_NUMBER = re.compile(r"(?P<number>\d{1,3}|\*{1,3}|[a-z](?=\)))[.):]?\s+")
# … in transition. | 2 to report …
_END_BEFORE_ITEM = re.compile(r"(?<=[.)”\"])\s+(?=\d{1,3}\s+(?:to|that)\b)")
# … in transition. | instructs the Director …
_END_BEFORE_HEADING = re.compile(r"(?<=[.)”\"])\s+(?=[a-z])")


@dataclass(frozen=True)
class PrintedFootnote:
    line: int
    number: str
    text: str
    marker: str


def take_footnotes(
    lines: Sequence[SourceLine], *, wrapped: bool
) -> Iterator[SourceLine | PrintedFootnote]:
    """Yield the lines without their footnotes, and each footnote in its place."""
    marks: set[str] = set()
    queue = list(reversed(lines))
    while queue:
        line = queue.pop()
        match = _MARKER.search(line.text)
        if match is None:
            marks.update(_MARK.findall(line.text))
            yield line
            continue

        before = line.text[: match.start()].rstrip()
        if before:
            marks.update(_MARK.findall(before))
            yield replace(line, text=before)
        inside = (match["inside"] or "").strip(" :")
        after = line.text[match.end() :]
        if " " in inside:
            body, rest = inside, after
        else:
            pieces = [inside, after]
            while wrapped and queue and _goes_on(queue[-1]):
                pieces.append(queue.pop().text)
            body, rest = _end_of_note(join(*pieces).strip())
        marker = match["rule"] or "[footnote]"
        for number, text in _separate(body, marks):
            yield PrintedFootnote(line.number, number, text, marker)
        if rest:
            queue.append(replace(line, text=rest, gap=False, bulleted=False))


def _goes_on(line: SourceLine) -> bool:
    starts_afresh = line.gap or line.bulleted or line.text.startswith("*")
    return not (starts_afresh or read_label(line.text) or _MARKER.match(line.text))


def _end_of_note(text: str) -> tuple[str, str]:
    """Return a footnote and the text after it. A footnote ends with its line, unless another
    footnote, an item or a heading ran into it.
    """
    if following := _MARKER.search(text):
        body, rest = _end_of_note(text[: following.start()].rstrip())
        return body, f"{rest} {text[following.start() :]}".lstrip()
    if item := _END_BEFORE_ITEM.search(text):
        return text[: item.start()], text[item.end() :]
    for stop in _END_BEFORE_HEADING.finditer(text):
        run_in = find_run_in(text[stop.end() :], preambular=False)
        if run_in and run_in.start == 0:
            return text[: stop.start()], text[stop.end() :]
    return text, ""


def _separate(text: str, marks: set[str]) -> Iterator[tuple[str, str]]:
    """Separate two footnotes on one line, if the text before them carries the marks of both."""
    match = _NUMBER.match(text)
    if match is None:
        yield "", text
        return
    number, rest = match["number"], text[match.end() :]
    if number.isdigit():
        following = str(int(number) + 1)
        second = re.search(rf"(?<=[.)])\s+(?={following}\s+[A-Z])", rest)
        if second and following in marks:
            yield number, rest[: second.start()]
            yield from _separate(rest[second.end() :], marks)
            return
    yield number, rest
