"""Reads a feed by the rules of Atom (RFC 4287), and complains of whatever breaks them."""

import re
from datetime import datetime
from typing import NamedTuple

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
IRI = re.compile(r"(tag|https?|urn):\S+")


class Entry(NamedTuple):
    id: str
    title: str
    link: str
    summary: str


def read_atom(data):
    """The title and the entries of a feed, in its order."""
    feed = etree.fromstring(data)
    assert feed.tag == f"{ATOM}feed"
    assert feed.findall(f"{ATOM}author/{ATOM}name"), "A feed names an author."
    own = feed.findall(f"{ATOM}link[@rel='self']")
    assert len(own) == 1 and own[0].get("href").startswith("http")
    entries = feed.findall(f"{ATOM}entry")
    for each in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{name}")) == 1, f"{name} stands there once."
        assert IRI.fullmatch(each.findtext(f"{ATOM}id"))
        assert datetime.fromisoformat(each.findtext(f"{ATOM}updated")).tzinfo is not None
        for link in each.findall(f"{ATOM}link"):
            assert re.match(r"https?://", link.get("href"))
    ids = [each.findtext(f"{ATOM}id") for each in entries]
    assert len(set(ids)) == len(ids), "Each entry has an id of its own."
    times = [each.findtext(f"{ATOM}updated") for each in entries]
    assert times == sorted(times, reverse=True), "The newest comes first."
    return feed.findtext(f"{ATOM}title"), [
        Entry(
            each.findtext(f"{ATOM}id"),
            each.findtext(f"{ATOM}title"),
            each.find(f"{ATOM}link[@rel='alternate']").get("href"),
            each.findtext(f"{ATOM}summary") or "",
        )
        for each in entries
    ]
