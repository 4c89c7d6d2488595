"""Search results, and whatever else is new, as an Atom feed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from wgcop.i18n import language_of_page
from wgcop.search_engines.protocol import Hit
from wgcop.search_page.titles import hits_in_words

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 50
FOUNDED = "2010-06-04"
"""The day in the ids of entries. It never changes, so that ids stay unique even if the host changes
hands.
"""
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Feed:
    title: str
    name: str
    """The last part of the feed's id, after the host and the day."""
    root: str
    """The address of the site, without a slash at the end."""
    page: str
    """The address of the page with the same results."""
    address: str
    """The address of the feed itself."""


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """An entry of a feed. `name` is the last part of its id, after the host and the day."""

    name: str
    title: str
    url: str
    at: datetime
    kind: str
    title_language: str = ""
    """The language of the title, if it is not that of the entry."""
    language: str = ""
    source: str = ""
    summary: str = ""


def as_atom(
    feed: Feed, hits: Iterable[Hit], *, updated: Mapping[str, datetime], now: datetime
) -> bytes:
    """Write the hits as an Atom feed. `updated` has the moment of each record's last change of
    state, by record id; without it an entry takes the hit's date, or `now`.
    """
    entries = [
        FeedEntry(
            name=hit.id,
            title=hit.title,
            title_language=hit.title_language,
            url=hit.url,
            at=updated.get(hit.id) or hit.date or now,
            kind=hit.kind,
            language=hit.language,
            source=hit.source,
            summary=str(hit.snippet.striptags()) if hit.snippet else "",
        )
        for hit in hits_in_words(hits)
    ]
    return write_atom(feed, entries, now=now)


def write_atom(feed: Feed, entries: Sequence[FeedEntry], *, now: datetime) -> bytes:
    # What has no language of its own is in that of the reader.
    root = Element("feed", {"xmlns": ATOM, "xml:lang": language_of_page()})
    _text(root, "id", _identity(feed, feed.name))
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(max((entry.at for entry in entries), default=now)))
    _text(SubElement(root, "author"), "name", "WG-COP")
    SubElement(root, "link", rel="self", type="application/atom+xml", href=feed.root + feed.address)
    SubElement(root, "link", rel="alternate", type="text/html", href=feed.root + feed.page)
    for entry in entries:
        _entry(root, feed, entry)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(root: Element, feed: Feed, told: FeedEntry) -> None:
    entry = SubElement(root, "entry", {"xml:lang": told.language} if told.language else {})
    _text(entry, "id", _identity(feed, told.name))
    _text(entry, "title", told.title, told.title_language)
    _text(entry, "updated", _moment(told.at))
    SubElement(entry, "link", rel="alternate", type="text/html", href=feed.root + told.url)
    SubElement(entry, "category", term=told.kind)
    if told.source:
        _text(SubElement(entry, "author"), "name", told.source)
    if told.summary:
        _text(entry, "summary", told.summary)


def _text(parent: Element, name: str, text: str, language: str = "") -> None:
    own = {"xml:lang": language} if language else {}
    SubElement(parent, name, own).text = _NOT_IN_XML.sub(" ", text)


def _identity(feed: Feed, name: str) -> str:
    return f"tag:{urlsplit(feed.root).hostname},{FOUNDED}:{name}"


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
