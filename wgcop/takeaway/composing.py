"""Composes a discussion as the text of a paper, which the writers of Word files and of PDF write
(pure).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from wgcop.i18n import comma, dot, is_rtl, moment, whole
from wgcop.paper.blocks import Said, block, bullets, heading, linked, paragraph, table, words
from wgcop.paper.from_comment import from_comment
from wgcop.paper.tree import Node, walk
from wgcop.takeaway.content import (
    TakenComment,
    TakenDiscussion,
    TakenPaper,
    TakenPart,
    TakenPosition,
)
from wgcop.takeaway.file_fields import COMMENT_FIELDS, FileField, FileValue, T

PART, SECTION, COMMENT, REPLY = 1, 2, 3, 4
"""The levels of headings."""


def composed(discussion: TakenDiscussion) -> Node:
    parts = [block for part in discussion.parts for block in _part(part, discussion)]
    return {"type": "doc", "content": parts or [paragraph(_("Nothing has been said yet."))]}


def _part(part: TakenPart, discussion: TakenDiscussion) -> Iterator[Node]:
    yield _in_direction(
        _linked_heading(PART, whole(part.title), f"{discussion.site}{part.address}")
    )
    if part.words:
        yield block("blockquote", [paragraph(part.words)])
    if part.standing:
        yield paragraph([words(_("Negotiation: %(standing)s", standing=part.standing))])
    if part.state_of_play:
        yield paragraph([words(_("State of play"), "strong")])
        yield from from_comment(part.state_of_play)
    if part.positions:
        yield heading(SECTION, _("Positions"))
        yield _positions(part.positions)
    if part.papers:
        yield heading(SECTION, _("Papers"))
        yield from _papers(part.papers, discussion.site)
    if part.comments:
        yield heading(SECTION, _("Discussion"))
    for comment in part.comments:
        yield from _comment(comment, discussion.site)


def _positions(positions: Sequence[TakenPosition]) -> Node:
    head = [_("Delegation"), _("Position"), _("Reason"), _("Taken at")]
    rows = [
        [
            each.delegation,
            replace(each, reason="").in_words,
            each.reason,
            dot().join(filter(None, [moment(each.at), each.person])),
        ]
        for each in positions
    ]
    return table(head, rows, begins_with_names=True)


def _papers(papers: Sequence[TakenPaper], site: str) -> Iterator[Node]:
    lines: list[Said] = []
    for each in papers:
        facts = [each.title, each.source, moment(each.at) if each.at else ""]
        line = dot().join(fact for fact in facts if fact)
        lines.append([linked(each.symbol, f"{site}{each.address}"), words(f" {line}")])
    yield _in_direction(bullets(lines))


def _comment(comment: TakenComment, site: str) -> Iterator[Node]:
    said_at = moment(comment.at)
    level = REPLY if comment.reply_to else COMMENT
    yield _in_direction(heading(level, f"{comment.number} {comment.source}"))
    head = _("Released on %(moment)s", moment=said_at) if comment.is_release else said_at
    facts = [head, *([comment.readers] if comment.readers else [])]
    if comment.reply_to:
        facts.insert(1, _("In reply to %(number)s", number=comment.reply_to))
    yield _in_direction(paragraph([words(dot().join(facts), "em")]))
    if comment.quote_of:
        said = _("From the text in another language: %(language)s", language=comment.quote_of)
        yield _in_direction(paragraph([words(said, "em")]))
    if comment.quoted:
        yield block("blockquote", [paragraph(comment.quoted)])
    if comment.is_quote_gone:
        yield paragraph([words(_("The quoted words are no longer in the text."), "em")])
    if comment.is_retracted:
        yield paragraph([words(comment.text, "em")])
    else:
        yield from from_comment(comment.words)
    for line in lines_of(comment, site):
        yield _in_direction(paragraph(line))


def _in_direction(node: Node) -> Node:
    """Let a line that begins with a name run as the page does, whatever the letters of the name."""
    if is_rtl():
        for each in walk(node):
            if "dir" in (each.get("attrs") or {}):
                each["attrs"]["dir"] = "rtl"
    return node


def lines_of(comment: TakenComment, site: str) -> Iterator[list[Node]]:
    """Yield the facts below the text of a comment, one for each line."""
    for field in COMMENT_FIELDS:
        line = in_words(field, comment) if field.is_line else ""
        if field.key == "permalink":
            address = f"{site}{line}"
            yield [words(f"{field.label}: "), linked(address, address)]
        elif line:
            yield [words(f"{field.label}: {line}")]


def in_words(field: FileField[T], thing: T) -> str:
    """Return a fact as people read it, in the language of the file; empty if there is none."""
    return written(field.value(thing))


def written(value: FileValue) -> str:
    match value:
        case datetime():
            return moment(value)
        case bool():
            return _("yes") if value else ""
        case tuple():
            return comma().join(value)
        case None:
            return ""
    return value


def _linked_heading(level: int, said: str, href: str) -> Node:
    return block("heading", [linked(said, href)], level=level)
