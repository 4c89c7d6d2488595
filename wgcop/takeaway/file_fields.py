"""The facts of comments, papers and positions, as the files name them (pure)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from flask_babel import LazyString, lazy_pgettext
from flask_babel import lazy_gettext as _l

from wgcop.takeaway.content import TakenComment, TakenPaper, TakenPosition

FileValue = str | bool | datetime | tuple[str, ...] | None

T = TypeVar("T")


@dataclass(frozen=True)
class FileField(Generic[T]):
    """A fact of a comment, a position or a paper. JSON calls it `key`, tables and texts `label`."""

    key: str
    label: LazyString
    value: Callable[[T], FileValue]
    width: int = 18
    """The width of its column in a spreadsheet, in letters."""
    is_line: bool = False
    """Whether it is a line of its own below the words in a text. The other facts are in the head, or
    have a form of their own.
    """


COMMENT_FIELDS: Sequence[FileField[TakenComment]] = (
    FileField("on", lazy_pgettext("about what", "On"), lambda each: each.on, 24),
    FileField("number", _l("Number"), lambda each: each.number, 9),
    FileField("reply_to", _l("Reply to"), lambda each: each.reply_to, 9),
    FileField("person", _l("Person"), lambda each: each.person),
    FileField("delegation", _l("Delegation"), lambda each: each.delegation),
    FileField("capacity", _l("Capacity"), lambda each: each.capacity),
    FileField("said_at", _l("Said at (UTC)"), lambda each: each.at),
    FileField("kind", _l("Kind of comment"), lambda each: each.kind, is_line=True),
    FileField("readers", _l("Readers"), lambda each: each.readers),
    FileField("quoted", _l("Quoted words"), lambda each: each.quoted, 30),
    FileField(
        "quote_language",
        _l("Language of the quoted words"),
        lambda each: each.quote_language,
        10,
    ),
    FileField(
        "quote_is_gone", _l("The quoted words are gone"), lambda each: each.is_quote_gone, 12
    ),
    FileField("suggestion", _l("Suggestion"), lambda each: each.suggested, 40, is_line=True),
    FileField(
        "suggestion_supported_by",
        _l("The suggestion is supported by"),
        lambda each: each.suggestion_supported_by,
        24,
        is_line=True,
    ),
    FileField(
        "decision", _l("Decision on the suggestion"), lambda each: each.decision, 30, is_line=True
    ),
    FileField("decided_at", _l("Decided at (UTC)"), lambda each: each.decided_at, is_line=True),
    FileField("words", _l("Words"), lambda each: each.text, 60),
    FileField("language", _l("Language"), lambda each: each.language, 10),
    FileField("edited", _l("Edited"), lambda each: each.is_edited, 9, is_line=True),
    FileField("retracted", _l("Retracted"), lambda each: each.is_retracted, 10),
    FileField("released_at", _l("Released at (UTC)"), lambda each: each.released_at, is_line=True),
    FileField("supported_by", _l("Supported by"), lambda each: each.supporters, 24, is_line=True),
    FileField(
        "supported_before",
        _l("Supported an earlier wording"),
        lambda each: each.supported_before,
        24,
        is_line=True,
    ),
    FileField("resolved_by", _l("Resolved by"), lambda each: each.resolved_by, is_line=True),
    FileField("resolved_at", _l("Resolved at (UTC)"), lambda each: each.resolved_at, is_line=True),
    FileField("permalink", _l("Permanent link"), lambda each: each.address, 50, is_line=True),
)

PAPER_FIELDS: Sequence[FileField[TakenPaper]] = (
    FileField("on", lazy_pgettext("about what", "On"), lambda each: each.on, 24),
    FileField("symbol", _l("Number"), lambda each: each.symbol),
    FileField("title", _l("Title"), lambda each: each.title, 50),
    FileField("source", _l("Source"), lambda each: each.source, 24),
    FileField("submitted_at", _l("Submitted at (UTC)"), lambda each: each.at),
    FileField("permalink", _l("Permanent link"), lambda each: each.address, 50),
)

POSITION_FIELDS: Sequence[FileField[TakenPosition]] = (
    FileField("on", lazy_pgettext("about what", "On"), lambda each: each.on, 24),
    FileField("delegation", _l("Delegation"), lambda each: each.delegation),
    FileField("category", _l("Category"), lambda each: each.category),
    FileField("position", _l("Position"), lambda each: each.stance, 24),
    FileField("reason", _l("Reason"), lambda each: each.reason, 40),
    FileField(
        "earlier_wording",
        _l("Taken on an earlier wording"),
        lambda each: each.is_of_earlier_wording,
    ),
    FileField("readers", _l("Readers"), lambda each: each.layer, 24),
    FileField("recorded_by", _l("Recorded by"), lambda each: each.person),
    FileField("taken_at", _l("Taken at (UTC)"), lambda each: each.at),
    FileField("permalink", _l("Permanent link"), lambda each: each.address, 50),
)
