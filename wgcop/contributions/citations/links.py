"""Links from a text to the documents that it cites, as far as its reader may read them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup
from sqlalchemy import and_, false, or_, select

from wgcop.bodies.models import Meeting
from wgcop.contributions.citations.reading import is_short
from wgcop.contributions.citations.scanning import symbols_in
from wgcop.contributions.finding import names_of_groups, renamed, stored
from wgcop.contributions.models import Contribution
from wgcop.contributions.queries import is_visible_to
from wgcop.contributions.revisions import Revision
from wgcop.database import db
from wgcop.numbering.issued import parts_of
from wgcop.numbering.reading import SymbolReading
from wgcop.numbering.symbol import Symbol
from wgcop.paper.html import element

MOST = 300
"""The largest number of symbols of one text that are looked up."""

_TAG = re.compile(r"""(<(?:[^>"']|"[^"]*"|'[^']*')*>)""")
_HAS_NO_LINKS = ("<a ", "<code")
_ENDS = ("</a>", "</code>")


class CitedDocuments:
    """The addresses of the documents that a text cites, by the words with which it cites them."""

    def __init__(self, addresses: dict[str, str]) -> None:
        self._addresses = addresses

    def linked(self, html: Markup) -> Markup:
        """Return the same HTML with a link on each known symbol outside of links and code. It must
        be HTML that the workspace made. Symbols contain no characters that HTML escapes.
        """
        if not self._addresses:
            return html
        depth, out = 0, []
        for piece in _TAG.split(html):
            if piece.startswith("<"):
                depth += piece.startswith(_HAS_NO_LINKS) - (piece in _ENDS)
                out.append(piece)
            else:
                out.append(piece if depth else self._with_links(piece))
        return Markup("".join(out))  # noqa: S704 (what was HTML before, and links made by `element`)

    def _with_links(self, words: str) -> str:
        out, end = "", 0
        for symbol in symbols_in(words):
            if address := self._addresses.get(symbol.words):
                link = element("a", {"class": "cited", "href": address}, symbol.words)
                out += words[end : symbol.start] + str(link)
                end = symbol.end
        return out + words[end:]


@dataclass(frozen=True)
class _ReadableDocument:
    """A document that this reader may read, with the numbers of the revisions that were issued."""

    id: int
    key: str
    url: str
    number: int
    parts: str
    revisions: frozenset[int]

    def is_called(self, reading: SymbolReading) -> bool:
        """Return whether a short symbol such as `7` or `td 4` means this document within its
        meeting.
        """
        if reading.is_bare:
            return reading.key == str(self.number) and stored(reading.parts) == self.parts
        return self.key.endswith(f" {reading.full_key}")

    def address(self, revision: int | None) -> str:
        if revision is None or revision not in self.revisions:
            return self.url
        return f"{self.url}/{f'Rev.{revision}' if revision else 'original'}"


def documents_cited(
    texts: Iterable[str], document: Contribution, audiences: frozenset[str]
) -> CitedDocuments:
    """Return the documents that these texts of a paper cite and that `audiences` may read. It takes
    three SQL statements, or none if the texts contain no symbol.
    """
    readings_by_words = {
        symbol.words: symbol.readings for text in texts for symbol in symbols_in(text)
    }
    readings = {words: readings_by_words[words] for words in list(readings_by_words)[:MOST]}
    if not readings:
        return CitedDocuments({})
    names = names_of_groups()
    keys = {
        reading: [each.full_key for each in renamed(reading, names)]
        for each in readings.values()
        for reading in each
    }
    of_meeting, readable = _readable(keys, document.meeting_id, audiences)
    by_key = {each.key: each for each in readable}

    def meant(reading: SymbolReading) -> _ReadableDocument | None:
        full = next((by_key[key] for key in keys[reading] if key in by_key), None)
        if full or not is_short(reading):
            return full
        return next((each for each in of_meeting if each.is_called(reading)), None)

    addresses: dict[str, str] = {}
    for words, each in readings.items():
        targets = ((reading, target) for reading in each if (target := meant(reading)))
        reading, target = next(targets, (None, None))
        if reading and target and target.id != document.id:
            addresses[words] = target.address(reading.revision)
    return CitedDocuments(addresses)


def _readable(
    keys: Mapping[SymbolReading, list[str]], meeting_id: int, audiences: frozenset[str]
) -> tuple[list[_ReadableDocument], list[_ReadableDocument]]:
    """Return two lists of readable documents with these keys, in the order of their symbols: those
    of this meeting, and all.
    """
    called = [
        and_(
            Contribution.number == int(reading.key),
            Contribution.symbol_parts == stored(reading.parts),
        )
        if reading.is_bare
        else Contribution.symbol_key.endswith(f" {reading.full_key}", autoescape=True)
        for reading in keys
        if is_short(reading)
    ]
    in_full = Contribution.symbol_key.in_({key for each in keys.values() for key in each})
    rows = db.session.execute(
        select(
            Contribution.id,
            Contribution.meeting_id,
            Contribution.symbol_key,
            Contribution.symbol_base,
            Contribution.symbol_parts,
            Contribution.number,
            Revision.number,
        )
        .join(Contribution.meeting)
        .join(Meeting.group)
        .join(Revision, Revision.contribution_id == Contribution.id)
        .where(
            is_visible_to(audiences),
            Contribution.number.is_not(None),
            Revision.is_issued,
            or_(in_full, and_(Contribution.meeting_id == meeting_id, or_(false(), *called))),
        )
        .order_by(Contribution.symbol_order, Contribution.id)
    ).all()
    of_meeting, readable = [], []
    for document, group in groupby(rows, key=lambda row: row[:6]):
        key, meeting, symbol_key, base, parts, number = document
        symbol = Symbol(base, parts_of(parts))
        revisions = frozenset(row[6] for row in group)
        one = _ReadableDocument(
            key, symbol_key, f"/documents/{symbol.path}", number, parts, revisions
        )
        readable.append(one)
        if meeting == meeting_id:
            of_meeting.append(one)
    return of_meeting, readable
