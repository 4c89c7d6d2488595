"""A revision is compared with what it revises: step by step, side by side, on a phone and by keyboard."""

import os
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from wgcop.contributions.models import Contribution
from wgcop.contributions.revisions import Revision
from wgcop.paper import from_text, plain

OLD = """# 1 Background

The trial ran in four districts of the coast, and 1,240 children took part in it.^[Figures of the ministry.]

Teachers asked for material in the languages of the districts, and for somebody whom they can call.

1. Radio plays are recorded by children.
2. They are broadcast in the afternoon.
3. Listeners call in.

| Year | Districts | Children |
|---|---|---|
| 2023 | 2 | 410 |
| 2024 | 4 | 1,240 |

## Costs

What it costs is borne by the stations, which were asked to keep accounts for two years.

Parents were asked twice, before the plays and after them.

يشارك الأطفال في أربع مناطق من الساحل.

The group is invited to note the trial.^[As in 2023.]"""

NEW = """# 1 Background

The trial ran in nine districts of the coast and the highlands, and 4,310 children took part in it.^[Figures of the ministry and of the stations.]

1. Radio plays are recorded by children and their teachers.
2. They are broadcast in the afternoon.
3. They are repeated in the evening.
4. Listeners call in.

| Year | Districts | Children |
|---|---|---|
| 2023 | 2 | 410 |
| 2024 | 4 | 1,250 |
| 2025 | 9 | 4,310 |

# Costs

What it costs is borne by the stations, which were asked to keep *accounts* for two years.

Parents were asked twice, before the plays and after them.

يشارك الأطفال في تسع مناطق من الساحل والجبال.

The group is invited to note the trial.^[As in 2023.]

Teachers asked for material in the languages of the districts, and for somebody whom they can call."""


@pytest.fixture
def compared(enter: Any, session: Session) -> str:
    """The address of a document whose Rev.1 says other things than its original."""
    paper = session.scalars(
        select(Contribution).join(Contribution.revisions).where(Revision.number == 1)
    ).first()
    assert paper is not None
    for revision, text in zip(paper.revisions, (OLD, NEW), strict=True):
        revision.text = from_text(text)
        revision.plain = plain(revision.text)
    paper.revisions[1].title = f"{paper.revisions[0].title}, revised"
    session.commit()
    return paper.url


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("WGCOP_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_revision_is_compared_by_mouse_by_keys_side_by_side_on_a_phone_and_on_paper(
    enter: Any, compared: str, axe: Any, no_sideways_scroll: Any
) -> None:
    haruko = enter("haruko")
    page = haruko.open(compared)
    picture(page, "document")
    axe(page)
    no_sideways_scroll(page)
    page.locator(".changes-card").get_by_role("link", name="The trial ran in nine").click()
    expect(page.locator("#change-1")).to_be_focused()
    expect(page.locator("#change-1")).to_be_in_viewport()

    page = haruko.open(f"{compared}/changes")
    changes = page.locator("[data-change]")
    page.get_by_role("button", name="Next change").click()
    expect(changes.first).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#change-1")).to_be_focused()
    expect(page.get_by_text(f"Change 2 of {changes.count()}")).to_be_visible()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(changes.last).to_be_focused()

    page.get_by_role("link", name="Moved here").click()
    place = page.locator(".is-moved", has_text="Moved from here")
    expect(place).to_be_focused()
    place.get_by_role("link", name="Moved from here").click()
    expect(page.locator(".is-moved", has_text="Moved here")).to_be_focused()

    # On paper, without the controls.
    page.emulate_media(media="print")
    picture(page, "print")
    expect(page.get_by_role("button", name="Next change")).to_be_hidden()
    expect(page.locator("ins").first).to_have_css("text-decoration-line", "underline")
    expect(page.locator("del").first).to_have_css("text-decoration-line", "line-through")
    page.emulate_media(media="screen")

    # Among the changes alone a note is there if it changed, or is looked up.
    page = haruko.open(f"{compared}/Rev.1/changes?only=1")
    notes = page.locator(".footnotes > li")
    expect(notes.filter(has_text="of the stations")).to_be_visible()
    expect(notes.filter(has_text="As in 2023")).to_be_hidden()
    page.goto(f"{page.url}#note-2")
    expect(notes.filter(has_text="As in 2023")).to_be_visible()

    # On a phone what did not change is there once.
    page = haruko.open(f"{compared}/changes?show=side")
    same = page.get_by_text("Parents were asked twice")
    expect(same.locator("visible=true")).to_have_count(2)
    page.set_viewport_size({"width": 375, "height": 780})
    expect(same.locator("visible=true")).to_have_count(1)
    expect(page.locator("#change-1").get_by_text("Before", exact=True)).to_be_visible()

    # Every way to show it is for everybody.
    for way in ("", "?show=side", "?only=1", "?only=1&show=side", "?show=old"):
        page = haruko.open(f"{compared}/changes{way}")
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 780})
            picture(page, f"{width}-{way.strip('?').replace('&', '-') or 'marked'}")
            no_sideways_scroll(page)
            if width == 1280 or not way:
                axe(page)
