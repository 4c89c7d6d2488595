"""The cursors in a text: shown to the others as long as the page is open, and stored nowhere."""

import secrets
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from flask import Flask, current_app

from wgcop import live
from wgcop.events.presence import Present
from wgcop.writing.broadcasts import named, room
from wgcop.writing.desks import OpenManuscript


@dataclass
class _Page:
    """A page on which a text is open. `client` names it to the others."""

    text: OpenManuscript
    person: Present
    client: str = field(default_factory=lambda: secrets.token_hex(8))
    version: int = 0


class _Pages:
    def __init__(self) -> None:
        self.by_sid: dict[str, _Page] = {}
        self.lock = Lock()  # protects `by_sid`, which the threads of all sockets change


def shown(person: Present, text: OpenManuscript) -> dict[str, Any]:
    """Describe a person as the others see them. The colour is one of eight that the style sheet
    knows.
    """
    return {
        "id": person.id,
        "name": person.name,
        "delegation": person.delegation,
        "colour": text.colour_of(person.id),
    }


def came(sid: str, text: OpenManuscript, person: Present) -> None:
    pages = _pages()
    with pages.lock:
        page = pages.by_sid.setdefault(sid, _Page(text, person))
        page.text = text


def goes_by(sid: str, client: str) -> None:
    """Set the name that the page gave itself when it pushed steps."""
    if page := _pages().by_sid.get(sid):
        page.client = client


def text_of(sid: str) -> OpenManuscript | None:
    page = _pages().by_sid.get(sid)
    return page.text if page else None


def moved(sid: str, text: OpenManuscript, version: int, place: tuple[int, int] | None) -> None:
    """Show where a cursor is. `place` holds both ends of the selection; it is None if the page has
    none.
    """
    if page := _pages().by_sid.get(sid):
        page.text, page.version = text, version
        _tell(page, sid, place)


def left(sid: str) -> None:
    pages = _pages()
    with pages.lock:
        page = pages.by_sid.pop(sid, None)
    if page is not None:
        _tell(page, sid, None)


def _tell(page: _Page, sid: str, place: tuple[int, int] | None) -> None:
    anchor, head = place or (None, None)
    live.send(
        "document:cursor",
        {
            **named(page.text),
            "person": shown(page.person, page.text),
            "client": page.client,
            "version": page.version,
            "anchor": anchor,
            "head": head,
        },
        to=room(page.text),
        leave_out=sid,
    )


def _pages() -> _Pages:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    pages: _Pages = app.extensions.setdefault("draft_cursors", _Pages())
    return pages
