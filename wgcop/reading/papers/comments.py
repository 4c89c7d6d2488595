"""The comments of a Word file: who wrote each and when, and the words that it is about, as they are
in the tree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from wgcop.reading.papers.left_out import LeftOutList
from wgcop.reading.papers.names import W_P, q
from wgcop.reading.papers.package import Package
from wgcop.reading.papers.result import WordComment
from wgcop.reading.reasons import Reason

MOST, LONGEST, LONGEST_QUOTED = 500, 20_000, 2_000
"""The limits: comments of a file, characters of a comment, and characters of its quotation."""
SURROUNDINGS = 48
"""The number of characters before the quoted words that are kept, to tell one place in a paragraph
from another.
"""
_PARA_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


@dataclass(slots=True)
class CommentRanges:
    """The words within each comment's range, collected while paragraph after paragraph is read. The
    first paragraph with any counts.
    """

    found: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)
    _quoted: dict[str, str] = field(default_factory=dict)
    _before: dict[str, str] = field(default_factory=dict)
    _words: str = ""

    def paragraph(self) -> None:
        self._words = ""
        self._quoted, self._before = dict.fromkeys(self._open, ""), dict.fromkeys(self._open, "")

    def begin(self, comment: str) -> None:
        self._open.add(comment)
        self._quoted.setdefault(comment, "")
        self._before[comment] = self._words

    def end(self, comment: str) -> None:
        self._open.discard(comment)

    def refer(self, comment: str) -> None:
        """Record the reference of a comment. If it has no range, the comment is about its
        paragraph.
        """
        self._quoted.setdefault(comment, "")

    def hear(self, words: str) -> None:
        self._words += words
        for comment in self._open:
            self._quoted[comment] = self._quoted.get(comment, "") + words

    def was_in(self, block: str) -> None:
        for comment, quoted in self._quoted.items():
            if quoted.strip() or (comment not in self.found and comment not in self._open):
                before = self._before.get(comment, "")
                if not self.found.get(comment, ("", "", ""))[1]:
                    self.found[comment] = (block, quoted.strip(), before[-SURROUNDINGS:])


def comments_of(
    package: Package, ranges: CommentRanges, left_out: LeftOutList
) -> list[WordComment]:
    part = package.related("comments")
    if not part:
        return []
    elements = list(package.xml(part).iterchildren(q("w:comment")))
    for element in elements[MOST:]:
        sentence = Reason("A comment after the first %(most)s.", most=str(MOST))
        left_out.add(sentence, " ".join(_paragraphs(element)))
    elements = elements[:MOST]
    threads = _threads(package)
    places = {
        para: number for number, each in enumerate(elements) if (para := _last_paragraph(each))
    }
    comments = []
    for element in elements:
        block, quoted, before = ranges.found.get(element.get(q("w:id"), ""), ("", "", ""))
        parent, is_resolved = threads.get(_last_paragraph(element), ("", False))
        words = "\n\n".join(filter(None, _paragraphs(element)))
        comments.append(
            WordComment(
                author=element.get(q("w:author"), "")[:200],
                at=element.get(q("w:date"), "")[:40],
                words=words[:LONGEST],
                block=block,
                quoted=quoted[:LONGEST_QUOTED],
                before=before,
                answers=places.get(parent),
                is_resolved=is_resolved,
            )
        )
    return comments


def _paragraphs(comment: Any) -> Iterator[str]:
    for paragraph in comment.iter(W_P):
        yield "".join(text.text or "" for text in paragraph.iter(q("w:t"))).strip()


def _last_paragraph(comment: Any) -> str:
    """Return the id of the last paragraph of a comment. Word names the comment by it in its
    threads.
    """
    paragraphs = list(comment.iter(W_P))
    return paragraphs[-1].get(_PARA_ID, "") if paragraphs else ""


def _threads(package: Package) -> dict[str, tuple[str, bool]]:
    """Return, by the id of a comment's last paragraph, the comment that it answers, and whether it
    is done.
    """
    part = package.related("commentsExtended")
    if not part:
        return {}
    return {
        comment.get(f"{_W15}paraId", ""): (
            comment.get(f"{_W15}paraIdParent", ""),
            comment.get(f"{_W15}done", "0") in ("1", "true"),
        )
        for comment in package.xml(part).iterchildren(f"{_W15}commentEx")
    }
