"""Whose cursor is where in a draft: shown to the others as long as the page is there, and stored nowhere."""

import secrets
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from flask import Flask, current_app

from wgcop import live
from wgcop.contributions.writing.broadcasts import room
from wgcop.contributions.writing.drafts import OpenDraft
from wgcop.history.presence import Present


@dataclass
class _Page:
    """A page on which a draft is open. `client` names it to the others."""

    draft: OpenDraft
    person: Present
    client: str = field(default_factory=lambda: secrets.token_hex(8))
    version: int = 0


class _Pages:
    def __init__(self) -> None:
        self.by_sid: dict[str, _Page] = {}
        self.lock = Lock()


def shown(person: Present, draft: OpenDraft) -> dict[str, Any]:
    """A person as the others see them; the colour is one of eight that the style sheet knows."""
    return {
        "id": person.id,
        "name": person.name,
        "delegation": person.delegation,
        "colour": draft.colour_of(person.id),
    }


def came(sid: str, draft: OpenDraft, person: Present) -> None:
    pages = _pages()
    with pages.lock:
        page = pages.by_sid.setdefault(sid, _Page(draft, person))
        page.draft = draft


def goes_by(sid: str, client: str) -> None:
    """The name that the page gave itself when it pushed steps."""
    if page := _pages().by_sid.get(sid):
        page.client = client


def revision_of(sid: str) -> int | None:
    page = _pages().by_sid.get(sid)
    return page.draft.revision if page else None


def moved(sid: str, draft: OpenDraft, version: int, place: tuple[int, int] | None) -> None:
    """`place` is where the selection begins and ends; None if the page has none."""
    if page := _pages().by_sid.get(sid):
        page.draft, page.version = draft, version
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
            "document": page.draft.document,
            "revision": page.draft.revision,
            "person": shown(page.person, page.draft),
            "client": page.client,
            "version": page.version,
            "anchor": anchor,
            "head": head,
        },
        to=room(page.draft.revision),
        leave_out=sid,
    )


def _pages() -> _Pages:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    pages: _Pages = app.extensions.setdefault("draft_cursors", _Pages())
    return pages
